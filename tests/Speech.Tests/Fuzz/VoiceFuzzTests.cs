using CallActors.Carriers.Tests;
using CallActors.Contracts.Speech;
using CallActors.Speech.Deepgram;
using CallActors.Speech.ElevenLabs;
using CallActors.Speech.OpenAi;

namespace CallActors.Speech.Tests.Fuzz;

/// <summary>Voices, and requests by HTTP, at a vendor whose messages are damaged: each request comes to its end or fails with a reason, the
/// words that it tells lie in its text, and nothing of it stays.</summary>
public sealed class VoiceFuzzTests
{
    private const string Said = "A " + Spoilt.Secret + ", said twice.";
    private const int PerRequest = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly string[] Aura =
    [
        """{"type":"Metadata","request_id":"r","model_name":"aura-2-thalia-en","model_version":"1","model_uuid":"u"}""",
        """{"type":"Flushed","sequence_id":0}""",
        """{"type":"Cleared","sequence_id":0}""",
        """{"type":"Warning","code":"FLUSH_LIMIT","description":"whispered secret"}""",
    ];

    private static readonly string[] Flux =
    [
        """{"type":"Connected","request_id":"r","model_name":"flux-haley-en","model_version":"1","model_uuids":["u"]}""",
        """{"type":"SpeechStarted","speech_id":"dg_sp_1"}""",
        """{"type":"Flushed","speech_id":"dg_sp_1"}""",
        """{"type":"SpeechMetadata","speech_id":"dg_sp_1","audio_duration_ms":900,"input_character_count":28,"billable_character_count":28,"controls_applied":{"breaks_applied":0}}""",
        """{"type":"SpeechInterrupted","audio_played_ms":400,"text_spoken":"A whispered","text_remaining":"secret","metadata":{"speech_id":"dg_sp_1","audio_duration_ms":900}}""",
        """{"type":"Warning","code":"NO_ACTIVE_SPEECH","description":"whispered secret"}""",
        """{"type":"Error","code":"NET-0001","description":"whispered secret"}""",
    ];

    private static readonly string[] Eleven =
    [
        """{"audio":"//79/Pv6","isFinal":null,"alignment":{"chars":["A"," ","w","h"],"charStartTimesMs":[0,100,180,200],"charDurationsMs":[100,80,20,10]},"contextId":"u1"}""",
        """{"audio":"//79/Pv6","alignment":{"chars":[",","s","a"],"charStartTimesMs":[0,40,80]},"contextId":"u1"}""",
        """{"audio":null,"isFinal":true,"contextId":"u1"}""",
        """{"message":"whispered secret","error":"too_many_concurrent_requests","code":1008}""",
    ];

    private static readonly string[] ElevenLines =
    [
        """{"audio_base64":"//79/Pv6","alignment":{"characters":["A"," ","w"],"character_start_times_seconds":[0,0.1,0.2],"character_end_times_seconds":[0.1,0.2,0.3]}}""" + "\n",
        """{"audio_base64":"//79","alignment":null}""" + "\n\n",
        """{"detail":{"status":"quota_exceeded","message":"whispered secret"}}""",
        """{"detail":[{"type":"missing","msg":"whispered secret"}]}""",
    ];

    private static readonly string[] Captions =
    [
        """{"audio":"AAABAAIAAwA=","audio_format":"audio/pcm","timestamps":[{"word":"A","start_time":0.0,"end_time":0.1},{"word":"whispered","start_time":0.2,"end_time":0.5}]}""" + "\n",
        """{"audio":"AAAB","timestamps":null}""" + "\n\n",
        """{"error":{"message":"whispered secret","type":"invalid_request_error","param":"voice","code":"model_not_found"}}""",
    ];

    private static readonly string[] Transcriptions =
    [
        """{"text":"a whispered word","usage":{"type":"duration","seconds":1}}""",
        "data: {\"type\":\"transcript.text.delta\",\"delta\":\"a whispered \"}\n\n",
        "data: {\"type\":\"transcript.text.delta\",\"delta\":\"word\"}\r\n\r\n",
        "event: x\ndata: {\"type\":\"transcript.text.done\",\"text\":\"a whispered word\"}\n\ndata: [DONE]\n\n",
        """{"error":{"message":"whispered secret","type":"server_error","param":null,"code":null}}""",
    ];

