using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>The agent: places the call, thinks about each answer, says what its script wants next, and says goodbye at the end. What it is
/// told of the person's words is kept, in order. It watches the call, so that it can think ahead or give way.</summary>
internal sealed class Agent : ReceiveActor
{
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
    private TimeSpan? _readyAt;

    public Agent(CallId call, IActorRef calls, LabTime time, Trace trace, AgentScript script)
    {
        (_call, _calls, _time, _trace, _script) = (call, calls, time, trace, script);
        Receive<CallReplies.TurnTaken>(OnTurn);
        Receive<CallReplies.Refused>(OnRefused);
        Receive<CallReplies.Ended>(_ => _trace.Add(Who.Agent, "ended"));
        Receive<CallReplies.Spoken>(_ => { });
        Receive<CallReplies.TextTaken>(t => { if (t.IsWanted && t.Length == _streamed) _script.IsWaitingToBeHeard = true; });
        Receive<Thought>(t => OnThought(t.Number));
        Receive<CallActivity.PersonSays>(s => { if (s.IsLikelyWhole) ThinkAhead(); });
        Receive<CallActivity.PersonSpeaks>(s => { if (s.Speaking) GiveWay(); });
        Receive<CallActivity>(_ => { });
    }

    protected override void PreStart()
    {
        _calls.Tell(new CallCommands.PlaceCall(_call, NextOperation(), new Callee("softphone"), _script.Messages[_next++], Expectation.Open.Instance), Self);
        _calls.Tell(new CallCommands.ObserveCall(_call), Self);
    }

    private void OnTurn(CallReplies.TurnTaken turn)
    {
        _script.IsWaitingToBeHeard = false;
        _trace.Add(Who.Agent, "told", turn.Response);
        _script.Told.Add(new AgentScript.Answer(turn.Response, turn.Heard, turn.Interrupted, _next));
        if (turn.EndReason is null) Think();
    }

    private void OnRefused(CallReplies.Refused refused)
    {
        _trace.Add(Who.Agent, "refused", $"{refused.Reason}");
        if (refused.Reason is RefusalReason.NothingHeard or RefusalReason.SpeechFailed or RefusalReason.NotUnderstood) Think();
    }

    /// <summary>Thinks from now on; what it began to think ahead of the turn's end counts.</summary>
    private void Think()
    {
        if (_thinks && _script.Manners.Preempts is not Preemption.Off) return;
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
        if (_script.Manners.Preempts is Preemption.Off || _thinks || _readyAt is not null || _next >= _script.Messages.Count) return;
        Begin();
    }

    private void Begin()
    {
        _thinks = true;
        var (self, number) = (Self, ++_thought);
        _time.After(_script.Manners.Thinks, () => self.Tell(new Thought(number), ActorRefs.NoSender));
    }

    private void OnThought(int number)
    {
        if (!_thinks || number != _thought) return;
        _thinks = false;
        // Thinking ahead, it keeps what it thought until it is told the turn; speaking ahead, it says it at once: the call waits for the pause.
        if (_script.Manners.Preempts is Preemption.Thinking && _script.Told.Count < _next) _readyAt = _time.Now;
        else Speak();
    }

    private void Speak()
    {
        if (_next < _script.Messages.Count)
        {
            var message = _script.Messages[_next];
            var interruptible = !_script.Manners.Insists.Contains(_next++);
            _trace.Add(Who.Agent, "says", message);
            // While its text is still coming, silence is the agent's.
            _script.IsWaitingToBeHeard = _script.Manners.WordEvery is null;
            if (_script.Manners.WordEvery is { } every) Stream(message, interruptible, every);
            else _calls.Tell(new CallCommands.ContinueCall(_call, NextOperation(), message, Expectation.Open.Instance, null, interruptible), Self);
        }
        else if (_script.Farewell.Length > 0)
        {
            _calls.Tell(new CallCommands.EndCall(_call, NextOperation(), _script.Farewell), Self);
        }
    }

    /// <summary>Says a message word by word, as it is thought of.</summary>
    private void Stream(string message, bool interruptible, TimeSpan every)
    {
        var operation = NextOperation();
        _streamed = message.Length;
        var (self, calls, call, time) = (Self, _calls, _call, _time);
        _calls.Tell(new CallCommands.ContinueCall(_call, operation, "", Expectation.Open.Instance, null, interruptible, IsComplete: false), Self);
        Next(0);

        void Next(int from) => time.After(every, () =>
        {
            var end = message.IndexOf(' ', from);
            end = end < 0 ? message.Length : end + 1;
            calls.Tell(new CallCommands.AddText(call, operation, from, message[from..end], end == message.Length), self);
            if (end < message.Length) Next(end);
        });
    }

    /// <summary>The person speaks while it thinks: the thought is out of date.</summary>
    private void GiveWay()
    {
        if (!_script.Manners.GivesWay || !_thinks) return;
        _thinks = false;
        _trace.Add(Who.Agent, "gives-way");
        _calls.Tell(new CallCommands.Listen(_call, NextOperation(), Expectation.Open.Instance), Self);
    }

    private OperationId NextOperation() => new($"op-{++_operation}");

    private sealed record Thought(int Number);
}

/// <summary>How far an agent goes ahead of the turn's end.</summary>
internal enum Preemption
{
    Off,
    Thinking,
    Speaking,
}

/// <summary>How the agent behaves.</summary>
internal sealed record AgentManners
{
    public TimeSpan Thinks { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Gives its thoughts up when the person goes on.</summary>
    public bool GivesWay { get; init; }

    public Preemption Preempts { get; init; }

    /// <summary>Says its messages word by word, one in so long; null says them whole.</summary>
    public TimeSpan? WordEvery { get; init; }

    /// <summary>Messages, by their places, that may not be interrupted.</summary>
    public IReadOnlyList<int> Insists { get; init; } = [];
}

/// <summary>What the agent has to say, and what it was told.</summary>
internal sealed record AgentScript(IReadOnlyList<string> Messages, string Farewell)
{
    public AgentManners Manners { get; init; } = new();

    public List<Answer> Told { get; } = [];

    /// <summary>The agent has said something that the person has not heard to its end; told by the tap.</summary>
    public bool IsWaitingToBeHeard { get; set; }

    /// <param name="Utterance">Messages that the agent had begun to say by then: the last of them is the one that was answered.</param>
    internal sealed record Answer(string Response, string Heard, bool Interrupted, int Utterance);
}
