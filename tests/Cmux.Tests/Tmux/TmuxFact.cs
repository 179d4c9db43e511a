namespace CallActors.Cmux.Tests.Tmux;

/// <summary>A test that needs tmux: skipped, and counted, where it is missing; a failure there in CI.</summary>
public sealed class TmuxFactAttribute : FactAttribute
{
    public TmuxFactAttribute() => Skip = Tmux.WhyNot!;
}

/// <summary>The same for several cases.</summary>
public sealed class TmuxTheoryAttribute : TheoryAttribute
{
    public TmuxTheoryAttribute() => Skip = Tmux.WhyNot!;
}

/// <summary>Whether tmux is on this machine.</summary>
internal static class Tmux
{
    /// <summary>Null when its tests run.</summary>
    public static string? WhyNot { get; } = Environment.GetEnvironmentVariable("CI") == "true" || IsThere ? null : "NOT TESTED: tmux is missing (apt-get install tmux).";

    private static bool IsThere =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "tmux")));
}