    [Theory]
    [InlineData("aura", 1, 1_000)]
    [InlineData("flux", 2, 1_000)]
    [InlineData("eleven", 3, 1_000)]
    [InlineData("eleven-single", 4, 500)]
    [InlineData("eleven-http", 5, 1_000)]
    [InlineData("captions", 6, 1_000)]
    public Task No_damaged_answer_leaves_a_voice_stuck(string vendor, int seed, int count) => SpeakAsync(vendor, seed, count);

    [Theory]
    [Trait("Category", "Soak")]
    [InlineData("aura", 11, 1_000_000)]
    [InlineData("flux", 12, 1_000_000)]
    [InlineData("eleven", 13, 1_000_000)]
    [InlineData("eleven-single", 14, 1_000_000)]
    [InlineData("eleven-http", 15, 1_000_000)]
    [InlineData("captions", 16, 1_000_000)]
    public Task Nor_does_one_of_a_million(string vendor, int seed, int count) => SpeakAsync(vendor, seed, count);

    [Theory]
    [InlineData(7, 1_000)]
    public Task No_damaged_transcription_leaves_a_segment_stuck(int seed, int count) => TranscribeAsync(seed, count);

    [Theory]
    [Trait("Category", "Soak")]
    [InlineData(17, 1_000_000)]
    public Task Nor_does_one_transcription_of_a_million(int seed, int count) => TranscribeAsync(seed, count);

    private static async Task SpeakAsync(string name, int seed, int count)
    {
        using var vendor = new MutatedVendor();
        var time = new ManualTime();
        var spoilt = new Spoilt(seed, name switch { "aura" => Aura, "flux" => Flux, "eleven-http" => ElevenLines, "captions" => Captions, _ => Eleven });
        var (spoken, requests) = (0, 0);
        for (; spoilt.Count < count && requests < count; requests++)
        {
            var voice = VoiceOf(name, vendor, time);
            if (name is "eleven-http" or "captions") vendor.Answer = AnswerOf(spoilt);
            using var cancel = new CancellationTokenSource();
            var saying = SayAsync(voice, cancel.Token);
            if (name is not ("eleven-http" or "captions")) await TalkAsync(await LineAsync(vendor, saying), saying, spoilt, cancel);
            // A socket that failed before the request was on it is replaced by others, of which nothing comes.
            while (await LineAsync(vendor, saying) is { } other) other.End();
            if (await saying) spoken++;
            if (voice is IAsyncDisposable closed) await closed.DisposeAsync().AsTask().WaitAsync(Patience);
        }

        using var late = new CancellationTokenSource(Patience);
        while (vendor.Open > 0) await Task.Delay(1, late.Token);
        Assert.InRange(spoken, requests / 50, requests * 9 / 10);
    }

    /// <summary>True when something was heard of it.</summary>
    private static async Task<bool> SayAsync(ISpeechSynthesizer voice, CancellationToken cancellation)
    {
        var samples = 0L;
        try
        {
            await foreach (var audio in voice.SynthesizeAsync(new SpeechRequest(Said), cancellation))
            {
                samples += audio.MuLaw.Length;
                foreach (var word in audio.Words.ToArray())
                {
                    Assert.InRange(word.TextStart, 0, Said.Length);
                    Assert.InRange(word.TextStart + word.TextLength, word.TextStart, Said.Length);
                    Assert.InRange(word.SampleStart, 0, long.MaxValue);
                }
            }
        }
        catch (SpeechException failure)
        {
            Assert.DoesNotContain(Spoilt.Secret, failure.ToString(), StringComparison.Ordinal);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Nobody wanted it any more.
        }

        return samples > 0;
    }

    private static async Task<MutatedLine?> LineAsync(MutatedVendor vendor, Task saying)
    {
        using var late = new CancellationTokenSource(Patience);
        while (!saying.IsCompleted)
        {
            if (vendor.TakeLine() is { } line) return line;
            await Task.Yield();
            late.Token.ThrowIfCancellationRequested();
        }

        return null;
    }

