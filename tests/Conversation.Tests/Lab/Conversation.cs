using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Engine.Audio;
using CallActors.Engine.Calls;
using CallActors.Engine.Speech;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>
/// A whole conversation in virtual time: the real call and the real audio stream between a simulated person, line, carrier, recogniser, voice
/// and agent, whose truth is known. Moves in steps of 20 ms, on one thread.
/// </summary>
internal sealed class Conversation
{
    private readonly IActorRef _shelf;
    private readonly Random _random;
    private readonly PhoneLine _line;
    private readonly Func<Carrier, IActorRef> _openStream;
    private readonly List<MediaSocket> _sockets = [];
    private readonly List<(TimeSpan From, TimeSpan To)> _gaps = [];
    private TimeSpan _lostAt = TimeSpan.MaxValue;

    public Conversation(ActorSystem system, LabRules rules, AgentScript script, int seed)
    {
        _random = new Random(seed);
        Rules = rules;
        Time = new LabTime((TestScheduler)system.Scheduler);
        Trace = new Trace(Time);
        Script = script;
        Tape = new Tape();
        Caller = new Caller(Time, Trace);
        Voices = [.. rules.Voices.Select((r, i) => new LabVoice(Time, Trace, Tape, r, $"voice-{i + 1}"))];
        Recognizers = [.. rules.Recognizers.Select((r, i) => new LabRecognizer(Time, Trace, r, Caller, Tape, $"ears-{i + 1}"))];
        Ear = new Ear(Time, Tape);
        _line = new PhoneLine(Time, new Random(seed + 2), rules.Line);
        Phone = new LabPhone(Trace);
        Id = CallId.ForIdempotencyKey($"lab-{seed}-{Guid.NewGuid()}");
        Silences = new Silences(this);

        _shelf = system.ActorOf(Props.Create(() => new Shelf()));
        var services = new CallServices(new CarrierDirectory(Phone), ActorRefs.Nobody, rules.Calls);
        var (id, time, trace, tape) = (Id, Time, Trace, Tape);
        Call = Placed(Props.Create(() => new CallActor(id, services)));
        var call = Call;
        var speech = new SpeechServices(
            [.. Voices], [.. Recognizers], new LabSentences(), new TrueEars(), Time, rules.Speech, rules.Turns, rules.Playout, new SpeechHealth())
        {
            // Of its own, so that what is drawn for the roads does not depend on what fails.
            Chance = new Random(~seed).NextDouble,
        };
        _openStream = carrier =>
        {
            Func<IActorRef, Props> streamFor = calls => AudioStreamActor.PropsFor(carrier, calls, speech);
            return Placed(Props.Create(() => new Tap(call, streamFor, trace, tape, script))).Ask<IActorRef>(Tap.AskStream.Instance).GetAwaiter().GetResult();
        };
        Placed(Props.Create(() => new Agent(id, call, time, trace, script)));
    }

    public LabRules Rules { get; }

    public LabTime Time { get; }

    public Trace Trace { get; }

    public AgentScript Script { get; }

    public Tape Tape { get; }

    public Caller Caller { get; }

    public IReadOnlyList<LabVoice> Voices { get; }

    public IReadOnlyList<LabRecognizer> Recognizers { get; }

    public Ear Ear { get; }

    public LabPhone Phone { get; }

    public CallId Id { get; }

    public IActorRef Call { get; }

    /// <summary>Times in which nobody was heard, longer than there was a reason for.</summary>
    public Silences Silences { get; }

    /// <summary>Every media socket that the call has had.</summary>
    public IReadOnlyList<MediaSocket> Sockets => _sockets;

    /// <summary>Times in which the person spoke into a line that had no socket.</summary>
    public IEnumerable<(TimeSpan From, TimeSpan To)> Gaps => HasSocket ? _gaps : _gaps.Append((_lostAt, EndedAt));

    /// <summary>Keys that were pressed while a socket was there.</summary>
    public List<(TimeSpan At, char Key)> Pressed { get; } = [];

    /// <summary>When the person pressed a key last.</summary>
    public TimeSpan LastKeyAt { get; private set; } = TimeSpan.MinValue / 2;

    /// <summary>The most syntheses that were open at once.</summary>
    public int MostSyntheses { get; private set; }

    /// <summary>The most recognitions that were open at once.</summary>
    public int MostRecognitions { get; private set; }

    /// <summary>Actors of this conversation that have not ended.</summary>
    public int LiveActors => _shelf.Ask<int>(Shelf.Count.Instance).GetAwaiter().GetResult();

    public bool IsOver => Phone.IsHungUp || HasHungUp;

    /// <summary>The person has hung up.</summary>
    public bool HasHungUp { get; private set; }

