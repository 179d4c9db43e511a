using System.Globalization;
using System.Reflection;

namespace Kernel.Actor;

/// <summary>Calls one constructor with arguments that were given once.</summary>
internal sealed class ConstructorProducer : IIndirectActorProducer
{
    private readonly ConstructorInvoker _invoker;
    private readonly object?[] _arguments;

    public ConstructorProducer(ConstructorInfo constructor, object?[] arguments)
    {
        ActorType = constructor.DeclaringType!;
        if (ActorType.IsAbstract)
            throw new ArgumentException($"{ActorType} is abstract and cannot be an actor.", nameof(constructor));
        _invoker = ConstructorInvoker.Create(constructor);
        _arguments = arguments;
    }

    public Type ActorType { get; }

    /// <summary>Picks the constructor that takes these arguments, filling in optional parameters.</summary>
    public static ConstructorProducer For(Type type, object?[] arguments)
    {
        if (!typeof(ActorBase).IsAssignableFrom(type))
            throw new ArgumentException($"{type} is not an actor.", nameof(type));
        const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var fitting = type.GetConstructors(Instance)
            .Where(constructor => Fits(constructor.GetParameters(), arguments))
            .OrderBy(constructor => constructor.GetParameters().Length)
            .ThenByDescending(constructor => ExactTypes(constructor.GetParameters(), arguments))
            .FirstOrDefault()
            ?? throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{type} has no constructor that takes the {arguments.Length} arguments given."),
                nameof(arguments));
        var parameters = fitting.GetParameters();
        var all = new object?[parameters.Length];
        for (var i = 0; i < all.Length; i++)
            all[i] = i < arguments.Length ? arguments[i] : parameters[i].DefaultValue;
        return new ConstructorProducer(fitting, all);
    }

    public ActorBase Produce() => (ActorBase)_invoker.Invoke(_arguments.AsSpan());

    public void Release(ActorBase actor)
    {
    }

    private static int ExactTypes(ParameterInfo[] parameters, object?[] arguments) =>
        arguments.Where((argument, i) => argument?.GetType() == parameters[i].ParameterType).Count();

    private static bool Fits(ParameterInfo[] parameters, object?[] arguments)
    {
        if (parameters.Length < arguments.Length || !parameters.Skip(arguments.Length).All(parameter => parameter.HasDefaultValue))
            return false;
        for (var i = 0; i < arguments.Length; i++)
        {
            var type = parameters[i].ParameterType;
            var fits = arguments[i] is { } argument
                ? type.IsInstanceOfType(argument)
                : !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;
            if (!fits)
                return false;
        }

        return true;
    }
}

/// <summary>Calls a public constructor without parameters.</summary>
internal sealed class DefaultConstructorProducer<TActor> : IIndirectActorProducer
    where TActor : ActorBase, new()
{
    public Type ActorType => typeof(TActor);

    public ActorBase Produce() => new TActor();

    public void Release(ActorBase actor)
    {
    }
}