    private static async Task TalkAsync(MutatedLine? line, Task saying, Spoilt spoilt, CancellationTokenSource cancel)
    {
        if (line is null) return;
        var random = spoilt.Random;
        var cutAt = random.Next(4 * PerRequest);
        for (var i = 0; i < PerRequest; i++)
        {
            if (i == cutAt) await cancel.CancelAsync();
            if (saying.IsCompleted && random.Next(3) == 0) break;
            var audio = random.Next(3) == 0 ? MutatedVendor.Frame(new byte[random.Next(100)], 2) : [];
            // A socket that nobody speaks with is not read.
            await Task.WhenAny(line.FeedAsync((byte[])[.. audio, .. spoilt.Frame()]), saying).WaitAsync(Patience);
        }

        if (random.Next(2) == 0) _ = line.FeedAsync(MutatedVendor.Close(1011));
        line.End();
    }

    private static async Task TranscribeAsync(int seed, int count)
    {
        using var vendor = new MutatedVendor();
        var spoilt = new Spoilt(seed, Transcriptions);
        var connection = new OpenAiConnection { BaseUrl = "http://vendor.example", RetryWithin = TimeSpan.Zero };
        var recognizer = new OpenAiTranscriptionRecognizer(new OpenAiTranscriptionOptions { Connection = connection }, new ManualTime(), vendor);
        var (heard, segments) = (0, 0);
        for (; spoilt.Count < count && segments < count; segments++)
        {
            vendor.Answer = AnswerOf(spoilt);
            var ear = new Ear { Accepted = 1600 };
            await using var recognition = await recognizer.StartAsync(RecognitionRequest.Default, ear, CancellationToken.None);
            recognition.Accept(new byte[1600]);
            recognition.EndSegment();
            await Task.WhenAny(ear.Failed, ear.Final).WaitAsync(Patience);
            if (ear.Failed.IsCompleted) Assert.DoesNotContain(Spoilt.Secret, (await ear.Failed).ToString(), StringComparison.Ordinal);
            else heard++;
            Assert.Equal("", ear.Fault);
        }

        Assert.InRange(heard, segments / 50, segments * 49 / 50);
    }

    private static (int Status, string Type, byte[] Body) AnswerOf(Spoilt spoilt)
    {
        var random = spoilt.Random;
        int[] statuses = [400, 401, 404, 408, 422, 429, 500, 503];
        string[] types = ["application/json", "text/event-stream", "text/plain", "audio/pcm"];
        var body = Enumerable.Range(0, random.Next(1, 5)).SelectMany(_ => spoilt.Next()).ToArray();
        return (random.Next(4) == 0 ? statuses[random.Next(statuses.Length)] : 200, types[random.Next(types.Length)], body);
    }

    private static ISpeechSynthesizer VoiceOf(string name, MutatedVendor vendor, ManualTime time)
    {
        var account = new DeepgramOptions { ApiKey = "key", BaseUrl = new Uri("http://vendor.example/") };
        var eleven = new ElevenLabsOptions { ApiKey = "key", BaseAddress = new Uri("http://vendor.example/") };
        var connection = new OpenAiConnection { BaseUrl = "http://vendor.example", RetryWithin = TimeSpan.Zero };
        return name switch
        {
            "aura" => new DeepgramSynthesizer(account, new SpeakOptions(), time, vendor),
            "flux" => new DeepgramSynthesizer(account, new SpeakOptions { Voice = "flux-haley-en" }, time, vendor),
            "eleven" => new ElevenLabsSynthesizer(eleven, time, vendor),
            "eleven-single" => new ElevenLabsSynthesizer(eleven with { Route = ElevenLabsRoute.SocketPerRequest }, time, vendor),
            "eleven-http" => new ElevenLabsSynthesizer(eleven with { Route = ElevenLabsRoute.Http }, time, vendor),
            _ => new OpenAiSynthesizer(OpenAiSpeechOptions.Kokoro("http://vendor.example") with { Connection = connection }, time, vendor),
        };
    }
}
