using System.Threading.Channels;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Gateway.Calls;

namespace CallActors.Gateway.Tests.Fakes;

/// <summary>
/// Calls without phones, by the contract: an operation is answered once, a repeated one joins it or gets its reply, an abandoned one is
/// refused as abandoned, cancelling a token ends the waiting alone, operations on a call that was never placed are refused as unknown.
/// The test is the person: it answers operations with <see cref="Answer"/>.
/// </summary>
public sealed class FakeCalls : ICallService, ICallDesk, ICallEvents
{
    private readonly Lock _lock = new();
    private readonly Dictionary<CallId, FakeCall> _calls = [];
    private readonly Dictionary<CallId, List<ChannelWriter<CallActivity>>> _followers = [];
    private readonly Channel<ICallOperation> _asked = Channel.CreateUnbounded<ICallOperation>();
    private readonly Channel<CallCommands.AbandonOperation> _abandoned = Channel.CreateUnbounded<CallCommands.AbandonOperation>();
    private readonly Channel<CallCommands.ReportLeg> _news = Channel.CreateUnbounded<CallCommands.ReportLeg>();

    /// <summary>Thrown by everything that is asked, when set.</summary>
    public Exception? Failure { get; set; }

    public List<CallCommands.HangUp> HangUps { get; } = [];

    public List<CallCommands.ReportProgress> Progress { get; } = [];

    public List<CallCommands.AddText> Texts { get; } = [];

    /// <summary>What a piece of a known operation is answered, when it is not simply taken.</summary>
    public Func<CallCommands.AddText, ICallReply>? TextReply { get; set; }

    /// <summary>The next operation that is new to its call.</summary>
    public Task<ICallOperation> NextAsync() => NextOf(_asked);

    /// <summary>The next abandonment.</summary>
    public Task<CallCommands.AbandonOperation> NextAbandonedAsync() => NextOf(_abandoned);

    /// <summary>Whether nothing has been abandoned that was not taken by <see cref="NextAbandonedAsync"/>.</summary>
    public bool NothingAbandoned => _abandoned.Reader.Count == 0;

    /// <summary>Whether no operation was asked that was not taken by <see cref="NextAsync"/>.</summary>
    public bool NothingAsked => _asked.Reader.Count == 0;

    /// <summary>The next news of a leg.</summary>
    public Task<CallCommands.ReportLeg> NextNewsAsync() => NextOf(_news);

    /// <summary>How often a follower has asked a call for its phase again.</summary>
    public int Renewals { get; private set; }

    /// <summary>Channels that follow a call.</summary>
    public int Followers
    {
        get
        {
            lock (_lock) return _followers.Values.Sum(f => f.Count);
        }
    }

    public ICallFollowing Follow(CallId callId, ChannelWriter<CallActivity> into)
    {
        lock (_lock)
        {
            if (!_followers.TryGetValue(callId, out var writers)) _followers[callId] = writers = [];
            writers.Add(into);
            into.TryWrite(new CallActivity.Changed(callId, _calls[callId].Phase, null));
            return new Following(this, callId, into);
        }
    }

    /// <summary>Something happens in a call, and whoever follows it is told.</summary>
    public void Happen(CallActivity activity)
    {
        lock (_lock)
            foreach (var writer in _followers.GetValueOrDefault(activity.CallId, []).ToArray()) writer.TryWrite(activity);
    }

    /// <summary>A line is added to a call's transcript.</summary>
    public void Say(CallId callId, Speaker speaker, string text)
    {
        lock (_lock) _calls[callId].Say(speaker, text);
    }

    /// <summary>A call ends, and whoever follows it is told.</summary>
    public void End(CallId callId, CallEndReason reason)
    {
        lock (_lock)
        {
            _calls[callId].Phase = CallPhase.Ended;
            _calls[callId].EndReason = reason;
        }
        Happen(new CallActivity.Changed(callId, CallPhase.Ended, reason));
    }

