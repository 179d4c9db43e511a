using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CallActors.Contracts.Speech;
using CallActors.Simulators.Deepgram;

namespace CallActors.Simulators.Tests.Deepgram;

/// <summary>The simulator is judged by the vendor's own client: it connects, its messages have the shapes that the package declares, in an
/// order that its users count on.</summary>
public sealed class DeepgramOracleTests
{
    private static readonly IReadOnlyList<TimedWord> Script = [.. ScriptedHearing.Say("Deploy it", 0.4), .. ScriptedHearing.Say("to main please", 3)];

    [OracleFact]
    public async Task The_vendors_client_hears_words_early_then_final_and_the_end()
    {
        await using var simulator = await StartAsync();

        var seen = await AskAsync(simulator, "deepgram-listen.mjs", "v1", "4.1");

        Assert.Equal(1000, (int)seen["code"]!);
        Assert.Empty(seen["errors"]!.AsArray());
        Assert.Empty(seen["faults"]!.AsArray());
        Assert.Equal(["Deploy it", "to main please"], Strings(seen["texts"]));
        var order = Strings(seen["order"]);
        Assert.Equal("SpeechStarted", order.First(type => type is not "Results"));
        Assert.Contains("UtteranceEnd", order);
        Assert.Equal("Metadata", order[^1]);
        Assert.Equal(["CallActors", "deploy"], simulator.Sessions.Single().Query["keyterm"]);
    }

    [OracleFact]
    public async Task The_vendors_client_follows_turns()
    {
        await using var simulator = await StartAsync();

        var seen = await AskAsync(simulator, "deepgram-listen.mjs", "v2", "5.5");

        Assert.Empty(seen["errors"]!.AsArray());
        Assert.Empty(seen["faults"]!.AsArray());
        Assert.Equal(["0 model Deploy it", "1 model to main please"], Strings(seen["turns"]));
        var order = Strings(seen["order"]);
        Assert.Equal("Connected", order[0]);
        Assert.Equal(
            ["StartOfTurn", "EagerEndOfTurn", "EndOfTurn", "StartOfTurn", "EagerEndOfTurn", "EndOfTurn", "ConfigureSuccess", "ConfigureFailure"],
            order.Skip(1).Where(type => type is not "Update"));
        Assert.Equal(Enumerable.Range(0, order.Count), seen["sequence"]!.AsArray().Select(number => (int)number!));
    }

    [OracleFact]
    public async Task The_vendors_client_speaks_and_is_refused_where_it_must_be()
    {
        // Slow enough to be interrupted.
        await using var simulator = await StartAsync(speaksAtMost: 20);

        var seen = await AskAsync(simulator, "deepgram-speak.mjs", "Hello there.");

        var sound = Convert.ToBase64String([.. "Hello there.".SelectMany(SoundOf)]);
        Assert.Equal(sound, (string?)seen["sound"]);
        Assert.Equal(sound, (string?)seen["file"]);
        Assert.Equal(["Metadata", "Flushed", "Cleared"], Strings(seen["order"]));
        Assert.Empty(seen["faults"]!.AsArray());
        Assert.Equal(
            ["Connected", "SpeechStarted", "Flushed", "SpeechMetadata", "NO_ACTIVE_SPEECH", "SpeechStarted", "SpeechInterrupted"],
            Strings(seen["turns"]));
        Assert.Equal((1000, 12 * 160), ((int)seen["turnsCode"]!, (int)seen["turnsHeard"]!));
        Assert.Matches("^x+$", (string?)seen["spoken"]);
        Assert.Equal((1000, 401, 400, 413), ((int)seen["code"]!, (int)seen["wrongKey"]!, (int)seen["wrongModel"]!, (int)seen["tooLong"]!));
    }

    private static Task<DeepgramSimulator> StartAsync(double speaksAtMost = 0) => DeepgramSimulator.StartAsync(new DeepgramSimulatorOptions
    {
        Hears = _ => ValueTask.FromResult<IHearing>(new ScriptedHearing(Script)),
        Voice = new Letters(),
        SpeaksAtMost = speaksAtMost,
    });

    private static async Task<JsonNode> AskAsync(DeepgramSimulator simulator, string script, params string[] arguments) =>
        JsonNode.Parse(await Oracle.AskAsync(script, "", [simulator.Address.ToString().TrimEnd('/'), "simulated-key", .. arguments]))!;

    private static IReadOnlyList<string> Strings(JsonNode? list) => [.. list!.AsArray().Select(item => (string)item!)];

    private static IEnumerable<byte> SoundOf(char letter) => Enumerable.Repeat((byte)letter, 160);

    /// <summary>Says each letter as 20 ms of its own byte.</summary>
    private sealed class Letters : ISpeechSynthesizer
    {
        public string Name => "letters";

        public async IAsyncEnumerable<SpeechAudio> SynthesizeAsync(SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var letter in request.Text)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return new SpeechAudio(SoundOf(letter).ToArray(), default);
                await Task.Yield();
            }
        }
    }
}
