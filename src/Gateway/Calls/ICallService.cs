using CallActors.Contracts.Calls;

namespace CallActors.Gateway.Calls;

/// <summary>
/// The calls, as the HTTP edge sees them. Every operation is answered once; a repeated one (same call, same operation id) joins the
/// running operation or gets the finished one's reply. Cancelling a token ends the waiting alone: the operation goes on until it is
/// abandoned.
/// </summary>
public interface ICallService
{
    /// <summary>Rings, speaks, listens: <see cref="CallReplies.TurnTaken"/> or <see cref="CallReplies.Refused"/>.</summary>
    Task<ICallReply> PlaceAsync(CallCommands.PlaceCall command, CancellationToken cancellationToken);

    /// <summary>Speaks and listens: <see cref="CallReplies.TurnTaken"/> or <see cref="CallReplies.Refused"/>.</summary>
    Task<ICallReply> ContinueAsync(CallCommands.ContinueCall command, CancellationToken cancellationToken);

    /// <summary>Speaks: <see cref="CallReplies.Spoken"/> or <see cref="CallReplies.Refused"/>.</summary>
    Task<ICallReply> SpeakAsync(CallCommands.Speak command, CancellationToken cancellationToken);

    /// <summary>Listens: <see cref="CallReplies.TurnTaken"/> or <see cref="CallReplies.Refused"/>.</summary>
    Task<ICallReply> ListenAsync(CallCommands.Listen command, CancellationToken cancellationToken);

    /// <summary>Brings more of an operation's message: <see cref="CallReplies.TextTaken"/> or <see cref="CallReplies.Refused"/>.</summary>
    Task<ICallReply> AddTextAsync(CallCommands.AddText command, CancellationToken cancellationToken);

    /// <summary>Tells the person how the agent's work goes: <see cref="CallReplies.ProgressTaken"/> or <see cref="CallReplies.Refused"/>, at
    /// once.</summary>
    Task<ICallReply> ReportProgressAsync(CallCommands.ReportProgress command, CancellationToken cancellationToken);

    /// <summary>Says goodbye and hangs up: <see cref="CallReplies.Ended"/> or <see cref="CallReplies.Refused"/>.</summary>
    Task<ICallReply> EndAsync(CallCommands.EndCall command, CancellationToken cancellationToken);

    /// <summary>Hangs up at once: <see cref="CallReplies.Ended"/> or <see cref="CallReplies.Refused"/>.</summary>
    Task<ICallReply> HangUpAsync(CallCommands.HangUp command, CancellationToken cancellationToken);

    /// <summary>Nobody waits for this operation any more. Returns at once; an operation that is over or unknown is no error.</summary>
    void Abandon(CallCommands.AbandonOperation command);

    /// <summary>The call as it stands: <see cref="CallReplies.CallView"/> or <see cref="CallReplies.Refused"/>.</summary>
    Task<ICallReply> GetAsync(CallCommands.GetCall command, CancellationToken cancellationToken);

    /// <summary>The latest calls, newest first, at most <paramref name="limit"/> (1–1,000).</summary>
    Task<IReadOnlyList<CallSummary>> ListAsync(int limit, CancellationToken cancellationToken);
}