    /// <summary>A call that was placed before the test.</summary>
    public CallId AddCall(CallPhase phase = CallPhase.Talking)
    {
        var id = CallId.New();
        lock (_lock) _calls[id] = new FakeCall(id) { Phase = phase };
        return id;
    }

    /// <summary>Ends an operation with a reply.</summary>
    public void Answer(ICallOperation operation, ICallReply reply)
    {
        lock (_lock) _calls[operation.CallId].Operations[operation.OperationId].Reply.TrySetResult(reply);
    }

    /// <summary>Ends an operation with a refusal.</summary>
    public void Refuse(ICallOperation operation, RefusalReason reason, string detail) =>
        Answer(operation, new CallReplies.Refused(operation.CallId, reason, detail));

    public Task<ICallReply> PlaceAsync(CallCommands.PlaceCall command, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (Failure is null) _calls.TryAdd(command.CallId, new FakeCall(command.CallId) { Address = command.To.Address });
        }
        return OperateAsync(command, cancellationToken);
    }

    public Task<ICallReply> ContinueAsync(CallCommands.ContinueCall command, CancellationToken cancellationToken) => OperateAsync(command, cancellationToken);

    public Task<ICallReply> SpeakAsync(CallCommands.Speak command, CancellationToken cancellationToken) => OperateAsync(command, cancellationToken);

    public Task<ICallReply> ListenAsync(CallCommands.Listen command, CancellationToken cancellationToken) => OperateAsync(command, cancellationToken);

    public Task<ICallReply> AddTextAsync(CallCommands.AddText command, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_calls.TryGetValue(command.CallId, out var call)) return Unknown(command.CallId);
            if (!call.Operations.ContainsKey(command.OperationId))
                return Reply(new CallReplies.Refused(command.CallId, RefusalReason.UnknownOperation, "There is no such operation."));
            Texts.Add(command);
            return Reply(TextReply?.Invoke(command) ?? new CallReplies.TextTaken(command.CallId, command.OperationId, command.Offset + command.Text.Length, IsWanted: true));
        }
    }

    public Task<ICallReply> ReportProgressAsync(CallCommands.ReportProgress command, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_calls.TryGetValue(command.CallId, out var call)) return Unknown(command.CallId);
            if (call.Phase is CallPhase.Ended) return Reply(new CallReplies.Refused(command.CallId, RefusalReason.CallEnded, "The call is over."));
            Progress.Add(command);
            return Reply(new CallReplies.ProgressTaken(command.CallId));
        }
    }

    public Task<ICallReply> EndAsync(CallCommands.EndCall command, CancellationToken cancellationToken) => OperateAsync(command, cancellationToken);

    public Task<ICallReply> HangUpAsync(CallCommands.HangUp command, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            HangUps.Add(command);
            if (!_calls.TryGetValue(command.CallId, out var call)) return Unknown(command.CallId);
            if (call.Phase == CallPhase.Ended)
                return Reply(new CallReplies.Refused(command.CallId, RefusalReason.CallEnded, "The call is over."));
            call.Phase = CallPhase.Ended;
            foreach (var operation in call.Operations.Values)
                operation.Reply.TrySetResult(new CallReplies.Refused(command.CallId, RefusalReason.CallEnded, "The call was ended."));
            return Reply(new CallReplies.Ended(command.CallId, TimeSpan.FromSeconds(12.4), command.Reason, ""));
        }
    }

    public void Abandon(CallCommands.AbandonOperation command)
    {
        lock (_lock)
        {
            if (_calls.TryGetValue(command.CallId, out var call) && call.Operations.TryGetValue(command.OperationId, out var operation))
                operation.Reply.TrySetResult(new CallReplies.Refused(command.CallId, RefusalReason.Abandoned, "Nobody waits for it any more."));
        }
        _abandoned.Writer.TryWrite(command);
    }

    public Task<ICallReply> GetAsync(CallCommands.GetCall command, CancellationToken cancellationToken)
    {
        if (Failure is { } failure) return Task.FromException<ICallReply>(failure);
        lock (_lock) return _calls.TryGetValue(command.CallId, out var call) ? Reply(call.View()) : Unknown(command.CallId);
    }

    public Task<IReadOnlyList<CallSummary>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        if (Failure is { } failure) return Task.FromException<IReadOnlyList<CallSummary>>(failure);
        lock (_lock) return Task.FromResult<IReadOnlyList<CallSummary>>([.. _calls.Values.Reverse().Take(limit).Select(c => c.Summary())]);
    }

    public void Report(CallCommands.ReportLeg news) => _news.Writer.TryWrite(news);

    public void Report(CallCommands.ReportAnsweredBy answeredBy)
    {
    }

    public void Report(CallCommands.ReportWords words)
    {
    }

    public Task<ICallReply> InviteMediaAsync(CallCommands.InviteMedia request, CancellationToken cancellationToken) =>
        Reply(new CallReplies.MediaInvited(request.CallId, "one-time", TimeSpan.FromSeconds(30)));

    public Task<ICallReply> AdmitAsync(CallCommands.AdmitInbound request, CancellationToken cancellationToken) =>
        Reply(new CallReplies.Admitted(request.CallId));

    private async Task<ICallReply> OperateAsync(ICallOperation command, CancellationToken cancellationToken)
    {
        if (Failure is { } failure) throw failure;
        Task<ICallReply> reply;
        lock (_lock)
        {
            if (!_calls.TryGetValue(command.CallId, out var call))
                return new CallReplies.Refused(command.CallId, RefusalReason.UnknownCall, "There is no such call.");
            if (!call.Operations.TryGetValue(command.OperationId, out var operation))
            {
                call.Operations[command.OperationId] = operation = new FakeOperation(command);
                _asked.Writer.TryWrite(command);
            }
            reply = operation.Reply.Task;
        }
        return await reply.WaitAsync(cancellationToken);
    }

    private static Task<ICallReply> Unknown(CallId id) => Reply(new CallReplies.Refused(id, RefusalReason.UnknownCall, "There is no such call."));

    private static Task<ICallReply> Reply(ICallReply reply) => Task.FromResult(reply);

    private static Task<T> NextOf<T>(Channel<T> channel) => channel.Reader.ReadAsync().AsTask().WaitAsync(TestGateway.Patience);

    private sealed class Following(FakeCalls calls, CallId callId, ChannelWriter<CallActivity> into) : ICallFollowing
    {
        public void Renew()
        {
            lock (calls._lock) calls.Renewals++;
        }

        public void Dispose()
        {
            lock (calls._lock) calls._followers[callId].Remove(into);
        }
    }

    private sealed record FakeOperation(ICallOperation Command)
    {
        public TaskCompletionSource<ICallReply> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class FakeCall(CallId id)
    {
        private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

        public CallPhase Phase { get; set; } = CallPhase.Talking;

        public CallEndReason? EndReason { get; set; }

        private readonly List<TranscriptLine> _lines =
        [
            new TranscriptLine(Speaker.Agent, Start.AddSeconds(5), Start.AddSeconds(7), "Shall I deploy?", "Shall I", true),
            new TranscriptLine(Speaker.Person, Start.AddSeconds(6), Start.AddSeconds(8), "Not yet.", "Not yet.", false, WordSource.Typed),
        ];

        public string Address { get; init; } = "softphone";

        public void Say(Speaker speaker, string text) =>
            _lines.Add(new TranscriptLine(speaker, Start.AddSeconds(10 + _lines.Count), Start.AddSeconds(11 + _lines.Count), text, text, false));

        public Dictionary<OperationId, FakeOperation> Operations { get; } = [];

        public CallSummary Summary() => new(id, Phase, false, Address, Start, Start.AddSeconds(4), null, null);

        public CallReplies.CallView View() => new(
            id,
            Phase,
            Inbound: false,
            "softphone",
            Address,
            Start,
            Start.AddSeconds(4),
            null,
            EndReason,
            "",
            [.. _lines],
            [.. Operations.Values.Select(o => new OperationView(
                o.Command.OperationId, o.Command.Kind, o.Reply.Task.IsCompleted, "", false, "", null, "", TurnTimings.None))]);
    }
}
