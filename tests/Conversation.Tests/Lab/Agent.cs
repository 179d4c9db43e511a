using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>The agent: places the call, thinks about each answer, says what its script wants next, and says goodbye at the end. What it is
/// told of the person's words is kept, in order. It watches the call, so that it can think ahead or give way.</summary>
internal sealed class Agent : ReceiveActor
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ListensOnFor = TimeSpan.FromSeconds(5);

    private readonly CallId _call;
    private readonly LabTime _time;
    private readonly Trace _trace;
    private readonly AgentScript _script;
    private readonly IActorRef _calls;
    private int _operation;
    private int _streamed;
    private int _next;
    private int _thought;
    private bool _thinks;
    private bool _listensOn;
    private TimeSpan? _readyAt;

    public Agent(CallId call, IActorRef calls, LabTime time, Trace trace, AgentScript script)
    {
        (_call, _calls, _time, _trace, _script) = (call, calls, time, trace, script);
        Receive<CallReplies.TurnTaken>(OnTurn);
        Receive<CallReplies.Refused>(OnRefused);
        Receive<CallReplies.Spoken>(OnSpoken);
        Receive<CallReplies.Ended>(OnEnded);
        Receive<CallReplies.TextTaken>(t => _script.IsWaitingToBeHeard |= t.IsWanted && t.Length == _streamed);
        Receive<Thought>(t => OnThought(t.Number));
        Receive<CallActivity.PersonSays>(OnPersonSays);
        Receive<CallActivity.PersonSpeaks>(s => { if (s.Speaking) GiveWay(); });
        Receive<CallActivity.Aside>(a => _script.OnHold |= a.Text == "Take your time.");
        ReceiveAny(_ => { });
    }

    private AgentManners Manners => _script.Manners;

    protected override void PreStart()
    {
        Ask(new CallCommands.PlaceCall(
            _call, NextOperation(), new Callee("softphone"), _script.Messages[_next], Expectation.Open.Instance, Interruptible: !Manners.Insists.Contains(_next++)));
        _calls.Tell(new CallCommands.ObserveCall(_call), Self);
    }

    private void OnTurn(CallReplies.TurnTaken turn)
    {
        _script.Answered++;
        _trace.Add(Who.Agent, "told", turn.Response);
        _script.Told.Add(new AgentScript.Answer(turn.Response, turn.Heard, turn.Interrupted, turn.OperationId));
        if (turn.EndReason is not null)
        {
            _script.IsLeft = false;
            return;
        }

        if (Manners.ListensOn.Contains(_next - 1) && !_listensOn) ListenOn();
        else Think();
    }

    private void OnSpoken(CallReplies.Spoken spoken)
    {
        _script.Answered++;
        _script.Told.Add(new AgentScript.Answer("", spoken.Heard, spoken.Interrupted, spoken.OperationId));
        // Its next message is asked for already.
        _script.IsDue();
    }

    private void OnEnded(CallReplies.Ended ended)
    {
        _script.Answered++;
        _script.IsLeft = false;
        _trace.Add(Who.Agent, "ended", ended.Said);
        _script.Told.Add(new AgentScript.Answer(ended.Said, ended.Heard, Interrupted: false, new OperationId($"op-{_operation}")));
    }

    private void OnRefused(CallReplies.Refused refused)
    {
        _script.Answered++;
        _trace.Add(Who.Agent, "refused", $"{refused.Reason}");
        // What it was saying word by word is over, too.
        if (refused.Reason is RefusalReason.CallEnded or RefusalReason.CarrierFailed) _operation++;
        else if (_script.Answered == _script.Asked) Think();
    }

    private void OnPersonSays(CallActivity.PersonSays says)
    {
        if (says.IsFinal)
        {
            _script.Shown.Add(says.Text);
            _script.OnHold = false;
        }

        if (says.IsLikelyWhole) ThinkAhead();
    }

    /// <summary>Thinks from now on; what it began to think ahead of the turn's end counts.</summary>
    private void Think()
    {
        if (_thinks && Manners.Preempts is not Preemption.Off) return;
        if (_readyAt is not null)
        {
            _readyAt = null;
            Speak();
            return;
        }

        Begin();
    }

    private void ThinkAhead()
    {
        if (Manners.Preempts is Preemption.Off || _thinks || _readyAt is not null || _next >= _script.Messages.Count) return;
        Begin();
    }

    private void Begin()
    {
        _thinks = true;
        _script.Owe(_time.Now);
        if (Manners.StallsBefore == _next) return;
        var (self, number) = (Self, ++_thought);
        _time.After(Manners.Thinks, () => self.Tell(new Thought(number), ActorRefs.NoSender));
        if (!Manners.TellsProgress) return;
        for (var at = ProgressEvery; at < Manners.Thinks; at += ProgressEvery)
            _time.After(at, () => _calls.Tell(new CallCommands.ReportProgress(_call, $"Step {number} goes on."), ActorRefs.NoSender));
    }

    private void OnThought(int number)
    {
        if (!_thinks || number != _thought) return;
        _thinks = false;
        // Thinking ahead, it keeps what it thought until it is told the turn; speaking ahead, it says it at once: the call waits for the pause.
        if (Manners.Preempts is Preemption.Thinking && _script.Told.Count < _next) _readyAt = _time.Now;
        else Speak();
    }

    private void Speak()
    {
        _listensOn = false;
        if (_next < _script.Messages.Count)
        {
            var place = _next++;
            var message = _script.Messages[place];
            var interruptible = !Manners.Insists.Contains(place);
            _trace.Add(Who.Agent, "says", message);
            if (Manners.WordEvery is { } every) Stream(place, message, interruptible, every);
            else if (!Manners.Mentions.Contains(place)) Ask(new CallCommands.ContinueCall(_call, NextOperation(), message, Expectation.Open.Instance, null, interruptible));
            else
            {
                Ask(new CallCommands.Speak(_call, NextOperation(), message, interruptible));
                Speak();
            }
        }
        else if (_script.Farewell.Length > 0)
        {
            _trace.Add(Who.Agent, "says", _script.Farewell);
            Ask(new CallCommands.EndCall(_call, NextOperation(), _script.Farewell));
        }
    }

    /// <summary>Says a message word by word, as it is thought of. While its text is still coming, silence is the agent's.</summary>
    private void Stream(int place, string message, bool interruptible, TimeSpan every)
    {
        var operation = NextOperation();
        var number = _operation;
        _streamed = message.Length;
        var half = Manners.StallsWithin == place ? message.Length / 2 : message.Length;
        var (self, calls, call, time) = (Self, _calls, _call, _time);
        Ask(new CallCommands.ContinueCall(_call, operation, "", Expectation.Open.Instance, null, interruptible, IsComplete: false));
        _script.IsWaitingToBeHeard = false;
        Next(0);

        void Next(int from) => time.After(every, () =>
        {
            var end = message.IndexOf(' ', from);
            end = end < 0 ? message.Length : end + 1;
            if (end > half || _operation != number) return;
            calls.Tell(new CallCommands.AddText(call, operation, from, message[from..end], end == message.Length), self);
            if (end < message.Length) Next(end);
        });
    }

    /// <summary>Something may follow: listens without a word.</summary>
    private void ListenOn()
    {
        _listensOn = true;
        Ask(new CallCommands.Listen(_call, NextOperation(), Expectation.Open.Instance, ListensOnFor));
    }

    /// <summary>The person speaks while it thinks: the thought is out of date.</summary>
    private void GiveWay()
    {
        if (!Manners.GivesWay || !_thinks) return;
        _thinks = false;
        _trace.Add(Who.Agent, "gives-way");
        Ask(new CallCommands.Listen(_call, NextOperation(), Expectation.Open.Instance));
    }

    private void Ask(ICallOperation operation)
    {
        _script.Ask(says: operation.Message.Length > 0);
        _calls.Tell(operation, Self);
    }

    private OperationId NextOperation() => new($"op-{++_operation}");

    private sealed record Thought(int Number);
}
