using System.Net;
using System.Net.Sockets;
using CallActors.Contracts.Speech;
using CallActors.Simulators.ElevenLabs;
using CallActors.Simulators.Server;
using CallActors.Speech.ElevenLabs;
using CallActors.Tests.Voices;

namespace CallActors.Speech.Tests.ElevenLabs;

public sealed class ElevenLabsFaultSpec
{
    public static TheoryData<ElevenLabsRoute> Routes { get; } = new(Enum.GetValues<ElevenLabsRoute>());

    [Theory]
    [InlineData(401, "{}", SpeechFailure.Unavailable)]
    [InlineData(402, "{}", SpeechFailure.Unavailable)]
    [InlineData(422, """{"detail":[{"type":"missing","loc":["body","text"],"msg":"secret words"}]}""", SpeechFailure.Refused)]
    [InlineData(429, """{"detail":{"status":"too_many_concurrent_requests","message":"secret words"}}""", SpeechFailure.Busy)]
    [InlineData(429, """{"detail":{"status":"system_busy","message":"secret words"}}""", SpeechFailure.Busy)]
    public async Task A_refusal_has_its_reason_on_every_road_and_repeats_no_words(int status, string body, SpeechFailure reason)
    {
        foreach (var route in Enum.GetValues<ElevenLabsRoute>())
        {
            await using var bench = await ElevenLabsBench.StartAsync(o => o with { Route = route });
            bench.Vendor.Server.Faults.Next(ElevenLabsBench.Everywhere, new SimulatedFault.Status(status, body, TimeSpan.FromSeconds(3)));
            var failure = await bench.FailureAsync();
            Assert.Equal(reason, failure.Reason);
            Assert.DoesNotContain("secret", failure.Message);
            // One refusal is one request: nothing is asked again behind the engine's back.
            Assert.Single(bench.Vendor.Requests.Count == 0 ? [""] : bench.Vendor.Requests);
            await bench.AssertNothingLeaksAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_vendor_that_says_when_to_come_back_is_not_asked_before(ElevenLabsRoute route)
    {
        await using var bench = await ElevenLabsBench.StartAsync(o => o with { Route = route });
        bench.Vendor.Server.Faults.Next(ElevenLabsBench.Everywhere, new SimulatedFault.Status(429, "{}", TimeSpan.FromSeconds(7)));
        Assert.Equal(SpeechFailure.Busy, (await bench.FailureAsync()).Reason);

        bench.Time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Contains("asked not to be asked", (await bench.FailureAsync()).Message);
        Assert.Empty(bench.Vendor.Requests);

        bench.Time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.NotNull(await Local.Speech.Of(bench.Voice, "Hello there."));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_wrong_key_is_told_as_such_and_not_shown(ElevenLabsRoute route)
    {
        await using var bench = await ElevenLabsBench.StartAsync(o => o with { Route = route, ApiKey = "sk_wrong_key" });
        var failure = await bench.FailureAsync();
        Assert.Equal(SpeechFailure.Unavailable, failure.Reason);
        Assert.Contains("key", failure.Message);
        Assert.DoesNotContain("sk_wrong", failure.ToString());
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_refused_connection_is_told_at_once(ElevenLabsRoute route)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var voice = new ElevenLabsSynthesizer(
            new ElevenLabsOptions { ApiKey = "key", BaseAddress = new Uri($"http://127.0.0.1:{port}"), Route = route }, TimeProvider.System);
        var failure = await Assert.ThrowsAsync<SpeechException>(() => Local.Speech.Of(voice, "Hello."));
        Assert.Equal(SpeechFailure.Unavailable, failure.Reason);
        Assert.Equal(0, voice.OpenSockets);
    }

    [Theory]
    [InlineData(ElevenLabsRoute.SharedSocket)]
    [InlineData(ElevenLabsRoute.SocketPerRequest)]
    public async Task A_network_that_lets_no_socket_through_is_spoken_over_by_HTTP_for_a_while(ElevenLabsRoute route)
    {
        await using var bench = await ElevenLabsBench.StartAsync(o => o with { Route = route, HttpFor = TimeSpan.FromSeconds(30) });
        bench.Vendor.Server.Faults.Next(ElevenLabsBench.Everywhere, new SimulatedFault.Status(502, "<html>", ContentType: "text/html"));
        for (var i = 0; i < 2; i++) Assert.Equal(MetronomeVoice.Of("Hello there.").Audio, (await Local.Speech.Of(bench.Voice, "Hello there.")).Audio);
        Assert.All(bench.Vendor.Requests, r => Assert.Contains("/stream/with-timestamps?output_format=ulaw_8000", r));
        Assert.Equal((2, 0), (bench.Vendor.Requests.Count, bench.Vendor.Handshakes));
        bench.Time.Advance(TimeSpan.FromSeconds(30));
        await Local.Speech.Of(bench.Voice, "Hello there.");
        Assert.Equal(1, bench.Vendor.Handshakes);
    }

    [Fact]
    public async Task A_handshake_that_does_not_come_is_waited_for_no_longer_than_configured()
    {
        await using var bench = await ElevenLabsBench.StartAsync(o => o with { HttpFor = TimeSpan.Zero });
        bench.Vendor.Server.Faults.Next(ElevenLabsBench.Everywhere, new SimulatedFault.HalfOpen());
        var failing = bench.FailureAsync();
        await ElevenLabsBench.UntilAsync(() => bench.Voice.OpenSockets == 1);
        await ElevenLabsBench.AdvanceUntilDoneAsync(bench.Time, failing);
        Assert.Equal(SpeechFailure.TimedOut, (await failing).Reason);
        await bench.AssertNothingLeaksAsync();
    }

    [Fact]
    public async Task A_slow_handshake_is_replaced_by_HTTP()
    {
        await using var bench = await ElevenLabsBench.StartAsync();
        bench.Vendor.Server.Faults.Next(ElevenLabsBench.Everywhere + "JBFqnCBsd6RMkjVDRZzb/multi-", new SimulatedFault.Slow(TimeSpan.FromSeconds(30)));
        var speaking = Local.Speech.Of(bench.Voice, "Hello there.");
        await ElevenLabsBench.UntilAsync(() => bench.Voice.OpenSockets == 1);
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(MetronomeVoice.Of("Hello there.").Audio, (await speaking).Audio);
        Assert.Equal(0, bench.Voice.OpenSockets);
    }

    [Theory]
    [InlineData(ElevenLabsRoute.SharedSocket, 1011)]
    [InlineData(ElevenLabsRoute.SharedSocket, null)]
    [InlineData(ElevenLabsRoute.SocketPerRequest, 1011)]
    [InlineData(ElevenLabsRoute.SocketPerRequest, null)]
    [InlineData(ElevenLabsRoute.Http, null)]
    public async Task A_connection_that_ends_in_mid_word_fails_after_what_was_given(ElevenLabsRoute route, int? close)
    {
        await using var bench = await ElevenLabsBench.StartAsync(o => o with { Route = route });
        bench.Vendor.Server.Faults.Next(ElevenLabsBench.Everywhere, new SimulatedFault.Break(2, close));
        var given = 0;
        var failure = await Assert.ThrowsAsync<SpeechException>(async () =>
        {
            await foreach (var piece in bench.Voice.SynthesizeAsync(new SpeechRequest("One two three four five six seven."), CancellationToken.None))
                given += piece.MuLaw.Length;
        });
        Assert.Equal(SpeechFailure.Broken, failure.Reason);
        // A close leaves what came before it; a reset may take some of it along.
        if (close is not null) Assert.Equal(4 * MetronomeVoice.SamplesPerWord, given);
        Assert.Equal(MetronomeVoice.Of("Again.").Audio, (await Local.Speech.Of(bench.Voice, "Again.")).Audio);
        await bench.AssertNothingLeaksAsync();
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_vendor_that_falls_silent_is_given_up(ElevenLabsRoute route)
    {
        await using var bench = await ElevenLabsBench.StartAsync(o => o with { Route = route }, new ElevenLabsSimulatorOptions { BetweenPieces = TimeSpan.FromHours(1) });
        await using var pieces = bench.Voice.SynthesizeAsync(new SpeechRequest("One two three four."), CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await pieces.MoveNextAsync());
        var next = pieces.MoveNextAsync().AsTask();
        bench.Time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.False(next.IsCompleted);
        bench.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(SpeechFailure.TimedOut, (await Assert.ThrowsAsync<SpeechException>(() => next)).Reason);
        // Its socket is not kept.
        await pieces.DisposeAsync();
        await ElevenLabsBench.UntilAsync(() => bench.Voice.OpenSockets == 0 && bench.Vendor.OpenSockets == 0);
    }

    [Fact]
    public async Task A_silent_request_does_not_end_the_others_on_its_socket()
    {
        await using var bench = await ElevenLabsBench.StartAsync(theirs: new ElevenLabsSimulatorOptions { BetweenPieces = TimeSpan.FromSeconds(60) });
        await using var silent = bench.Voice.SynthesizeAsync(new SpeechRequest("One two three four."), CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await silent.MoveNextAsync());
        var next = silent.MoveNextAsync().AsTask();
        bench.Time.Advance(TimeSpan.FromSeconds(3));
        await using var other = bench.Voice.SynthesizeAsync(new SpeechRequest("Five six seven eight."), CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await other.MoveNextAsync());
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<SpeechException>(() => next);
        var rest = other.MoveNextAsync().AsTask();
        bench.VendorsTime.Advance(TimeSpan.FromSeconds(60));
        Assert.True(await rest);
        // But it takes no new ones.
        await Local.Speech.Of(bench.Voice, "Again.");
        Assert.Equal(2, bench.Vendor.Handshakes);
    }

    [Theory]
    [InlineData(1011)]
    [InlineData(null)]
    public async Task A_kept_socket_that_turns_out_dead_costs_a_handshake_and_not_the_sentence(int? close)
    {
        await using var bench = await ElevenLabsBench.StartAsync();
        // The first sentence is two messages long; the next answer breaks the socket.
        bench.Vendor.Server.Faults.Next(ElevenLabsBench.Everywhere, new SimulatedFault.Break(2, close));
        await Local.Speech.Of(bench.Voice, "One.");
        Assert.Equal(MetronomeVoice.Of("Two.").Audio, (await Local.Speech.Of(bench.Voice, "Two.")).Audio);
        Assert.Equal(2, bench.Vendor.Handshakes);
        await bench.AssertNothingLeaksAsync();
    }

    [Fact]
    public async Task An_account_whose_plan_is_used_up_is_busy()
    {
        await using var bench = await ElevenLabsBench.StartAsync(theirs: new ElevenLabsSimulatorOptions { Concurrency = 0 });
        var failure = await bench.FailureAsync();
        Assert.Equal(SpeechFailure.Busy, failure.Reason);
        Assert.Contains("too_many_concurrent_requests", failure.Message);
        await bench.AssertNothingLeaksAsync();
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task An_unknown_voice_is_refused_by_whom_it_may_concern(ElevenLabsRoute route)
    {
        await using var bench = await ElevenLabsBench.StartAsync(o => o with { Route = route, HttpFor = TimeSpan.Zero });
        var unlisted = await Assert.ThrowsAsync<SpeechException>(() => Local.Speech.Of(bench.Voice, "Hello.", "../secrets"));
        Assert.Equal(SpeechFailure.Refused, unlisted.Reason);
        Assert.Empty(bench.Vendor.Requests);
        var missing = await Assert.ThrowsAsync<SpeechException>(() => Local.Speech.Of(bench.Voice, "Hello.", "AAAAAAAAAAAAAAAAAAAA"));
        Assert.Equal(SpeechFailure.Refused, missing.Reason);
    }

    [Fact]
    public async Task A_language_that_the_model_does_not_speak_is_refused()
    {
        await using var bench = await ElevenLabsBench.StartAsync(o => o with { Model = "eleven_flash_v2" });
        var failure = await Assert.ThrowsAsync<SpeechException>(() => Local.Speech.Of(bench.Voice, new SpeechRequest("Hallo.", Language: "de-DE")));
        Assert.Equal(SpeechFailure.Refused, failure.Reason);
    }

    [Fact]
    public async Task After_the_end_nothing_is_spoken()
    {
        await using var bench = await ElevenLabsBench.StartAsync();
        await bench.Voice.DisposeAsync();
        Assert.Equal(SpeechFailure.Unavailable, (await bench.FailureAsync()).Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("key\r\nx: y")]
    public void A_key_that_cannot_be_one_is_refused_at_the_start(string key)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new ElevenLabsSynthesizer(new ElevenLabsOptions { ApiKey = key }, TimeProvider.System));
        if (key.Length > 0) Assert.DoesNotContain(key, refusal.Message);
    }
}
