namespace CallActors.Cmux.Tests.ClaudeCode;

/// <summary>A test that drives the real Claude Code, named by <c>CALLACTORS_CLAUDE</c> or found in PATH. It speaks to a model of the test's own.</summary>
public sealed class ClaudeFactAttribute : FactAttribute
{
    public ClaudeFactAttribute()
    {
        if (Program is null && Environment.GetEnvironmentVariable("CI") != "true")
            Skip = "NOT TESTED: Claude Code is not installed (npm install -g @anthropic-ai/claude-code, or name it in CALLACTORS_CLAUDE).";
    }

    public static string? Program { get; } = Environment.GetEnvironmentVariable("CALLACTORS_CLAUDE") is { Length: > 0 } named ? named
        : Environment.GetEnvironmentVariable("PATH")?.Split(':').Select(folder => Path.Combine(folder, "claude")).FirstOrDefault(File.Exists);
}
