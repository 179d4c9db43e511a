using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Engine.Audio;
using CallActors.Engine.Calls;
using CallActors.Engine.Speech;
using CallActors.Engine.Turns;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>
/// A whole conversation in virtual time: the real call and the real audio stream between a simulated person, line, carrier, recogniser, voice
/// and agent, whose truth is known. Moves in steps of 20 ms, on one thread.
/// </summary>
internal sealed class Conversation
{
    private readonly IActorRef _shelf;
    private readonly Road _up;
    private readonly List<AudioFrame> _frames = [];
    private readonly AudioFramePool _pool = new(capacity: 0);
    private readonly List<(TimeSpan At, TimeSpan Lasted)> _silences = [];
    private IActorRef _stream = ActorRefs.Nobody;
    private TimeSpan? _silentSince;

    public Conversation(ActorSystem system, LabRules rules, AgentScript script, int seed)
    {
        var random = new Random(seed);
        Rules = rules;
        Time = new LabTime((TestScheduler)system.Scheduler);
        Trace = new Trace(Time);
        Script = script;
        Caller = new Caller(Time, Trace);
        Voice = new LabVoice(Time, Trace, rules.Voice) { Locate = Locate };
        Recognizers = [Ears(rules.Recognizer, "lab-ears"), .. rules.Fallback is { } other ? [Ears(other, "other-ears")] : Array.Empty<LabRecognizer>()];
        Ear = new Ear(Time, Voice);
        _up = new Road(Time, random, rules.Up, rules.Jitter);
        Carrier = new Carrier(Trace, new Road(Time, random, rules.Down, rules.Jitter), new Road(Time, random, rules.Up, rules.Jitter), Ear);
        Phone = new LabPhone(Trace);
        Id = CallId.ForIdempotencyKey($"lab-{seed}-{Guid.NewGuid()}");

        _shelf = system.ActorOf(Props.Create(() => new Shelf()));
        var services = new CallServices(Phone, ActorRefs.Nobody, rules.Calls);
        var (id, time, trace) = (Id, Time, Trace);
        Call = Placed(Props.Create(() => new CallActor(id, services)));
        var call = Call;
        var tap = Placed(Props.Create(() => new Tap(call, trace, script)));
        var speech = new SpeechServices(
            // When the voice breaks the next one is its own other self, on the same tape.
            [Voice, Voice], Recognizers, new LabSentences(), new TrueEars(), Time, rules.Speech, rules.Turns, rules.Playout, new SpeechHealth())
        {
            // Of its own, so that what is drawn for the roads does not depend on what fails.
            Chance = new Random(~seed).NextDouble,
        };
        var carrier = Carrier;
        OpenStream = () => Placed(AudioStreamActor.PropsFor(carrier, tap, speech));
        Placed(Props.Create(() => new Agent(id, call, time, trace, script)));
    }

    public LabRules Rules { get; }

    public LabTime Time { get; }

    public Trace Trace { get; }

    public AgentScript Script { get; }

    public Caller Caller { get; }

    public LabVoice Voice { get; }

    public IReadOnlyList<LabRecognizer> Recognizers { get; }

    /// <summary>The recogniser that listens now.</summary>
    public LabRecognizer Recognizer => Recognizers.FirstOrDefault(r => r.Open > 0) ?? Recognizers[0];

    public Ear Ear { get; }

    public Carrier Carrier { get; }

    public LabPhone Phone { get; }

    public CallId Id { get; }

    public IActorRef Call { get; }

    /// <summary>Frames of the caller that the engine has not given back.</summary>
    public int FramesKept => _frames.Count(IsKept);

    /// <summary>Times in which nobody spoke though it was our turn: a message of the agent's waited to be said.</summary>
    public IReadOnlyList<(TimeSpan At, TimeSpan Lasted)> Silences => _silences;

    /// <summary>Actors of this conversation that have not ended.</summary>
    public int LiveActors => _shelf.Ask<int>(Shelf.Count.Instance).GetAwaiter().GetResult();

    public bool IsOver => Phone.IsHungUp || HasHungUp;

    public bool HasHungUp { get; private set; }

    public TimeSpan EndedAt { get; private set; }

    /// <summary>The person's turns, as the call has kept them.</summary>
    public IReadOnlyList<string> PersonsLines { get; private set; } = [];

    private Func<IActorRef> OpenStream { get; }

    /// <summary>The person picks up.</summary>
    public void PickUp()
    {
        var leg = LabPhone.LegOf(Id);
        Call.Tell(new CallCommands.ReportLeg(Id, leg, Contracts.Carriers.LegNews.Answered), ActorRefs.NoSender);
        var invited = Call.Ask<CallReplies.MediaInvited>(new CallCommands.InviteMedia(Id, leg)).GetAwaiter().GetResult();
        var stream = _stream = OpenStream();
        Carrier.Returned = mark => stream.Tell(new MediaSignals.MarkReturned(mark), ActorRefs.NoSender);
        _stream.Tell(new MediaSignals.Started(Id, invited.Token), ActorRefs.NoSender);
    }

