using CallActors.Contracts.Calls;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Options;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallActors.Gateway.Tests;

public sealed class CallsShutdownTests
{
    private readonly FakeCalls _calls = new();
    private readonly ShutdownGate _gate = new();
    private readonly ManualTime _time = new();

    private CallsShutdown Shutdown(ICallService calls, int seconds = 5) => new(calls, _gate, new GatewayOptions { StopWithin = TimeSpan.FromSeconds(seconds) }, _time, NullLogger<CallsShutdown>.Instance);

    [Fact]
    public async Task Stopping_hangs_up_live_calls_with_the_reason_and_leaves_ended_ones()
    {
        var live = new[] { _calls.AddCall(), _calls.AddCall(CallPhase.Ringing) };
        _calls.AddCall(CallPhase.Ended);
        await Shutdown(_calls).StoppingAsync(CancellationToken.None);
        Assert.Equal(live.ToHashSet(), _calls.HangUps.Select(h => h.CallId).ToHashSet());
        Assert.All(_calls.HangUps, h => Assert.Equal((CallEndReason.Shutdown, TimeSpan.FromSeconds(4)), (h.Reason, h.GoodbyeWithin)));
        Assert.True(_gate.IsClosed);
        Assert.True(_gate.SocketsClose.IsCancellationRequested);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, null)]
    [InlineData(2, 1)]
    [InlineData(60, 6)]
    public async Task The_goodbye_fits_into_the_time_to_stop(int seconds, int? goodbye)
    {
        _calls.AddCall();
        await Shutdown(_calls, seconds).StoppingAsync(CancellationToken.None);
        if (seconds > 0) Assert.Equal(goodbye, (int?)Assert.Single(_calls.HangUps).GoodbyeWithin?.TotalSeconds);
    }

    [Fact]
    public async Task New_calls_are_refused_before_the_live_ones_have_ended_and_sockets_go_after_them()
    {
        _calls.AddCall();
        var slow = new SlowCalls(_calls);
        var stopping = Shutdown(slow).StoppingAsync(CancellationToken.None);
        Assert.True(_gate.IsClosed);
        Assert.False(_gate.SocketsClose.IsCancellationRequested);
        slow.Ended.SetResult();
        await stopping.WaitAsync(TestGateway.Patience);
        Assert.True(_gate.SocketsClose.IsCancellationRequested);
    }

    [Fact]
    public async Task A_call_that_does_not_end_holds_the_stop_for_five_seconds_and_no_longer()
    {
        _calls.AddCall();
        var stopping = Shutdown(new SlowCalls(_calls)).StoppingAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(4.999));
        Assert.False(stopping.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await stopping.WaitAsync(TestGateway.Patience);
        Assert.True(_gate.SocketsClose.IsCancellationRequested);
    }

    [Fact]
    public async Task A_failing_engine_does_not_keep_the_gateway_from_stopping()
    {
        _calls.Failure = new InvalidOperationException("broken");
        await Shutdown(_calls).StoppingAsync(CancellationToken.None);
        Assert.True(_gate.SocketsClose.IsCancellationRequested);
    }

    /// <summary>Hangs up only when it is let.</summary>
    private sealed class SlowCalls(FakeCalls calls) : ICallService
    {
        public TaskCompletionSource Ended { get; } = new();

        public async Task<ICallReply> HangUpAsync(CallCommands.HangUp command, CancellationToken cancellationToken)
        {
            await Ended.Task;
            return await calls.HangUpAsync(command, cancellationToken);
        }

        public Task<IReadOnlyList<CallSummary>> ListAsync(int limit, CancellationToken cancellationToken) => calls.ListAsync(limit, cancellationToken);

        public Task<ICallReply> PlaceAsync(CallCommands.PlaceCall command, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ICallReply> ContinueAsync(CallCommands.ContinueCall command, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ICallReply> SpeakAsync(CallCommands.Speak command, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ICallReply> ListenAsync(CallCommands.Listen command, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ICallReply> AddTextAsync(CallCommands.AddText command, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ICallReply> ReportProgressAsync(CallCommands.ReportProgress command, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ICallReply> EndAsync(CallCommands.EndCall command, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Abandon(CallCommands.AbandonOperation command) => throw new NotSupportedException();

        public Task<ICallReply> GetAsync(CallCommands.GetCall command, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
