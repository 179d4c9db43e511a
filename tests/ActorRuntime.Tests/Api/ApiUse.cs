using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace CallActors.ActorRuntime.Tests.Api;

/// <summary>One thing of the actor runtime that an assembly names.</summary>
/// <param name="Line">As the list says it.</param>
/// <param name="Users">Members whose code names it; empty for a type that is only derived from or declared.</param>
internal sealed record ApiUse(string Line, IReadOnlyList<string> Users)
{
    public override string ToString() => Users.Count == 0 ? Line : $"{Line}    used by {string.Join(", ", Users.Take(3))}{(Users.Count > 3 ? ", …" : "")}";
}

/// <summary>Reads from an assembly's metadata what it uses of the actor runtime.</summary>
internal sealed class ApiUses
{
    /// <summary>What generic code that is being read is read with: which types it is used with later says nothing about the API.</summary>
    private static readonly Type[] AnyTypes = [.. Enumerable.Repeat(typeof(object), 16)];

    private readonly Module _module;
    private readonly MetadataReader _metadata;
    private readonly PEReader _file;
    private readonly HashSet<Assembly> _runtime;

    private ApiUses(Assembly assembly, PEReader file, IEnumerable<Assembly> runtime)
    {
        (_module, _file, _metadata) = (assembly.ManifestModule, file, file.GetMetadataReader());
        _runtime = [.. runtime];
    }

    public static IReadOnlyList<ApiUse> Of(Assembly assembly, params Assembly[] runtime)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        return new ApiUses(assembly, file, runtime).All();
    }

    private List<ApiUse> All()
    {
        var tokens = new Dictionary<int, string>();
        foreach (var handle in _metadata.MemberReferences)
        {
            var member = _module.ResolveMember(MetadataTokens.GetToken(handle), AnyTypes, AnyTypes);
            if (member?.DeclaringType is { } type && _runtime.Contains(type.Assembly) && LineOf(Definition(member)) is { } line)
                tokens[MetadataTokens.GetToken(handle)] = line;
        }

        for (var row = 1; row <= _metadata.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            var handle = MetadataTokens.MethodSpecificationHandle(row);
            if (tokens.TryGetValue(MetadataTokens.GetToken(_metadata.GetMethodSpecification(handle).Method), out var line))
                tokens[MetadataTokens.GetToken(handle)] = line;
        }

        var users = Users(tokens);
        var members = tokens.GroupBy(t => t.Value).Select(g => new ApiUse(g.Key, [.. g.SelectMany(t => users[t.Key]).Distinct()]));
        return [.. members, .. Types(), .. Overrides()];
    }

    private IEnumerable<ApiUse> Types()
    {
        foreach (var handle in _metadata.TypeReferences)
        {
            var type = _module.ResolveType(MetadataTokens.GetToken(handle));
            if (_runtime.Contains(type.Assembly)) yield return new ApiUse(ApiText.HeadOf(type), []);
        }
    }

    /// <summary>An override names its base method by its signature alone.</summary>
    private IEnumerable<ApiUse> Overrides()
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        foreach (var method in _module.Assembly.GetTypes().SelectMany(t => t.GetMethods(Own)))
        {
            var root = method.GetBaseDefinition();
            if (root != method && _runtime.Contains(root.DeclaringType!.Assembly) && LineOf(Definition(root)) is { } line)
                yield return new ApiUse(line, [$"{NameOf((TypeDefinitionHandle)MetadataTokens.Handle(method.DeclaringType!.MetadataToken))}.{method.Name}"]);
        }
    }

    private ILookup<int, string> Users(Dictionary<int, string> tokens)
    {
        var found = new List<(int Token, string User)>();
        foreach (var handle in _metadata.MethodDefinitions)
        {
            var method = _metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0) continue;
            var code = _file.GetMethodBody(method.RelativeVirtualAddress).GetILContent().AsSpan();
            var user = $"{NameOf(method.GetDeclaringType())}.{_metadata.GetString(method.Name)}";
            // Every operand is looked at as if it were a token: the tables are small enough that a number is hardly ever taken for one.
            for (var at = 1; at + 4 <= code.Length; at++)
            {
                var token = BinaryPrimitives.ReadInt32LittleEndian(code[at..]);
                if (tokens.ContainsKey(token)) found.Add((token, user));
            }
        }

        return found.ToLookup(f => f.Token, f => f.User);
    }

    private string NameOf(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        var name = _metadata.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer ? $"{NameOf(outer)}.{name}" : name;
    }

    /// <summary>The line of a member; of an accessor, its property's. A member that only overrides is named by what it overrides.</summary>
    private static string? LineOf(MemberInfo member)
    {
        if (member is not MethodInfo method) return ApiText.LineOf(member);
        var declared = method.GetBaseDefinition();
        return declared.IsSpecialName && PropertyOf(declared) is { } property ? ApiText.LineOf(property) : ApiText.LineOf(declared);
    }

    private static PropertyInfo? PropertyOf(MethodInfo accessor)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return accessor.DeclaringType!.GetProperties(Own).FirstOrDefault(p => p.GetMethod == accessor || p.SetMethod == accessor);
    }

    /// <summary>The member as it was declared, without the types that a use put in for its parameters.</summary>
    private static MemberInfo Definition(MemberInfo member) => member.Module.ResolveMember(member.MetadataToken)!;
}
