using System.Linq.Expressions;

namespace Kernel.Actor;

/// <summary>The recipe of an actor: its type, its constructor's arguments, and how it is run and supervised. Immutable.</summary>
public class Props
{
    public static readonly Props? None;

    private readonly IIndirectActorProducer _producer;

    private Props(IIndirectActorProducer producer, object?[] arguments, Deploy deploy, SupervisorStrategy? supervisorStrategy)
    {
        _producer = producer;
        Arguments = arguments;
        Deploy = deploy;
        SupervisorStrategy = supervisorStrategy;
    }

    /// <summary>An actor that handles nothing.</summary>
    public static Props Empty { get; } = Create<EmptyActor>();

    public Type Type => _producer.ActorType;

    public object?[] Arguments { get; }

    public Deploy Deploy { get; protected set; }

    /// <summary>Overrides the actor's own strategy for its children.</summary>
    public SupervisorStrategy? SupervisorStrategy { get; }

    /// <summary>Config path of the dispatcher.</summary>
    public string Dispatcher => Deploy.Dispatcher is { Length: > 0 } dispatcher ? dispatcher : Deploy.NoDispatcherGiven;

    /// <summary>Config path of the mailbox.</summary>
    public string Mailbox => Deploy.Mailbox is { Length: > 0 } mailbox ? mailbox : Deploy.NoMailboxGiven;

    /// <summary>
    /// From a <c>new</c> expression: <c>Props.Create(() => new Worker(port))</c>. The arguments are evaluated now, once,
    /// and given to every instance.
    /// </summary>
    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null)
        where TActor : ActorBase
    {
        ArgumentNullException.ThrowIfNull(factory);
        if (factory.Body is not NewExpression { Constructor: { } constructor } body)
            throw new ArgumentException("The create function must be a 'new T (args)' expression", nameof(factory));
        var arguments = body.Arguments.Select(ExpressionValue.Evaluate).ToArray();
        return new Props(new ConstructorProducer(constructor, arguments), arguments, Deploy.Local, supervisorStrategy);
    }

    public static Props Create<TActor>(params object?[] args)
        where TActor : ActorBase => Create(typeof(TActor), args);

    public static Props Create<TActor>(SupervisorStrategy? supervisorStrategy)
        where TActor : ActorBase, new() =>
        new(new DefaultConstructorProducer<TActor>(), [], Deploy.Local, supervisorStrategy);

    public static Props Create(Type type, params object?[] args)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (typeof(IIndirectActorProducer).IsAssignableFrom(type))
            return CreateBy((IIndirectActorProducer)Activator.CreateInstance(type, args)!);
        return new Props(ConstructorProducer.For(type, args), args, Deploy.Local, null);
    }

    public static Props CreateBy(IIndirectActorProducer producer, params object?[] args)
    {
        ArgumentNullException.ThrowIfNull(producer);
        return new Props(producer, args, Deploy.Local, null);
    }

    public Props WithDispatcher(string dispatcher) => WithDeploy(Deploy.WithDispatcher(dispatcher));

    public Props WithMailbox(string mailbox) => WithDeploy(Deploy.WithMailbox(mailbox));

    public Props WithStashCapacity(int stashCapacity) => WithDeploy(Deploy.WithStashCapacity(stashCapacity));

    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy) =>
        new(_producer, Arguments, Deploy, supervisorStrategy);

    public Props WithDeploy(Deploy deploy) => new(_producer, Arguments, deploy, SupervisorStrategy);

    public virtual ActorBase NewActor() => _producer.Produce();

    internal void Release(ActorBase actor) => _producer.Release(actor);

    private sealed class EmptyActor : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }
}

/// <summary>Makes the instances of an actor when a constructor call is not enough, as with dependency injection.</summary>
public interface IIndirectActorProducer
{
    Type ActorType { get; }

    ActorBase Produce();

    void Release(ActorBase actor);
}
