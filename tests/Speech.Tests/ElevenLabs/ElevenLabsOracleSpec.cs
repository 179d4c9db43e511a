using System.Text.Json.Nodes;
using CallActors.Contracts.Speech;
using CallActors.Speech.ElevenLabs;

namespace CallActors.Speech.Tests.ElevenLabs;

public sealed class ElevenLabsOracleSpec
{
    [OracleTheory]
    [InlineData(ElevenLabsRoute.SharedSocket, "InitializeConnectionMulti,SendTextMulti,CloseContext,CloseSocket")]
    [InlineData(ElevenLabsRoute.SocketPerRequest, "InitializeConnection,SendText,CloseConnection")]
    public async Task What_we_send_reads_by_the_vendors_own_table_of_names(ElevenLabsRoute route, string schemas)
    {
        await using var bench = await ElevenLabsBench.StartAsync(
            o => o with { Route = route, Stability = 0.4, SimilarityBoost = 0.75, Style = 0.1, UseSpeakerBoost = false, KeepFor = TimeSpan.FromSeconds(1) });
        await Local.Speech.Of(bench.Voice, new SpeechRequest("Hello there.", Pace: 1.1));
        await ElevenLabsBench.AdvanceUntilDoneAsync(bench.Time, ElevenLabsBench.UntilAsync(() => bench.Vendor.OpenSockets == 0));
        var question = new JsonObject
        {
            ["isMulti"] = route is ElevenLabsRoute.SharedSocket,
            ["sent"] = new JsonArray([.. bench.Vendor.Messages.Select(m => m.DeepClone())]),
            ["received"] = new JsonArray(),
        };
        var read = JsonNode.Parse(await Oracle.AskAsync("elevenlabs-wire.mjs", question.ToJsonString()))!["sent"]!.AsArray();
        Assert.Equal(schemas.Split(','), read.Select(m => (string?)m?["schema"]));
        Assert.Equal(
            """{"stability":0.4,"similarityBoost":0.75,"style":0.1,"useSpeakerBoost":false,"speed":1.1}""",
            read[0]!["value"]!["voiceSettings"]!.ToJsonString());
        Assert.Equal(("Hello there. ", true), ((string?)read[1]!["value"]!["text"], (bool?)read[1]!["value"]!["flush"]));
    }
}
