using CallActors.Contracts.Speech;
using CallActors.Simulators.ElevenLabs;
using CallActors.Speech.ElevenLabs;
using CallActors.Tests.Voices;

namespace CallActors.Speech.Tests.ElevenLabs;

public sealed class ElevenLabsSpeakingSpec
{
    private const string Text = "The build is green: fourteen tests have passed, and one \"was\" skipped.";

    [Theory]
    [InlineData(ElevenLabsRoute.SharedSocket, false)]
    [InlineData(ElevenLabsRoute.SocketPerRequest, false)]
    [InlineData(ElevenLabsRoute.Http, false)]
    [InlineData(ElevenLabsRoute.Http, true)]
    public async Task The_vendors_audio_comes_as_it_is_and_each_word_has_its_sample_in_all_of_it(ElevenLabsRoute route, bool timesFromStart)
    {
        await using var bench = await ElevenLabsBench.StartAsync(o => o with { Route = route }, new ElevenLabsSimulatorOptions { HttpTimesFromStart = timesFromStart });
        var speech = await Local.Speech.Of(bench.Voice, Text);
        Assert.Equal(MetronomeVoice.Of(Text).Audio, speech.Audio);
        Assert.Equal(["The", "build", "is", "green", "fourteen", "tests", "have", "passed", "and", "one", "was", "skipped"], speech.WordsOf(Text));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (long)i * MetronomeVoice.SamplesPerWord), speech.Words.Select(w => w.SampleStart));
        await bench.AssertNothingLeaksAsync();
    }

    [Fact]
    public async Task A_second_sentence_pays_no_handshake()
    {
        await using var bench = await ElevenLabsBench.StartAsync();
        await Local.Speech.Of(bench.Voice, Text);
        var second = await Local.Speech.Of(bench.Voice, "Shall I merge it?");
        Assert.Equal(MetronomeVoice.Of("Shall I merge it?").Audio, second.Audio);
        Assert.Equal(1, bench.Vendor.Handshakes);
    }

    [Fact]
    public async Task Another_voice_or_language_has_a_socket_of_its_own()
    {
        await using var bench = await ElevenLabsBench.StartAsync();
        await Local.Speech.Of(bench.Voice, new SpeechRequest("One.", "Sarah"));
        await Local.Speech.Of(bench.Voice, new SpeechRequest("Two.", "EXAVITQu4vr4xnSDxMaL"));
        await Local.Speech.Of(bench.Voice, new SpeechRequest("Drei.", "Sarah", "de-DE"));
        Assert.Equal(2, bench.Vendor.Handshakes);
        Assert.All(bench.Vendor.Requests, r => Assert.StartsWith("/v1/text-to-speech/EXAVITQu4vr4xnSDxMaL/multi-stream-input?", r));
        Assert.Contains("language_code=en", bench.Vendor.Requests[0]);
        Assert.Contains("language_code=de", bench.Vendor.Requests[1]);
    }

    [Fact]
    public async Task Requests_side_by_side_share_a_socket_up_to_what_the_vendor_takes_and_keep_their_own_words()
    {
        await using var bench = await ElevenLabsBench.StartAsync(
            o => o with { MaximumSockets = 3 }, new ElevenLabsSimulatorOptions { Concurrency = 100, BetweenPieces = TimeSpan.FromMilliseconds(5) });
        await using var first = bench.Voice.SynthesizeAsync(new SpeechRequest("One two three four."), CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await first.MoveNextAsync());
        string[] texts = [.. Enumerable.Range(0, 12).Select(i => string.Join(' ', Enumerable.Repeat("word", i + 3)))];
        var speaking = texts.Select(text => Local.Speech.Of(bench.Voice, text)).ToArray();
        await ElevenLabsBench.AdvanceUntilDoneAsync(bench.VendorsTime, Task.WhenAll(speaking));
        for (var i = 0; i < texts.Length; i++) Assert.Equal(MetronomeVoice.Of(texts[i]).Audio, (await speaking[i]).Audio);
        Assert.InRange(bench.Vendor.MostContexts, 2, 5);
        Assert.InRange(bench.Vendor.Handshakes, 3, 3);
    }

    [Fact]
    public async Task More_than_the_sockets_take_are_refused_as_busy()
    {
        await using var bench = await ElevenLabsBench.StartAsync(
            o => o with { MaximumSockets = 1, ContextsPerSocket = 2 }, new ElevenLabsSimulatorOptions { BetweenPieces = TimeSpan.FromSeconds(1) });
        await using var one = bench.Voice.SynthesizeAsync(new SpeechRequest("One two three four."), CancellationToken.None).GetAsyncEnumerator();
        await using var two = bench.Voice.SynthesizeAsync(new SpeechRequest("One two three four."), CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await one.MoveNextAsync() && await two.MoveNextAsync());
        Assert.Equal(SpeechFailure.Busy, (await bench.FailureAsync()).Reason);
    }

    [Fact]
    public async Task An_idle_socket_of_another_voice_makes_room()
    {
        await using var bench = await ElevenLabsBench.StartAsync(o => o with { MaximumSockets = 1 });
        await Local.Speech.Of(bench.Voice, new SpeechRequest("One.", "Sarah"));
        await Local.Speech.Of(bench.Voice, new SpeechRequest("Two.", "George"));
        Assert.Equal(2, bench.Vendor.Handshakes);
        await ElevenLabsBench.UntilAsync(() => bench.Vendor.OpenSockets == 1);
    }

    [Fact]
    public async Task An_unused_socket_is_closed_after_its_time()
    {
        await using var bench = await ElevenLabsBench.StartAsync(o => o with { KeepFor = TimeSpan.FromSeconds(60) });
        await Local.Speech.Of(bench.Voice, Text);
        bench.Time.Advance(TimeSpan.FromSeconds(59));
        await Local.Speech.Of(bench.Voice, Text);
        bench.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal((1, 1), (bench.Voice.OpenSockets, bench.Vendor.Handshakes));
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await ElevenLabsBench.UntilAsync(() => bench.Voice.OpenSockets == 0 && bench.Vendor.OpenSockets == 0);
        Assert.True((bool)bench.Vendor.Messages[^1]["close_socket"]!);
    }

    [Fact]
    public async Task The_vendor_keeps_the_socket_longer_than_we_do()
    {
        await using var bench = await ElevenLabsBench.StartAsync();
        await Local.Speech.Of(bench.Voice, Text);
        bench.VendorsTime.Advance(TimeSpan.FromSeconds(121));
        Assert.Equal(1, bench.Vendor.OpenSockets);
        bench.VendorsTime.Advance(TimeSpan.FromSeconds(10));
        await ElevenLabsBench.UntilAsync(() => bench.Voice.OpenSockets == 0);
    }

    [Theory]
    [InlineData(ElevenLabsRoute.SharedSocket)]
    [InlineData(ElevenLabsRoute.SocketPerRequest)]
    [InlineData(ElevenLabsRoute.Http)]
    public async Task Voice_settings_and_a_pace_within_the_vendors_range_are_asked_for(ElevenLabsRoute route)
    {
        await using var bench = await ElevenLabsBench.StartAsync(
            o => o with { Route = route, Stability = 0.4, SimilarityBoost = 0.75, Style = 0, UseSpeakerBoost = true });
        var slow = await Local.Speech.Of(bench.Voice, new SpeechRequest(Text, Pace: 0.5));
        var fast = await Local.Speech.Of(bench.Voice, new SpeechRequest(Text, Pace: 1.9));
        Assert.Equal(MetronomeVoice.Of(Text, 0.7).Audio.Length, slow.Audio.Length);
        Assert.Equal(MetronomeVoice.Of(Text, 1.2).Audio.Length, fast.Audio.Length);
        if (route is ElevenLabsRoute.Http) return;
        Assert.Equal(
            """{"stability":0.4,"similarity_boost":0.75,"style":0,"use_speaker_boost":true,"speed":0.7}""",
            bench.Vendor.Messages[0]["voice_settings"]!.ToJsonString());
    }

    [Fact]
    public async Task What_is_not_configured_is_left_to_the_voice_and_the_model()
    {
        await using var bench = await ElevenLabsBench.StartAsync(o => o with { Model = "eleven_multilingual_v2" });
        await Local.Speech.Of(bench.Voice, new SpeechRequest("Guten Tag.", Language: "de-DE"));
        Assert.DoesNotContain("language_code", bench.Vendor.Requests[0]);
        Assert.Equal(
            ["""{"text":" ","context_id":"u1"}""", """{"text":"Guten Tag. ","context_id":"u1","flush":true}""", """{"context_id":"u1","close_context":true}"""],
            bench.Vendor.Messages.Select(m => m.ToJsonString().Replace("\\u0020", " ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_empty_text_asks_nobody()
    {
        await using var bench = await ElevenLabsBench.StartAsync();
        Assert.Empty((await Local.Speech.Of(bench.Voice, " \n")).Audio);
        Assert.Empty(bench.Vendor.Requests);
    }

    [Fact]
    public async Task The_preferred_voice_is_offered_first()
    {
        await using var voice = new ElevenLabsSynthesizer(new ElevenLabsOptions { ApiKey = "key", Voice = "Brian" }, TimeProvider.System);
        Assert.Equal(["Brian", "George", "Sarah", "Alice"], voice.Voices.Select(v => v.Name));
    }
}