    public void Press(char key)
    {
        Trace.Add(Who.Caller, "presses", key.ToString());
        var stream = _stream;
        _up.Send(() => stream.Tell(new MediaSignals.KeyPressed(key), ActorRefs.NoSender));
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
        var (stream, call, id) = (_stream, Call, Id);
        _up.Send(() =>
        {
            stream.Tell(MediaSignals.Stopped.Instance, ActorRefs.NoSender);
            call.Tell(new CallCommands.ReportLeg(id, LabPhone.LegOf(id), Contracts.Carriers.LegNews.HungUp), ActorRefs.NoSender);
        });
    }

    /// <summary>20 ms pass for everybody.</summary>
    public void Pass()
    {
        Time.Pass(() =>
        {
            Carrier.Pass();
            Record();
        });
        WatchSilence();
    }

    /// <summary>The 20 ms of the person's microphone that are over go up the road.</summary>
    private void Record()
    {
        if (_stream.IsNobody() || IsOver) return;
        var sound = Caller.Next();
        var frame = _pool.Rent();
        sound.CopyTo(frame.Samples, 0);
        _frames.Add(frame);
        var stream = _stream;
        _up.Send(() =>
        {
            if (IsOver || Carrier.IsClosed) frame.Return();
            else stream.Tell(frame, ActorRefs.NoSender);
        });
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
        PersonsLines = [.. View().Transcript.Where(l => l.Speaker is Speaker.Person).Select(l => l.Text)];
        for (var i = 0; i < 100; i++) Time.Leap(TimeSpan.FromSeconds(1));
    }

    // It is our turn from the moment when the agent has said something to the moment when it was heard.
    private void WatchSilence()
    {
        var ours = Script.IsWaitingToBeHeard && !IsOver && !Caller.IsSpeaking && Time.Now - Caller.LastSoundAt > TimeSpan.FromSeconds(1.5);
        if (!ours || Ear.LastSpeechAt == Time.Now)
        {
            if (_silentSince is { } since) _silences.Add((since, Time.Now - since));
            _silentSince = null;
        }
        else
        {
            _silentSince ??= Time.Now;
        }
    }

    /// <summary>What the call knows of itself.</summary>
    public CallReplies.CallView View() => Call.Ask<CallReplies.CallView>(new CallCommands.GetCall(Id)).GetAwaiter().GetResult();

    private LabRecognizer Ears(LabRecognizerRules rules, string name) => new(Time, Trace, rules, Caller.WordOf) { Name = name };

    private IActorRef Placed(Props props) => _shelf.Ask<IActorRef>(props).GetAwaiter().GetResult();

    // The agent's messages are the utterances, in order; a sentence stands in one of them as it is spoken.
    private (int Utterance, int From) Locate(string sentence)
    {
        for (var i = 0; i <= Script.Messages.Count; i++)
        {
            var message = i < Script.Messages.Count ? Script.Messages[i] : Script.Farewell;
            var at = message.IndexOf(sentence, StringComparison.Ordinal);
            if (at >= 0) return (i + 1, at);
        }

        return (0, 0);
    }

    private static bool IsKept(AudioFrame frame)
    {
        try
        {
            frame.Return();
            return true;
        }
        catch (InvalidOperationException)
        {
            // It was given back, as it should be.
            return false;
        }
    }
}

/// <summary>The constants of one conversation.</summary>
internal sealed record LabRules
{
    public TimeSpan Down { get; init; }

    public TimeSpan Up { get; init; }

    public TimeSpan Jitter { get; init; }

    public LabVoiceRules Voice { get; init; } = new();

    public LabRecognizerRules Recognizer { get; init; } = new();

    /// <summary>The recogniser that takes over; null for none.</summary>
    public LabRecognizerRules? Fallback { get; init; }

    public TurnRules Turns { get; init; } = TurnRules.Default;

    public PlayoutRules Playout { get; init; } = PlayoutRules.Default;

    public SpeechRules Speech { get; init; } = SpeechRules.Default;

    public CallRules Calls { get; init; } = CallRules.Default;
}

/// <summary>Sentences end with a full stop or a question mark and a space, and are spoken as they are written.</summary>
internal sealed class LabSentences : ISpeakableText
{
    public IReadOnlyList<SpeakableSentence> Split(string text, int from, bool isComplete)
    {
        var sentences = new List<SpeakableSentence>();
        for (var at = from; at < text.Length;)
        {
            var end = NextEnd(text, at);
            if (end < 0 && !isComplete) break;
            if (end < 0) end = text.Length;
            sentences.Add(new SpeakableSentence(text[at..end].TrimEnd(), at, end - at));
            at = end;
        }

        return sentences;
    }

    private static int NextEnd(string text, int from)
    {
        for (var i = from; i + 1 < text.Length; i++)
            if (text[i] is '.' or '?' && text[i + 1] == ' ') return i + 2;
        return -1;
    }
}
