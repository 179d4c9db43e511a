using System.Diagnostics;

namespace CallActors.Demo;

/// <summary>What a story says at its end.</summary>
internal static class Verdict
{
    /// <param name="faults">What was not as it should be.</param>
    /// <param name="watch">Running since the story began.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> TellAsync(TextWriter output, IEnumerable<string> faults, Stopwatch watch)
    {
        var count = 0;
        foreach (var fault in faults)
        {
            count++;
            await output.WriteLineAsync($"NOT AS IT SHOULD BE: {fault}").ConfigureAwait(false);
        }

        await output.WriteLineAsync(count == 0 ? $"All of it happened, in {watch.Elapsed.TotalSeconds:0.0} s." : $"{count} things went wrong.").ConfigureAwait(false);
        return count == 0 ? 0 : 1;
    }
}
