using System.Diagnostics;
using CallActors.Contracts.Audio;
using CallActors.Simulators.Softphone;

namespace CallActors.Demo;

/// <summary>One call from beginning to end: ring, question, answer, barge-in, goodbye.</summary>
internal static class Story
{
    private const string Question = "Hello, this is your coding agent. The build is green and all tests passed. Shall I deploy to staging?";
    private const string FirstSentence = "All right, I am deploying to staging now. ";
    private const string SecondSentence = "After that I will update the release notes, close the milestone, delete the old branches, and send everybody a summary of the changes.";

    public static async Task<int> TellAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var data = Directory.CreateTempSubdirectory("callactors-demo-");
        try
        {
            await output.WriteLineAsync("Starting a gateway, an MCP server and a phone …").ConfigureAwait(false);
            var voices = Task.WhenAll(CallersVoice.SayAsync("yes", cancellationToken), CallersVoice.SayAsync("stop and run the tests again", cancellationToken));
            await using var gateway = await GatewayProcess.StartAsync(data.FullName, cancellationToken).ConfigureAwait(false);
            await using var showing = cancellationToken.Register(() => output.WriteLine($"The gateway printed:{Environment.NewLine}{gateway.Output}"));
            await using var agent = await Agent.StartAsync(gateway, cancellationToken).ConfigureAwait(false);
            await using var phone = await HeadlessSoftphone.ConnectAsync(gateway.Address, cancellationToken: cancellationToken).ConfigureAwait(false);
            var said = await voices.ConfigureAwait(false);
            await output.WriteLineAsync($"Ready after {watch.Elapsed.TotalSeconds:0.0} s. The agent calls.").ConfigureAwait(false);

            var placing = agent.UseAsync("initiate_call", cancellationToken, ("message", Question), ("expect", "yes-no"));
            await phone.WaitForRingAsync(TimeSpan.FromSeconds(10), cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync("The phone rings, and is answered.").ConfigureAwait(false);
            await phone.AnswerAsync(cancellationToken).ConfigureAwait(false);
            await phone.WaitForCaptionAsync<Caption.Agent>(a => a is { Utterance: 1, Finished: true }, TimeSpan.FromSeconds(20), cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync("The question has been heard. The person says yes.").ConfigureAwait(false);
            await phone.SayAsync(said[0], cancellationToken).ConfigureAwait(false);
            var first = await placing.ConfigureAwait(false);

            var continuing = agent.UseAsync(
                "continue_call", cancellationToken, ("call_id", first.CallId), ("message", FirstSentence + SecondSentence));
            await phone.WaitForCaptionAsync<Caption.Agent>(
                a => a.Utterance == 2 && a.HeardLength >= FirstSentence.Length, TimeSpan.FromSeconds(20), cancellationToken).ConfigureAwait(false);
            // The second sentence has begun: half a second into it the person cuts in.
            var played = phone.Played.Total;
            await phone.WaitForPlayedAsync(played + TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(5), cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync("The agent goes on, and the person cuts into the second sentence.").ConfigureAwait(false);
            await phone.SayAsync(said[1], cancellationToken).ConfigureAwait(false);
            var second = await continuing.ConfigureAwait(false);

            var end = await agent.UseAsync("end_call", cancellationToken, ("call_id", first.CallId), ("message", "Understood. Goodbye.")).ConfigureAwait(false);
            await phone.WaitForEndAsync(TimeSpan.FromSeconds(5), cancellationToken).ConfigureAwait(false);
            var status = await agent.UseAsync("call_status", cancellationToken, ("call_id", first.CallId)).ConfigureAwait(false);

            await Timeline.PrintAsync(output, status, phone, first, second).ConfigureAwait(false);
            return await Verdict.TellAsync(output, Faults(phone, first, second, end), watch).ConfigureAwait(false);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Faults(HeadlessSoftphone phone, ToolAnswer first, ToolAnswer second, ToolAnswer end)
    {
        if (!first.Response.StartsWith("ye", StringComparison.OrdinalIgnoreCase) && !first.Response.StartsWith("sure", StringComparison.OrdinalIgnoreCase)) yield return $"The answer was “yes”, but “{first.Response}” was heard.";
        if (first.Interrupted) yield return "The question counts as interrupted, but nobody cut in.";
        if (first.Heard.Trim() != Question) yield return $"Of the question only “{first.Heard}” counts as heard.";
        if (!second.Interrupted) yield return "The barge-in was not noticed.";
        if (!second.Heard.StartsWith(FirstSentence.Trim(), StringComparison.Ordinal)) yield return "The first sentence was played, but does not count as heard.";
        if (second.Heard.Length >= FirstSentence.Length + SecondSentence.Length) yield return "All of the cut message counts as heard.";
        if (second.Response.Length == 0) yield return "Nothing was recognised of what the person cut in with.";
        if (end.Content.GetProperty("ended").GetBoolean() is false) yield return "The call is not over.";
        if (!phone.Captions.OfType<Caption.BargeIn>().Any(b => b.Step == "commit")) yield return "The phone was told no barge-in.";
        if (phone.Faults.Count > 0) yield return $"The phone complains: {string.Join("; ", phone.Faults.Select(f => f.What))}.";
        var loudest = phone.Played.Runs.Max(r => AudioLevel.Db(r.MuLaw.Span));
        if (loudest < -40) yield return $"The phone played only silence ({loudest:0} dBFS).";
    }
}
