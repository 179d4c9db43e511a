using System.Net;
using System.Net.Sockets;
using CallActors.Carriers.Tests;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Simulators.Deepgram;
using CallActors.Simulators.Server;
using CallActors.Speech.Deepgram;
using Microsoft.AspNetCore.Builder;

namespace CallActors.Speech.Tests.Deepgram;

/// <summary>Whatever goes wrong, both recognisers tell it in bounded time, with its reason, and leave nothing open.</summary>
public sealed class DeepgramFaultTests
{
    private readonly ManualTime _time = new();

    public static TheoryData<bool, int, SpeechFailure> Refusals
    {
        get
        {
            var data = new TheoryData<bool, int, SpeechFailure>();
            foreach (var isFlux in new[] { false, true })
            {
                data.Add(isFlux, 400, SpeechFailure.Refused);
                data.Add(isFlux, 401, SpeechFailure.Refused);
                data.Add(isFlux, 402, SpeechFailure.Refused);
                data.Add(isFlux, 403, SpeechFailure.Refused);
                data.Add(isFlux, 404, SpeechFailure.Refused);
                data.Add(isFlux, 429, SpeechFailure.Busy);
                data.Add(isFlux, 500, SpeechFailure.Broken);
                data.Add(isFlux, 503, SpeechFailure.Broken);
                data.Add(isFlux, 504, SpeechFailure.TimedOut);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refused_handshake_has_its_reason(bool isFlux, int status, SpeechFailure reason)
    {
        await using var simulator = await DeepgramSimulator.StartAsync(time: _time);
        simulator.Faults.Next("/v", new SimulatedFault.Status(status));

        var failure = await Assert.ThrowsAsync<SpeechException>(() => Listening.StartAsync(Recognizer(simulator, isFlux)));

        Assert.Equal(reason, failure.Reason);
        Assert.Contains($"{status}", failure.Message, StringComparison.Ordinal);
        Assert.Empty(simulator.Sessions);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_and_never_told()
    {
        await using var simulator = await DeepgramSimulator.StartAsync();
        var recognizer = new NovaRecognizer(Listening.AccountAt(simulator) with { ApiKey = "the-wrong-key" }, new NovaOptions(), _time);

        var failure = await Assert.ThrowsAsync<SpeechException>(() => Listening.StartAsync(recognizer));

        Assert.Equal(SpeechFailure.Refused, failure.Reason);
        Assert.DoesNotContain("the-wrong-key", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_says_when_to_come_back_is_not_asked_before()
    {
        await using var simulator = await DeepgramSimulator.StartAsync(time: _time);
        var recognizer = Recognizer(simulator, isFlux: false);
        simulator.Faults.Next("/v1/listen", new SimulatedFault.Status(429, RetryAfter: TimeSpan.FromSeconds(7)));
        await Assert.ThrowsAsync<SpeechException>(() => Listening.StartAsync(recognizer));

        _time.Advance(TimeSpan.FromSeconds(6));
        var failure = await Assert.ThrowsAsync<SpeechException>(() => Listening.StartAsync(recognizer));
        Assert.Equal(SpeechFailure.Busy, failure.Reason);
        Assert.Empty(simulator.Sessions);

        _time.Advance(TimeSpan.FromSeconds(1));
        await using var listening = await Listening.StartAsync(recognizer);
        Assert.Single(simulator.Sessions);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refused_connection_breaks_the_opening(bool isFlux)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();

        var failure = await Assert.ThrowsAsync<SpeechException>(() => Listening.StartAsync(Recognizer(new Uri($"http://127.0.0.1:{port}"), isFlux)));

        Assert.Equal(SpeechFailure.Broken, failure.Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_handshake_that_is_never_answered_is_given_up(bool isFlux)
    {
        await using var simulator = await DeepgramSimulator.StartAsync(time: _time);
        simulator.Faults.Next("/v", new SimulatedFault.HalfOpen());
        var opening = Listening.StartAsync(Recognizer(simulator, isFlux));

        await PassTimeUntilAsync(() => opening.IsCompleted, TimeSpan.FromSeconds(1));

        Assert.Equal(SpeechFailure.TimedOut, (await Assert.ThrowsAsync<SpeechException>(() => opening)).Reason);
    }

    [Fact]
    public async Task An_opening_that_nobody_wants_any_more_ends_at_once()
    {
        await using var simulator = await DeepgramSimulator.StartAsync(time: _time);
        simulator.Faults.Next("/v", new SimulatedFault.HalfOpen());
        using var cancel = new CancellationTokenSource();
        var opening = Recognizer(simulator, isFlux: false).StartAsync(RecognitionRequest.Default, new Listening(), cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(Listening.Patience));
    }

    [Theory]
    [InlineData(false, null, SpeechFailure.Broken)]
    [InlineData(false, 1000, SpeechFailure.Broken)]
    [InlineData(false, 1008, SpeechFailure.Refused)]
    [InlineData(false, 1011, SpeechFailure.Broken)]
    [InlineData(true, null, SpeechFailure.Broken)]
    [InlineData(true, 1011, SpeechFailure.Broken)]
    public async Task A_connection_that_ends_in_mid_word_is_told_once_and_left_behind(bool isFlux, int? status, SpeechFailure reason)
    {
        var hears = Listening.Script(ScriptedHearing.Say("run all the tests again and tell me what failed", 0.2));
        await using var simulator = await DeepgramSimulator.StartAsync(new DeepgramSimulatorOptions { Hears = hears }, _time);
        simulator.Faults.Next("/v", new SimulatedFault.Break(3, status));
        await using var listening = await Listening.StartAsync(Recognizer(simulator, isFlux));

        var frame = new byte[AudioFormat.FrameBytes];
        for (var i = 0; i < 150; i++) listening.Recognition.Accept(frame);
        var failure = await listening.FailureAsync();

        Assert.Equal(reason, failure.Reason);
        await listening.DisposeAsync();
        await simulator.Sessions.Single().Closed.WaitAsync(Listening.ClosedWithin);
        listening.Recognition.EndSegment();
        Assert.Empty(listening.Rest());
    }

    [Fact]
    public async Task The_services_own_time_limit_is_told_as_such()
    {
        await using var simulator = await DeepgramSimulator.StartAsync(new DeepgramSimulatorOptions { QuietAtMost = TimeSpan.FromSeconds(2) }, _time);
        await using var listening = await Listening.StartAsync(Recognizer(simulator, isFlux: false));
        listening.Hear(0.1);
        await simulator.Sessions.Single().WhenAsync(s => s.Audio > 0, Listening.Patience);

        _time.Advance(TimeSpan.FromSeconds(2));

        var failure = await listening.FailureAsync();
        Assert.Equal(SpeechFailure.TimedOut, failure.Reason);
        Assert.Contains("NET-0001", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_takes_nothing_any_more_neither_holds_up_the_call_nor_stays()
    {
        await using var simulator = await DeepgramSimulator.StartAsync(time: _time);
        simulator.HoldNext();
        await using var listening = await Listening.StartAsync(Recognizer(simulator, isFlux: false));

        // Sockets take megabytes; then the queue is full, and the call is told so instead of waiting.
        var second = new byte[AudioFormat.SampleRate];
        var given = 0;
        while (listening.Recognition.Accept(second)) Assert.True(++given < 1_000_000);

        await PassTimeUntilAsync(() => simulator.Open == 0, TimeSpan.FromSeconds(1));
        Assert.Equal(SpeechFailure.TimedOut, (await listening.FailureAsync()).Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_whose_other_side_is_gone_is_closed_in_bounded_time(bool isFlux)
    {
        await using var simulator = await DeepgramSimulator.StartAsync(time: _time);
        simulator.HoldNext();
        var listening = await Listening.StartAsync(Recognizer(simulator, isFlux));
        listening.Hear(1);

        var closing = listening.DisposeAsync().AsTask();
        await PassTimeUntilAsync(() => closing.IsCompleted, TimeSpan.FromSeconds(1));

        await closing;
        await simulator.Sessions.Single().Closed.WaitAsync(Listening.ClosedWithin);
    }

    [Fact]
    public async Task A_service_that_talks_nonsense_is_told_of_and_left()
    {
        await using var simulator = await SimulatorServer.StartAsync(app => app.Map("/v1/listen", async http =>
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            await socket.SendAsync("{\"type\":\"Results\",\"start\":\"never\"}"u8.ToArray(), System.Net.WebSockets.WebSocketMessageType.Text, true, CancellationToken.None);
            await socket.ReceiveAsync(new byte[10], CancellationToken.None);
        }));
        await using var listening = await Listening.StartAsync(Recognizer(simulator.Address, isFlux: false));

        Assert.Equal(SpeechFailure.Broken, (await listening.FailureAsync()).Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("ключ")]
    public void A_key_that_can_be_none_is_found_out_at_once_and_not_repeated(string key)
    {
        var fault = Assert.ThrowsAny<ArgumentException>(() => new NovaRecognizer(new DeepgramOptions { ApiKey = key }, new NovaOptions(), _time));

        if (key.Length > 0) Assert.DoesNotContain(key, fault.Message, StringComparison.Ordinal);
    }

    private ISpeechRecognizer Recognizer(DeepgramSimulator simulator, bool isFlux) => Recognizer(simulator.Address, isFlux);

    private ISpeechRecognizer Recognizer(Uri address, bool isFlux)
    {
        var account = new DeepgramOptions { ApiKey = "simulated-key", BaseUrl = address };
        return isFlux ? new FluxRecognizer(account, new FluxOptions(), _time) : new NovaRecognizer(account, new NovaOptions(), _time);
    }

    private async Task PassTimeUntilAsync(Func<bool> condition, TimeSpan by)
    {
        using var late = new CancellationTokenSource(Listening.Patience);
        while (!condition())
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
            _time.Advance(by);
        }
    }
}
