using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Engine;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Calls;

/// <summary>The calls of the engine.</summary>
/// <param name="watch">Is told of every call that a phone's line has to do with, so that the phone can show it.</param>
/// <param name="pins">Knows who may call in, and how each of them is spoken to.</param>
public sealed class ActorCallService(EngineHandle engine, ShutdownGate gate, ICallWatch watch, Pins pins, TimeProvider time) : ICallService, ICallDesk
{
    /// <summary>Longer than the longest call.</summary>
    private static readonly TimeSpan LongestOperation = TimeSpan.FromHours(4);

    private static readonly TimeSpan QuestionWithin = TimeSpan.FromSeconds(10);

    public Task<ICallReply> PlaceAsync(CallCommands.PlaceCall command, CancellationToken cancellationToken) => OperateAsync(command, cancellationToken);

    public Task<ICallReply> ContinueAsync(CallCommands.ContinueCall command, CancellationToken cancellationToken) => OperateAsync(command, cancellationToken);

    public Task<ICallReply> SpeakAsync(CallCommands.Speak command, CancellationToken cancellationToken) => OperateAsync(command, cancellationToken);

    public Task<ICallReply> ListenAsync(CallCommands.Listen command, CancellationToken cancellationToken) => OperateAsync(command, cancellationToken);

    public Task<ICallReply> AddTextAsync(CallCommands.AddText command, CancellationToken cancellationToken) => AskAsync(command, cancellationToken);

    public Task<ICallReply> ReportProgressAsync(CallCommands.ReportProgress command, CancellationToken cancellationToken) => AskAsync(command, cancellationToken);

    public Task<ICallReply> EndAsync(CallCommands.EndCall command, CancellationToken cancellationToken) => OperateAsync(command, cancellationToken);

    public Task<ICallReply> HangUpAsync(CallCommands.HangUp command, CancellationToken cancellationToken) => AskAsync(command, cancellationToken);

    public void Abandon(CallCommands.AbandonOperation command) => engine.Calls.Tell(command, ActorRefs.NoSender);

    public Task<ICallReply> GetAsync(CallCommands.GetCall command, CancellationToken cancellationToken) => AskAsync(command, cancellationToken);

    public async Task<IReadOnlyList<CallSummary>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        var list = await engine.Index.AskWithinAsync<CallIndexMessages.CallList>(new CallIndexMessages.ListCalls(limit), QuestionWithin, time, cancellationToken).ConfigureAwait(false);
        return list?.Calls ?? throw new TimeoutException("The index of calls did not answer.");
    }

    public void Report(CallCommands.ReportLeg news)
    {
        engine.Calls.Tell(news, ActorRefs.NoSender);
        watch.Watch(news.CallId);
    }

    public void Report(CallCommands.ReportWords words) => engine.Calls.Tell(words, ActorRefs.NoSender);

    public void Report(CallCommands.ReportAnsweredBy answeredBy) => engine.Calls.Tell(answeredBy, ActorRefs.NoSender);

    public async Task<ICallReply> InviteMediaAsync(CallCommands.InviteMedia request, CancellationToken cancellationToken)
    {
        var reply = await AskAsync(request, cancellationToken).ConfigureAwait(false);
        // A gateway that was started again learns here of a call that goes on.
        if (reply is CallReplies.MediaInvited) watch.Watch(request.CallId);
        return reply;
    }

    public async Task<ICallReply> AdmitAsync(CallCommands.AdmitInbound request, CancellationToken cancellationToken)
    {
        if (gate.IsClosed) return Stopping(request);
        var person = request.Person is { } id ? pins.Find(id) : null;
        var spoken = request with { Voice = person?.Voice, Language = person?.Language, Hints = person?.Hints };
        var reply = await AskAsync(spoken, cancellationToken).ConfigureAwait(false);
        if (reply is CallReplies.Admitted) watch.Watch(request.CallId);
        return reply;
    }

    private async Task<ICallReply> OperateAsync(ICallOperation operation, CancellationToken cancellationToken)
    {
        if (gate.IsClosed) return Stopping(operation);
        return await engine.Calls.AskPatientlyAsync<ICallReply>(operation, LongestOperation, time, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ICallReply> AskAsync(ICallCommand command, CancellationToken cancellationToken) =>
        await engine.Calls.AskWithinAsync<ICallReply>(command, QuestionWithin, time, cancellationToken).ConfigureAwait(false)
        ?? throw new TimeoutException("The call did not answer.");

    private static CallReplies.Refused Stopping(IWithCallId command) => new(command.CallId, RefusalReason.Stopping, "The gateway is stopping.");
}
