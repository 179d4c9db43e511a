using System.Globalization;
using System.Reflection;

namespace CallActors.ActorRuntime.Tests.Api;

/// <summary>Types, parameters and constants as they are written in C#, by short names.</summary>
internal static class TypeText
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
        [typeof(char)] = "char",
    };

    public static string Of(Type type)
    {
        if (type.IsByRef) return Of(type.GetElementType()!);
        if (type.IsArray) return Of(type.GetElementType()!) + "[]";
        if (Keywords.TryGetValue(type, out var keyword)) return keyword;
        if (Nullable.GetUnderlyingType(type) is { } value) return Of(value) + "?";
        if (type.IsGenericParameter) return type.Name;
        var name = type.Name.Split('`')[0];
        var arguments = type.GetGenericArguments();
        var outer = 0;
        if (type.DeclaringType is { } parent)
        {
            // Reflection gives a nested type the arguments of its outer type too.
            outer = parent.GetGenericArguments().Length;
            name = $"{parent.Name.Split('`')[0]}.{name}";
        }

        return arguments.Length > outer ? $"{name}<{string.Join(", ", arguments.Skip(outer).Select(Of))}>" : name;
    }

    public static string Of(ParameterInfo parameter)
    {
        var manner = parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref "
            : parameter.IsDefined(typeof(ParamArrayAttribute), false) ? "params " : "";
        var text = $"{manner}{Of(parameter.ParameterType)} {parameter.Name}";
        return parameter.HasDefaultValue ? $"{text} = {Value(parameter.RawDefaultValue)}" : text;
    }

    public static string Value(object? value) => value switch
    {
        // The default of a value type is stored as null.
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    public static string Constraints(MethodInfo method)
    {
        if (!method.IsGenericMethodDefinition) return "";
        return string.Concat(method.GetGenericArguments().Select(a => (a.Name, Terms: Terms(a))).Where(a => a.Terms.Length > 0)
            .Select(a => $" where {a.Name} : {a.Terms}"));
    }

    private static string Terms(Type parameter)
    {
        var flags = parameter.GenericParameterAttributes;
        List<string> terms = [];
        if (flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint)) terms.Add("class");
        if (flags.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint)) terms.Add("struct");
        terms.AddRange(parameter.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(Of));
        if (flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !terms.Contains("struct")) terms.Add("new()");
        return string.Join(", ", terms);
    }
}
