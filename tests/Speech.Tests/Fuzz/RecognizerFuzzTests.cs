using System.Text;
using CallActors.Carriers.Tests;
using CallActors.Contracts.Speech;
using CallActors.Speech.Deepgram;
using CallActors.Speech.OpenAi;

namespace CallActors.Speech.Tests.Fuzz;

/// <summary>Recognisers on a vendor whose messages are damaged, each session on a socket of its own that the vendor ends: whatever it has
/// sent by then, the recognition is told as failed, once, and nothing of it stays.</summary>
public sealed class RecognizerFuzzTests
{
    private const int PerSession = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] Nova =
    [
        """{"type":"Results","channel_index":[0,1],"duration":1.02,"start":0.5,"is_final":true,"speech_final":false,"channel":{"alternatives":[{"transcript":"whispered secret","confidence":0.98,"words":[{"word":"whispered","start":0.6,"end":0.9,"confidence":0.9,"punctuated_word":"Whispered"},{"word":"secret","start":1.0,"end":1.2,"confidence":0.9}]}]},"metadata":{"request_id":"r"},"from_finalize":false}""",
        """{"type":"Results","duration":0.5,"start":0,"is_final":false,"channel":{"alternatives":[{"transcript":"whispered","confidence":0.5,"words":[]}]}}""",
        """{"type":"Results","duration":2,"start":1.5,"is_final":true,"from_finalize":true,"channel":{"alternatives":[{"transcript":"","confidence":0}]}}""",
        """{"type":"UtteranceEnd","channel":[0,1],"last_word_end":1.2}""",
        """{"type":"Metadata","request_id":"r","duration":3.5,"channels":1}""",
        """{"type":"Error","description":"whispered secret","message":"whispered secret"}""",
    ];

    private static readonly string[] Flux =
    [
        """{"type":"Connected","request_id":"r","sequence_id":0}""",
        """{"type":"TurnInfo","event":"StartOfTurn","turn_index":0,"audio_window_start":0,"audio_window_end":0.5,"transcript":"whispered","words":[{"word":"whispered","confidence":0.9,"start":0.1,"end":0.4}],"end_of_turn_confidence":0.1,"sequence_id":1}""",
        """{"type":"TurnInfo","event":"Update","turn_index":0,"audio_window_start":0,"audio_window_end":1.25,"transcript":"whispered secret","words":[{"word":"whispered","confidence":0.9},{"word":"secret","confidence":0.9}],"end_of_turn_confidence":0.2}""",
        """{"type":"TurnInfo","event":"EagerEndOfTurn","turn_index":0,"audio_window_end":1.5,"transcript":"whispered secret","words":[],"end_of_turn_confidence":0.5}""",
        """{"type":"TurnInfo","event":"TurnResumed","turn_index":0,"audio_window_end":1.75,"transcript":"whispered secret and","words":[{"word":"and","confidence":0.9,"start":1.6,"end":1.7}]}""",
        """{"type":"TurnInfo","event":"EndOfTurn","turn_index":0,"audio_window_end":2,"transcript":"whispered secret and more","words":[],"end_of_turn_confidence":0.9,"trigger":"manual"}""",
        """{"type":"ConfigureFailure","request_id":"r","sequence_id":3}""",
        """{"type":"Error","sequence_id":4,"code":"INTERNAL","description":"whispered secret"}""",
    ];

    private static readonly string[] Realtime =
    [
        """{"type":"session.updated","session":{"type":"transcription","audio":{"input":{}}}}""",
        """{"type":"input_audio_buffer.speech_started","audio_start_ms":100,"item_id":"a"}""",
        """{"type":"input_audio_buffer.speech_stopped","audio_end_ms":900,"item_id":"a"}""",
        """{"type":"input_audio_buffer.committed","item_id":"a","previous_item_id":null}""",
        """{"type":"input_audio_buffer.committed","item_id":"b","previous_item_id":"a"}""",
        """{"type":"conversation.item.input_audio_transcription.delta","item_id":"a","content_index":0,"delta":"whispered "}""",
        """{"type":"conversation.item.input_audio_transcription.completed","item_id":"b","content_index":0,"transcript":"whispered secret","usage":{"type":"duration","seconds":2}}""",
        """{"type":"conversation.item.input_audio_transcription.completed","item_id":"a","content_index":0,"transcript":"whispered secret"}""",
        """{"type":"conversation.item.input_audio_transcription.failed","item_id":"a","error":{"type":"x","code":"audio_unintelligible","message":"whispered secret","param":null}}""",
        """{"type":"error","error":{"type":"invalid_request_error","code":"input_audio_buffer_commit_empty","message":"whispered secret"}}""",
        """{"type":"error","error":{"type":"server_error","code":"whispered secret","message":"whispered secret"}}""",
    ];

    private const string Updated = """{"type":"session.updated","session":{"type":"transcription","audio":{"input":{}}}}""";

    [Theory]
    [InlineData("nova", 1, 2_000)]
    [InlineData("flux", 2, 2_000)]
    [InlineData("realtime", 3, 2_000)]
    [InlineData("realtime-vad", 4, 1_000)]
    public Task No_damaged_message_leaves_a_recognition_stuck(string vendor, int seed, int count) => FuzzAsync(vendor, seed, count);

    [Theory]
    [Trait("Category", "Soak")]
    [InlineData("nova", 11, 1_000_000)]
    [InlineData("flux", 12, 1_000_000)]
    [InlineData("realtime", 13, 1_000_000)]
    [InlineData("realtime-vad", 14, 1_000_000)]
    public Task Nor_does_one_of_a_million(string vendor, int seed, int count) => FuzzAsync(vendor, seed, count);

    private static async Task FuzzAsync(string name, int seed, int count)
    {
        using var vendor = new MutatedVendor();
        var time = new ManualTime();
        var (recognizer, genuine) = RecognizerOf(name, vendor, time);
        var spoilt = new Spoilt(seed, genuine);
        var (texts, ended, session) = (0, 0, 0);
        for (; spoilt.Count < count && session < count; session++)
        {
            var ear = new Ear();
            vendor.Greeting = genuine == Realtime ? GreetingOf(spoilt) : [];
            if (await StartedAsync(recognizer, ear) is not { } recognition) continue;
            await RunAsync(recognition, ear, vendor.TakeLine(), spoilt);
            Assert.Equal("", ear.Fault);
            texts += ear.Texts;
            ended++;
        }

        await WhenAsync(() => vendor.Open == 0);
        // Most came through to be listened to, and many messages were understood: the damage is not all that was seen.
        Assert.InRange(ended, session / 2, session);
        Assert.InRange(texts, count / 50, count * 4);
    }

    /// <summary>What comes before a session stands, and now and then the end in place of that.</summary>
    private static byte[] GreetingOf(Spoilt spoilt)
    {
        var random = spoilt.Random;
        byte[] before = random.Next(4) == 0 ? MutatedVendor.Frame(spoilt.Next()) : [];
        return [.. before, .. random.Next(8) == 0 ? MutatedVendor.Close(1011) : MutatedVendor.Frame(Encoding.UTF8.GetBytes(Updated))];
    }

    /// <summary>Null when it was refused, with a reason.</summary>
    private static async Task<ISpeechRecognition?> StartedAsync(ISpeechRecognizer recognizer, Ear ear)
    {
        try
        {
            return await recognizer.StartAsync(RecognitionRequest.Default, ear, CancellationToken.None).AsTask().WaitAsync(Patience);
        }
        catch (SpeechException refused)
        {
            Assert.DoesNotContain(Spoilt.Secret, refused.ToString(), StringComparison.Ordinal);
            return null;
        }
    }

    private static async Task RunAsync(ISpeechRecognition recognition, Ear ear, MutatedLine? line, Spoilt spoilt)
    {
        Assert.NotNull(line);
        var random = spoilt.Random;
        var frame = new byte[160];
        var isLeft = random.Next(6) == 0;
        for (var i = 0; i < PerSession && !ear.Failed.IsCompleted; i++)
        {
            for (var heard = random.Next(4); heard > 0; heard--)
            {
                ear.Accepted += frame.Length;
                recognition.Accept(frame);
            }

            if (random.Next(3) == 0) recognition.EndSegment();
            if (random.Next(20) == 0) recognition.Expect(random.Next(2) == 0 ? Expectation.YesOrNo.Instance : Expectation.Open.Instance);
            await Task.WhenAny(line.FeedAsync(spoilt.Frame()), ear.Failed).WaitAsync(Patience);
        }

        // Some are left by their listener; the others the vendor ends, one way or the other.
        if (!isLeft)
        {
            if (random.Next(2) == 0) await Task.WhenAny(line.FeedAsync(MutatedVendor.Close(random.Next(2) == 0 ? 1000 : 1011)), ear.Failed);
            line.End();
            var failure = await ear.Failed.WaitAsync(Patience);
            Assert.DoesNotContain(Spoilt.Secret, failure.ToString(), StringComparison.Ordinal);
        }

        line.End();
        await recognition.DisposeAsync().AsTask().WaitAsync(Patience);
    }

    private static (ISpeechRecognizer, string[]) RecognizerOf(string name, MutatedVendor vendor, ManualTime time)
    {
        var account = new DeepgramOptions { ApiKey = "key", BaseUrl = new Uri("http://vendor.example/") };
        var openAi = new OpenAiRealtimeOptions { Connection = new OpenAiConnection { BaseUrl = "http://vendor.example" }, Shape = RealtimeShape.Current };
        return name switch
        {
            "nova" => (new NovaRecognizer(account, new NovaOptions(), time, vendor), Nova),
            "flux" => (new FluxRecognizer(account, new FluxOptions(), time, vendor), Flux),
            "realtime" => (new OpenAiRealtimeRecognizer(openAi, time, vendor), Realtime),
            _ => (new OpenAiRealtimeRecognizer(openAi with { TurnDetection = new TurnDetection.ServerVad() }, time, vendor), Realtime),
        };
    }

    private static async Task WhenAsync(Func<bool> condition)
    {
        using var late = new CancellationTokenSource(Patience);
        while (!condition()) await Task.Delay(1, late.Token);
    }
}
