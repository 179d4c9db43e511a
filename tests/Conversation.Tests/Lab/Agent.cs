using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>The agent: places the call, thinks about each answer, says what its script wants next, and says goodbye at the end. What it is
/// told of the person's words is kept, in order.</summary>
internal sealed class Agent : ReceiveActor
{
    private readonly CallId _call;
    private readonly LabTime _time;
    private readonly Trace _trace;
    private readonly AgentScript _script;
    private readonly IActorRef _calls;
    private int _operation;
    private int _next;

    public Agent(CallId call, IActorRef calls, LabTime time, Trace trace, AgentScript script)
    {
        (_call, _calls, _time, _trace, _script) = (call, calls, time, trace, script);
        Receive<CallReplies.TurnTaken>(OnTurn);
        Receive<CallReplies.Refused>(OnRefused);
        Receive<CallReplies.Ended>(_ => _trace.Add(Who.Agent, "ended"));
        Receive<CallReplies.Spoken>(_ => { });
        Receive<Say>(s => Continue(s.Message));
    }

    protected override void PreStart() =>
        _calls.Tell(new CallCommands.PlaceCall(_call, NextOperation(), new Callee("softphone"), _script.Messages[_next++], Expectation.Open.Instance), Self);

    private void OnTurn(CallReplies.TurnTaken turn)
    {
        _script.IsWaitingToBeHeard = false;
        _trace.Add(Who.Agent, "told", turn.Response);
        _script.Told.Add(new AgentScript.Answer(turn.Response, turn.Heard, turn.Interrupted));
        if (turn.EndReason is null) Think();
    }

    private void OnRefused(CallReplies.Refused refused)
    {
        _trace.Add(Who.Agent, "refused", $"{refused.Reason}");
        if (refused.Reason is RefusalReason.NothingHeard or RefusalReason.SpeechFailed) Think();
    }

    private void Think()
    {
        var self = Self;
        if (_next < _script.Messages.Count)
        {
            var message = _script.Messages[_next++];
            _time.After(_script.Thinks, () => self.Tell(new Say(message), ActorRefs.NoSender));
        }
        else if (_script.Farewell.Length > 0)
        {
            var (calls, goodbye) = (_calls, new CallCommands.EndCall(_call, NextOperation(), _script.Farewell));
            _time.After(_script.Thinks, () => calls.Tell(goodbye, self));
        }
    }

    private void Continue(string message)
    {
        _trace.Add(Who.Agent, "says", message);
        _script.IsWaitingToBeHeard = true;
        _calls.Tell(new CallCommands.ContinueCall(_call, NextOperation(), message, Expectation.Open.Instance), Self);
    }

    private OperationId NextOperation() => new($"op-{++_operation}");

    private sealed record Say(string Message);
}

/// <summary>What the agent has to say, and what it was told.</summary>
internal sealed record AgentScript(IReadOnlyList<string> Messages, string Farewell)
{
    public TimeSpan Thinks { get; init; } = TimeSpan.FromMilliseconds(300);

    public List<Answer> Told { get; } = [];

    /// <summary>The agent has said something that the person has not heard to its end; told by the tap.</summary>
    public bool IsWaitingToBeHeard { get; set; }

    internal sealed record Answer(string Response, string Heard, bool Interrupted);
}