    public TimeSpan EndedAt { get; private set; }

    public bool HasSocket => _sockets.Count > 0 && _lostAt == TimeSpan.MaxValue;

    /// <summary>The call at its end, as it has kept itself.</summary>
    public CallReplies.CallView Kept { get; private set; } = null!;

    /// <summary>Operations that had no answer when the call was over.</summary>
    public int Unanswered { get; private set; }

    private MediaSocket Socket => _sockets[^1];

    /// <summary>The person picks up.</summary>
    public void PickUp()
    {
        Call.Tell(new CallCommands.ReportLeg(Id, LabPhone.LegOf(Id), Contracts.Carriers.LegNews.Answered), ActorRefs.NoSender);
        OpenSocket();
    }

    /// <summary>The media socket breaks; the carrier opens another one after a while, as a redirect behind the stream does.</summary>
    public void LoseSocket(TimeSpan away)
    {
        if (IsOver || !HasSocket) return;
        Trace.Add(Who.Carrier, "loses", "the socket");
        _lostAt = Time.Now;
        Socket.Lose();
        Time.After(away, () =>
        {
            if (IsOver) return;
            OpenSocket();
            _gaps.Add((_lostAt, Time.Now));
            _lostAt = TimeSpan.MaxValue;
        });
    }

    public void Press(char key)
    {
        Trace.Add(Who.Caller, "presses", key.ToString());
        LastKeyAt = Time.Now;
        if (!HasSocket) return;
        Pressed.Add((Time.Now, key));
        Socket.Press(key);
    }

    /// <summary>The person types instead of speaking.</summary>
    public void Type(string text)
    {
        Trace.Add(Who.Caller, "types", text);
        Call.Tell(new CallCommands.ReportWords(Id, LabPhone.LegOf(Id), text, IsFinal: true, WordSource.Typed), ActorRefs.NoSender);
    }

    public void HangUp()
    {
        if (IsOver) return;
        HasHungUp = true;
        Trace.Add(Who.Caller, "hangs-up");
        var (call, id) = (Call, Id);
        Action report = () => call.Tell(new CallCommands.ReportLeg(id, LabPhone.LegOf(id), Contracts.Carriers.LegNews.HungUp), ActorRefs.NoSender);
        if (HasSocket) Socket.Stop(report);
        else report();
    }

    /// <summary>The recogniser that listens loses its connection.</summary>
    public void BreakRecognizer()
    {
        foreach (var recognizer in Recognizers) recognizer.Break();
    }

    /// <summary>20 ms pass for everybody.</summary>
    public void Pass()
    {
        Time.Pass(() =>
        {
            if (_sockets.Count == 0 || IsOver) return;
            Socket.Carrier.Pass();
            var sound = _line.Up(Caller.Next());
            if (HasSocket) Socket.Record(sound);
        });
        Silences.Watch();
        MostSyntheses = Math.Max(MostSyntheses, Voices.Sum(v => v.Open));
        MostRecognitions = Math.Max(MostRecognitions, Recognizers.Sum(r => r.Open));
    }

    public void Pass(TimeSpan duration)
    {
        for (var i = 0; i < (int)(duration / AudioFormat.FrameDuration); i++) Pass();
    }

    /// <summary>After the end: lets the call's own time run out, so that everything can be freed.</summary>
    public void Finish()
    {
        EndedAt = Time.Now;
        Pass(TimeSpan.FromSeconds(1));
        Kept = View();
        Unanswered = Script.Asked - Script.Answered;
        for (var i = 0; i < 100; i++) Time.Leap(TimeSpan.FromSeconds(1));
    }

    /// <summary>What the call knows of itself.</summary>
    public CallReplies.CallView View() => Call.Ask<CallReplies.CallView>(new CallCommands.GetCall(Id)).GetAwaiter().GetResult();

    private void OpenSocket()
    {
        var reply = Call.Ask<ICallReply>(new CallCommands.InviteMedia(Id, LabPhone.LegOf(Id))).GetAwaiter().GetResult();
        if (reply is not CallReplies.MediaInvited invited) return;
        var line = Rules.Line;
        var (up, down) = (new Road(Time, _random, line.Up, line.Jitter), new Road(Time, _random, line.Down, line.Jitter));
        var carrier = new Carrier(Trace, _random, line, down, new Road(Time, _random, line.Up, line.Jitter + line.MarksLate), _line, Ear);
        _sockets.Add(new MediaSocket(carrier, _openStream(carrier), up));
        Socket.Start(Id, invited.Token);
    }

    private IActorRef Placed(Props props) => _shelf.Ask<IActorRef>(props).GetAwaiter().GetResult();
}
