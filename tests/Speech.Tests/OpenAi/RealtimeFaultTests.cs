using CallActors.Contracts.Speech;
using CallActors.Simulators.OpenAi;
using CallActors.Simulators.Server;
using CallActors.Speech.OpenAi;

namespace CallActors.Speech.Tests.OpenAi;

/// <summary>Whatever the server does, the engine is told in bounded time, in its own terms, and nothing stays open.</summary>
public sealed class RealtimeFaultTests
{
    private const string Path = "/v1/realtime";

    public static TheoryData<int, string, SpeechFailure> Refusals => new()
    {
        { 401, """{"error":{"message":"Incorrect API key provided: sk-secret","type":"invalid_request_error","code":"invalid_api_key"}}""", SpeechFailure.Refused },
        { 403, "Country not supported sk-secret", SpeechFailure.Refused },
        { 429, """{"error":{"message":"sk-secret","type":"requests","code":"rate_limit_exceeded"}}""", SpeechFailure.Busy },
        { 429, """{"error":{"message":"sk-secret","type":"insufficient_quota","code":"insufficient_quota"}}""", SpeechFailure.Refused },
        { 500, """{"error":{"message":"sk-secret","type":"server_error","code":null}}""", SpeechFailure.Broken },
        { 503, "<html>sk-secret</html>", SpeechFailure.Busy },
        { 504, "", SpeechFailure.TimedOut },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refused_handshake_says_why_and_none_of_the_servers_words(int status, string body, SpeechFailure reason)
    {
        await using var simulated = await Simulated.StartAsync();
        // Every shape that is tried.
        for (var i = 0; i < 3; i++) simulated.Server.Faults.Next(Path, new SimulatedFault.Status(status, body, TimeSpan.FromSeconds(30)));

        var failure = await Assert.ThrowsAsync<SpeechException>(async () => await simulated.ListenAsync());

        Assert.Equal(reason, failure.Reason);
        Assert.Contains($"HTTP {status}", failure.Message);
        Assert.DoesNotContain("secret", failure.ToString());
    }

    [Fact]
    public async Task A_server_that_says_when_to_come_back_is_not_asked_before()
    {
        await using var simulated = await Simulated.StartAsync();
        var recognizer = simulated.Realtime();
        simulated.Server.Faults.Next("/v1/realtime", new SimulatedFault.Status(429, "{}", TimeSpan.FromSeconds(7)));
        Assert.Equal(SpeechFailure.Busy, (await RefusalAsync()).Reason);

        simulated.Time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Contains("asked not to be asked", (await RefusalAsync()).Message);

        simulated.Time.Advance(TimeSpan.FromSeconds(0.2));
        await using var recognition = await recognizer.StartAsync(RecognitionRequest.Default, simulated.Listener, CancellationToken.None);

        async Task<SpeechException> RefusalAsync() => await Assert.ThrowsAsync<SpeechException>(
            async () => await recognizer.StartAsync(RecognitionRequest.Default, simulated.Listener, CancellationToken.None));
    }

    [Fact]
    public async Task A_wrong_key_is_refused_at_once_and_not_repeated()
    {
        await using var simulated = await Simulated.StartAsync();

        var failure = await Assert.ThrowsAsync<SpeechException>(async () =>
            await simulated.ListenAsync(new OpenAiRealtimeOptions { Connection = simulated.Connection with { ApiKey = "sk-wrong-one" } }));

        Assert.Equal(SpeechFailure.Refused, failure.Reason);
        Assert.DoesNotContain("wrong-one", failure.ToString());
    }

    [Fact]
    public async Task An_unknown_model_setting_is_a_refusal_after_all_shapes_were_tried()
    {
        await using var simulated = await Simulated.StartAsync(new OpenAiSimulatorOptions { Dialect = OpenAiDialect.EarlierVendor });

        var failure = await Assert.ThrowsAsync<SpeechException>(async () =>
            await simulated.ListenAsync(new OpenAiRealtimeOptions { Shape = RealtimeShape.Current }));

        Assert.Equal(SpeechFailure.Refused, failure.Reason);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_unavailable()
    {
        await using var simulated = await Simulated.StartAsync();

        var failure = await Assert.ThrowsAsync<SpeechException>(async () =>
            await simulated.ListenAsync(new OpenAiRealtimeOptions { Connection = simulated.Connection with { BaseUrl = Simulated.Nowhere() } }));

        Assert.Equal(SpeechFailure.Unavailable, failure.Reason);
    }

    [Fact]
    public async Task A_handshake_that_is_not_answered_times_out()
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.Faults.Next(Path, new SimulatedFault.HalfOpen());
        var opening = simulated.ListenAsync().AsTask();

        simulated.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(SpeechFailure.TimedOut, (await Assert.ThrowsAsync<SpeechException>(() => opening)).Reason);
    }

    [Fact]
    public async Task An_opening_that_is_not_wanted_any_more_is_cancelled_and_leaves_nothing()
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.Faults.Next(Path, new SimulatedFault.HalfOpen());
        using var cancel = new CancellationTokenSource();
        var opening = simulated.Realtime().StartAsync(RecognitionRequest.Default, simulated.Listener, cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
        await simulated.IsAloneAsync();
    }

    [Fact]
    public async Task A_reset_in_the_handshake_is_a_broken_connection()
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.Faults.Next(Path, new SimulatedFault.Reset());

        Assert.Equal(SpeechFailure.Broken, (await Assert.ThrowsAsync<SpeechException>(async () => await simulated.ListenAsync())).Reason);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1011)]
    public async Task A_socket_that_ends_in_the_middle_of_a_word_is_told(int? status)
    {
        await using var simulated = await Simulated.StartAsync();
        simulated.Server.Hears("one two three four");
        // Created, updated, committed and the first word are sent.
        simulated.Server.Faults.Next(Path, new SimulatedFault.Break(4, status));
        await using var recognition = await simulated.ListenAsync();

        recognition.Say(Sounds.Tone(300));
        recognition.EndSegment();

        // A reset may overtake what was sent before it.
        if (status is not null) Assert.Equal("one", (await simulated.Listener.InterimAsync()).Text);
        Assert.Equal(SpeechFailure.Broken, (await simulated.Listener.FailureAsync()).Reason);
        Assert.False(recognition.Accept(new byte[160]));
        await simulated.IsAloneAsync();
    }

    [Fact]
    public async Task A_server_that_goes_deaf_is_told_when_an_answer_is_late()
    {
        await using var simulated = await Simulated.StartAsync(new OpenAiSimulatorOptions { HearingTakes = TimeSpan.FromHours(1) });
        await using var recognition = await simulated.ListenAsync();
        recognition.Say(Sounds.Tone(300));
        recognition.EndSegment();

        simulated.Time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Empty(simulated.Listener.SoFar());
        simulated.Time.Advance(TimeSpan.FromSeconds(0.2));

        Assert.Equal(SpeechFailure.TimedOut, (await simulated.Listener.FailureAsync()).Reason);
        await simulated.IsAloneAsync();
    }

    [Fact]
    public async Task A_session_whose_time_is_over_is_told()
    {
        await using var simulated = await Simulated.StartAsync(new OpenAiSimulatorOptions { SessionLife = TimeSpan.FromMilliseconds(300) });
        await using var recognition = await simulated.ListenAsync();

        var failure = await simulated.Listener.FailureAsync();

        Assert.Equal(SpeechFailure.Broken, failure.Reason);
        Assert.Contains("session_expired", failure.Message);
    }

    [Fact]
    public async Task A_peer_that_takes_nothing_any_more_is_told_when_a_send_is_late()
    {
        await using var simulated = await Simulated.StartAsync();
        using var peer = SilentPeer.Start();
        using var handler = peer.Handler();
        var options = new OpenAiRealtimeOptions { Shape = RealtimeShape.Earlier, Connection = new OpenAiConnection { BaseUrl = peer.Address } };
        var recognizer = new OpenAiRealtimeRecognizer(options, simulated.Time, handler);
        await using var recognition = await recognizer.StartAsync(RecognitionRequest.Default, simulated.Listener, CancellationToken.None);
        // Its buffers and then our own are full, and stay so.
        var refused = 0;
        await Simulated.UntilAsync(() =>
        {
            while (recognition.Accept(new byte[160])) refused = 0;
            return ++refused > 20;
        });
        Assert.Empty(simulated.Listener.SoFar());

        simulated.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(SpeechFailure.TimedOut, (await simulated.Listener.FailureAsync()).Reason);
    }

    [Fact]
    public void Options_out_of_their_range_are_refused()
    {
        using var handler = new SocketsHttpHandler();
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(new OpenAiRealtimeOptions { AnswerWithin = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(new OpenAiRealtimeOptions { TurnDetection = new TurnDetection.SemanticVad { Eagerness = "hurried" } }));
        Assert.Throws<FormatException>(() => Make(new OpenAiRealtimeOptions { Connection = new OpenAiConnection { ApiKey = "sk a" } }));

        OpenAiRealtimeRecognizer Make(OpenAiRealtimeOptions options) => new(options, TimeProvider.System, handler);
    }
}
