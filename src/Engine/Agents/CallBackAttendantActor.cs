using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Agents;

/// <summary>
/// Is with a person who asked by text to be called. Where no agent waits it asks what it is about, and says goodbye; the words stay in the
/// call's transcript. Where one was told of the call it does the same, should the agent not use the call in time; from the agent's first
/// operation on it is gone. It talks to its call, its parent, by the same operations as any agent, under ids of its own, so that it goes on
/// where it was after a restart.
/// </summary>
public sealed class CallBackAttendantActor : ReceiveActor, IWithTimers
{
    /// <summary>Its name below the call.</summary>
    public const string Name = "call-back";

    private static readonly OperationId Note = new("call-back-note");
    private static readonly OperationId Goodbye = new("call-back-goodbye");

    private readonly CallId _call;
    private readonly CallAttendant _role;
    private readonly CallPhrases _phrases;
    private readonly TimeSpan _agentWithin;
    private string _goodbye = "";

    public CallBackAttendantActor(CallId call, CallAttendant role, string language, TimeSpan agentWithin)
    {
        (_call, _role, _phrases, _agentWithin) = (call, role, CallPhrases.For(language), agentWithin);
        Receive<AgentIsLate>(_ => Look());
        Receive<CallReplies.CallView>(OnView);
        Receive<CallReplies.TurnTaken>(turn =>
        {
            if (turn.EndReason is not null) Context.Stop(Self);
            else Conclude(_phrases.NoteTaken);
        });
        Receive<CallReplies.Refused>(refused =>
        {
            if (refused.Reason is RefusalReason.NothingHeard or RefusalReason.NotUnderstood or RefusalReason.SpeechFailed) Conclude(_phrases.NothingToNote);
            else Context.Stop(Self);
        });
        Receive<CallReplies.Ended>(_ => Context.Stop(Self));
    }

    /// <summary>The operation that rings the person; its message is the attendant's first words.</summary>
    public static OperationId Ring { get; } = new("call-back");

    /// <summary>Whether this is an operation of an attendant's, and not an agent's.</summary>
    public static bool IsOwn(OperationId operation) => operation == Ring || operation == Note || operation == Goodbye;

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="language">BCP 47 tag of what it speaks.</param>
    /// <param name="agentWithin">How long an agent that was told of the call may take.</param>
    public static Props PropsFor(CallId call, CallAttendant role, string language, TimeSpan agentWithin) =>
        Props.Create(() => new CallBackAttendantActor(call, role, language, agentWithin));

    protected override void PreStart()
    {
        // Under the id of the ringing it joins that, or gets its result.
        if (_role is CallAttendant.TakesNote) Context.Parent.Tell(new CallCommands.Listen(_call, Ring, Expectation.Open.Instance), Self);
        else Timers.StartSingleTimer(nameof(AgentIsLate), AgentIsLate.Instance, _agentWithin);
    }

    private void Conclude(string goodbye)
    {
        _goodbye = goodbye;
        Look();
    }

    private void Look() => Context.Parent.Tell(new CallCommands.GetCall(_call), Self);

    private void OnView(CallReplies.CallView call)
    {
        var agentIsThere = !call.Operations.All(o => IsOwn(o.OperationId));
        if (agentIsThere || call.Phase is CallPhase.Ended) Context.Stop(Self);
        else if (_goodbye.Length > 0) Context.Parent.Tell(new CallCommands.EndCall(_call, Goodbye, _goodbye), Self);
        else Context.Parent.Tell(new CallCommands.ContinueCall(_call, Note, _phrases.AgentNotHere, Expectation.Open.Instance), Self);
    }

    private sealed record AgentIsLate
    {
        public static AgentIsLate Instance { get; } = new();
    }
}
