using System.Reflection;
using System.Runtime.CompilerServices;

namespace CallActors.ActorRuntime.Tests.Api;

/// <summary>
/// The public shape of an actor runtime's assemblies as text, one line a type, an interface of a type, or a member. The first word of
/// every namespace, in which the runtimes differ, is left out. What says the same on any type (equality, <c>ToString</c>) is left out too,
/// and so are overrides: what matters of them is said where the member was declared.
/// </summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly HashSet<string> OnAnyType = ["Equals", "GetHashCode", "ToString", "CompareTo", "op_Equality", "op_Inequality", "ToSurrogate", "GetObjectData"];

    public static IEnumerable<string> Lines(IEnumerable<Type> types) => types.Where(IsVisible).SelectMany(LinesOf);

    /// <summary>How a type is named in the list: without the runtime's root, nested types behind a dot, generic ones with their arity.</summary>
    public static string NameOf(Type type)
    {
        if (type.IsConstructedGenericType) type = type.GetGenericTypeDefinition();
        var name = (type.FullName ?? type.Name).Replace('+', '.');
        return name[(name.IndexOf('.') + 1)..];
    }

    /// <summary>The line of one member, or null for what is left out of the list.</summary>
    public static string? LineOf(MemberInfo member)
    {
        if (member.DeclaringType is not { } type || member.IsDefined(typeof(ObsoleteAttribute), false)) return null;
        var text = member switch
        {
            ConstructorInfo constructor => OfConstructor(constructor),
            MethodInfo method => OfMethod(method),
            PropertyInfo property => OfProperty(property),
            FieldInfo field => OfField(field),
            _ => null,
        };
        return text is null ? null : $"{NameOf(type)}: {text}";
    }

    /// <summary>The line of a type itself.</summary>
    public static string HeadOf(Type type) => $"{KindOf(type)} {NameOf(type)}";

    private static IEnumerable<string> LinesOf(Type type)
    {
        if (type.IsDefined(typeof(ObsoleteAttribute), false)) yield break;
        var name = NameOf(type);
        yield return HeadOf(type);
        if (type.BaseType is { } parent && IsOfRuntime(parent)) yield return $"{name} is {NameOf(parent)}";
        foreach (var contract in type.GetInterfaces().Where(i => IsOfRuntime(i) && IsVisible(i)))
            yield return $"{name} is {NameOf(contract)}";
        if (typeof(Delegate).IsAssignableFrom(type)) yield break;
        if (type.IsEnum)
        {
            foreach (var value in Enum.GetValuesAsUnderlyingType(type))
                yield return $"{name}: {Enum.GetName(type, value)} = {value}";
            yield break;
        }

        foreach (var member in type.GetMembers(Declared))
            if (LineOf(member) is { } line)
                yield return line;
    }

    private static string KindOf(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        _ when typeof(Delegate).IsAssignableFrom(type) => $"delegate {TypeText.Of(type.GetMethod("Invoke")!.ReturnType)}({Parameters(type.GetMethod("Invoke")!)})",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string? OfConstructor(ConstructorInfo constructor) =>
        Access(constructor) is { } access && !constructor.IsStatic ? $"{access} new({Parameters(constructor)})" : null;

    private static string? OfMethod(MethodInfo method)
    {
        if (Access(method) is not { } access || OnAnyType.Contains(method.Name) || IsAccessor(method)) return null;
        if (Manner(method) is not { } manner) return null;
        var generics = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";
        return $"{access} {manner}{TypeText.Of(method.ReturnType)} {method.Name}{generics}({Parameters(method)}){TypeText.Constraints(method)}";
    }

    private static string? OfProperty(PropertyInfo property)
    {
        var (get, set) = (property.GetMethod, property.SetMethod);
        var best = new[] { get, set }.OfType<MethodInfo>().OrderBy(m => Access(m) switch { "public" => 0, "protected" => 1, _ => 2 }).First();
        if (Access(best) is not { } access || Manner(best) is not { } manner) return null;
        var text = Accessor(get, "get", access) + Accessor(set, IsInit(set) ? "init" : "set", access);
        return $"{access} {manner}{TypeText.Of(property.PropertyType)} {property.Name} {{ {text}}}";
    }

    private static string? OfField(FieldInfo field)
    {
        var access = field.IsPublic ? "public" : field.IsFamily || field.IsFamilyOrAssembly ? "protected" : null;
        if (access is null || field.IsSpecialName || field.IsDefined(typeof(CompilerGeneratedAttribute), false)) return null;
        if (field.IsLiteral) return $"{access} const {TypeText.Of(field.FieldType)} {field.Name} = {TypeText.Value(field.GetRawConstantValue())}";
        return $"{access} {(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{TypeText.Of(field.FieldType)} {field.Name}";
    }

    private static string Accessor(MethodInfo? accessor, string word, string access)
    {
        if (accessor is null || Access(accessor) is not { } own) return "";
        return own == access ? $"{word}; " : $"{own} {word}; ";
    }

    private static bool IsInit(MethodInfo? setter) =>
        setter?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ?? false;

    /// <summary>Null for an override, of which only the sealing matters: it can no longer be overridden.</summary>
    private static string? Manner(MethodInfo method)
    {
        if (method.IsStatic) return "static ";
        if (method.DeclaringType!.IsInterface) return "";
        var isOverride = method.GetBaseDefinition() != method;
        if (isOverride) return method.IsFinal ? "sealed " : null;
        return method.IsAbstract ? "abstract " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "";
    }

    private static string Parameters(MethodBase method)
    {
        var parameters = method.GetParameters().Select(TypeText.Of).ToList();
        if (method.IsDefined(typeof(ExtensionAttribute), false)) parameters[0] = "this " + parameters[0];
        return string.Join(", ", parameters);
    }

    private static string? Access(MethodBase method) =>
        method.IsPublic ? "public" : method.IsFamily || method.IsFamilyOrAssembly ? "protected" : null;

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsOfRuntime(Type type) => type.Namespace is { } space && (space + ".").AsSpan() is var root
        && (root.StartsWith("Kernel.") || root.StartsWith("Akka."));

    private static bool IsVisible(Type type) =>
        type.DeclaringType is { } outer ? IsVisible(outer) && (type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) : type.IsPublic;
}
