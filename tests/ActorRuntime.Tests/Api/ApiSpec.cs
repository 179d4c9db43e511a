using System.Reflection;
using System.Text.RegularExpressions;
using CallActors.Compliance.Tests.ActorSemantics;
using CallActors.Engine;
using CallActors.Engine.Tests;
using Kernel.Actor;
using Kernel.TestKit;

namespace CallActors.ActorRuntime.Tests.Api;

/// <summary>
/// The engine, its specs and the compliance kits are compiled and run on Akka.NET elsewhere; here, without its packages, the list of its
/// public API says whether they could be.
/// </summary>
public sealed partial class ApiSpec
{
    private static readonly Assembly[] Runtime = [typeof(ActorBase).Assembly, typeof(TestKitBase).Assembly];

    private static readonly Dictionary<string, Type> OnEitherRuntime = new()
    {
        ["src/Engine"] = typeof(CallEngine),
        ["tests/Engine.Tests"] = typeof(EngineSpec),
        ["tests/Compliance.Tests"] = typeof(AskSpec),
    };

    [Theory]
    [InlineData("src/Engine")]
    [InlineData("tests/Engine.Tests")]
    [InlineData("tests/Compliance.Tests")]
    public void What_is_used_of_the_runtime_is_Akka_NETs_API(string project)
    {
        var ofKernel = TypesIn(project, "Kernel");
        var uses = ApiUses.Of(OnEitherRuntime[project].Assembly, Runtime);
        // What is compiled for the kernel alone may use all of it; a type that its uses speak of is theirs.
        var theirs = uses.Where(u => u.Users.Count > 0 && u.Users.All(user => ofKernel.Contains(user.Split('.')[0]))).ToList();
        var spokenOf = theirs.SelectMany(u => Word().Matches(u.Line).Select(m => m.Value)).ToHashSet();
        var rest = uses.Except(theirs).Where(u => u.Users.Count > 0 || !spokenOf.Contains(u.Line.Split(' ', '.')[^1]));
        None(NotAkkas(rest), "not Akka.NET's");
    }

    [Fact]
    public void What_only_the_kernel_has_is_found_with_who_uses_it()
    {
        var found = NotAkkas(ApiUses.Of(typeof(ApiSpec).Assembly, Runtime)).ToList();
        Assert.Contains(found, line => line.StartsWith("Configuration.ConfigurationFactory: public static Config ParseFile(string path)    used by ", StringComparison.Ordinal)
            && line.Contains("KernelOnly.Read", StringComparison.Ordinal));
        Assert.Contains("interface Dispatch.SysMsg.ISystemMessage", found);
        Assert.Contains(found, line => line.StartsWith("Actor.InternalActorRefBase: public abstract void SendSystemMessage(", StringComparison.Ordinal)
            && line.EndsWith("KernelOnly.SendSystemMessage", StringComparison.Ordinal));
    }

    [Fact]
    public void The_kernel_has_the_API_but_for_what_is_left_out_with_a_reason() =>
        None(ApiList.Akka.Except(KernelLines()).Except(ApiList.NotInKernel), "not in the kernel");

    [Fact]
    public void What_is_left_out_is_Akka_NETs() => None(ApiList.NotInKernel.Except(ApiList.Akka), "left out, but not Akka.NET's");

    /// <summary>The types that a project declares in its folders of this name.</summary>
    private static HashSet<string> TypesIn(string project, string folder) =>
        [.. Directory.EnumerateFiles(Repository.PathOf(project.Split('/')), "*.cs", SearchOption.AllDirectories)
            .Where(f => f.Contains($"{Path.DirectorySeparatorChar}{folder}{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(f => Declaration().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))];

    private static HashSet<string> KernelLines() => [.. ApiText.Lines(Runtime.SelectMany(a => a.GetTypes())).SelectMany(line => new[] { line, Plain(line) })];

    private static IEnumerable<string> NotAkkas(IEnumerable<ApiUse> uses) =>
        uses.Where(u => !ApiList.Akka.Contains(u.Line) && !ApiList.Akka.Contains(Plain(u.Line))).Select(u => u.ToString()).Distinct();

    /// <summary>
    /// The line without what makes no difference to those who use it: a class may be closed here that is open there (nobody derives from it),
    /// a member open that is not there, a static field fixed, and a property set by initialisers where it cannot be set there.
    /// </summary>
    private static string Plain(string line) => Openness().Replace(Closedness().Replace(line, "class "), "$1")
        .Replace(" static readonly ", " static ", StringComparison.Ordinal).Replace(" init;", "", StringComparison.Ordinal);

    [GeneratedRegex("^(sealed|static) class ")]
    private static partial Regex Closedness();

    [GeneratedRegex("(: (?:public|protected) )(?:abstract |virtual )")]
    private static partial Regex Openness();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum) (\w+)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    private static void None(IEnumerable<string> lines, string fault)
    {
        var found = lines.Order(StringComparer.Ordinal).ToList();
        Assert.True(found.Count == 0, $"{found.Count} {fault}:\n{string.Join('\n', found)}");
    }
}
