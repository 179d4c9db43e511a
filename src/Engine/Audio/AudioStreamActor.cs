using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Engine.Recording;
using CallActors.Engine.Speech;
using CallActors.Engine.Turns;

namespace CallActors.Engine.Audio;

/// <summary>
/// One media socket: hears the person, says what the call wants said, and decides frame by frame who has the turn. Lives and dies with
/// its socket; the call outlives it. Speaking is in <c>.Speaking.cs</c>, hearing in <c>.Hearing.cs</c>.
/// Protocol: docs/protocols/audio-stream.md.
/// </summary>
public sealed partial class AudioStreamActor : ReceiveActor, IWithTimers
{
    private readonly IMediaOutlet _outlet;
    private readonly IActorRef _calls;
    private SpeechServices _services;
    private readonly IPlayoutClock _clock;
    private readonly TurnRules _turns;
    private readonly IVoiceActivityDetector _voiceActivity;
    private readonly TurnTracker _tracker;
    private readonly Playout _playout;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef _stt = ActorRefs.Nobody;
    private CallId _call;
    private int _stream;

    public AudioStreamActor(IMediaOutlet outlet, IActorRef calls, SpeechServices services)
    {
        _outlet = outlet;
        _calls = calls;
        _services = services;
        _growing = services.Speakable.Begin();
        _clock = services.Clock;
        _turns = services.Turns;
        _voiceActivity = services.VoiceActivity.Create();
        _tracker = new TurnTracker(services.Turns);
        _language = TurnLanguage.For(services.Rules.Language);
        _endOfTurn = new EndOfTurn(services.Turns, _language);
        _commit = TurnLimits.Frames(services.Turns.CommitWords > 1 ? TimeSpan.MaxValue : services.Turns.CommitVoiced);
        _commitInGreeting = Math.Max(_commit, TurnLimits.Frames(services.Turns.CommitVoicedInGreeting));
        _commitOverNoises = Math.Max(_commit, TurnLimits.Frames(services.Turns.CommitVoicedOverNoises));
        _playout = new Playout(services.Playout);
        _preRollFrames = (int)(services.Rules.PreRoll / AudioFormat.FrameDuration);
        _recognizer = new SttReports.Listens(services.Recognizers[0].WantsSilence, services.Recognizers[0].FollowsTurns);
        _passesOn = _recognizer.WantsSilence;
        MeasureAnew();
        Become(Unattached);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(IMediaOutlet outlet, IActorRef calls, SpeechServices services) =>
        Props.Create(() => new AudioStreamActor(outlet, calls, services));

    protected override void PreStart() =>
        Timers.StartSingleTimer(nameof(AttachIsLate), AttachIsLate.Instance, _services.Rules.AttachWithin);

    protected override void PostStop()
    {
        _clock.Remove(Self);
        while (_preRoll.TryDequeue(out var frame)) frame.Return();
        CompleteTrack();
        _outlet.Close("The stream has ended.");
        base.PostStop();
    }

    /// <summary>A voice that breaks costs its utterance; a recognition that breaks is started again, thrice in half a minute, then lost.</summary>
    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(3, TimeSpan.FromSeconds(30), _ => Sender.Path.Name == SttName ? Directive.Restart : Directive.Stop);

    private void Unattached()
    {
        Receive<MediaSignals.Started>(OnStarted);
        Receive<StreamEvents.Attached>(OnAttached);
        Receive<CallReplies.Refused>(refused => Leave($"Refused: {refused.Detail}"));
        Receive<AttachIsLate>(_ => Leave("No valid token came in time."));
        Receive<AudioFrame>(frame => frame.Return());
        Receive<MediaSignals.Stopped>(_ => Leave("Stopped before it belonged to a call."));
        Receive<MediaSignals.Disconnected>(_ => Context.Stop(Self));
        Receive<MediaSignals.MarkReturned>(_ => { });
        Receive<MediaSignals.KeyPressed>(_ => { });
    }

    private void Serving()
    {
        Receive<AudioFrame>(OnFrame);
        Receive<PlayoutTick>(_ => OnTick());
        Receive<MediaSignals.MarkReturned>(m => OnMarkReturned(m.Mark));
        Receive<MediaSignals.KeyPressed>(k => OnKeyPressed(k.Key));
        Receive<MediaSignals.Stopped>(_ => OnGone());
        Receive<MediaSignals.Disconnected>(_ => OnGone());
        Receive<MediaSignals.Started>(_ => Leave("A second start."));

        Receive<StreamCommands.Say>(OnSay);
        Receive<StreamCommands.SayMore>(OnSayMore);
        Receive<StreamCommands.Prepare>(OnPrepare);
        Receive<StreamCommands.StopSaying>(OnStopSaying);
        Receive<StreamCommands.PlayEarcon>(OnPlayEarcon);
        Receive<StreamCommands.Expect>(OnExpect);
        Receive<StreamCommands.WatchMachine>(w => OnWatchMachine(w.Watch));
        Receive<StreamCommands.TakeWords>(OnTakeWords);
        Receive<StreamCommands.Record>(OnRecord);
        Receive<StreamCommands.StopRecording>(_ => CompleteTrack());
        Receive<StreamCommands.MuteRecording>(OnMuteRecording);
        Receive<RecordingMessages.Stopped>(OnRecordingStopped);
        Receive<StreamCommands.Close>(OnClose);

        Receive<PlaybackReports.SentenceBegan>(OnSentenceBegan);
        Receive<PlaybackReports.Audio>(OnAudio);
        Receive<PlaybackReports.SentenceEnded>(OnSentenceEnded);
        Receive<PlaybackReports.SentenceBroke>(OnSentenceBroke);
        Receive<PlaybackReports.Finished>(OnPlaybackFinished);
        Receive<PlaybackReports.Failed>(f => OnPlaybackFailed(f.Utterance, f.Detail));
        Receive<PlaybackDied>(OnPlaybackDied);

        Receive<SttReports.Interim>(t => OnInterim(t.Text));
        Receive<SttReports.Phrase>(t => OnPhrase(t.Text));
        Receive<SttReports.SegmentText>(OnSegmentText);
        Receive<SttReports.Listens>(OnListens);
        Receive<SttReports.Restarted>(_ => OnTextIsOverdue());
        Receive<SttReports.Turn>(t => OnServiceTurn(t.Happened));
        Receive<SttReports.AudioMissed>(OnAudioMissed);
        Receive<SttReports.Lost>(l => OnRecognitionLost(l.Detail));
        Receive<SttReports.Returned>(_ => OnRecognitionReturned());
        Receive<SttDied>(_ => OnRecognitionDied());

        Receive<YieldedLongEnough>(_ => OnYieldedLongEnough());
        Receive<ClearIsLate>(_ => OnClearIsLate());
        Receive<GraceIsOver>(_ => OnGraceIsOver());
        Receive<TextIsLate>(_ => OnTextIsLate());
        Receive<TextIsOverdue>(_ => OnTextIsOverdue());
        Receive<StreamEvents.Attached>(_ => { });
        Receive<CallReplies.Refused>(_ => { });
    }

    private void OnStarted(MediaSignals.Started start)
    {
        _call = start.CallId;
        _calls.Tell(new StreamEvents.Attach(start.CallId, start.Token), Self);
    }

    private void OnAttached(StreamEvents.Attached attached)
    {
        _stream = attached.Stream;
        SpeakAs(attached.Speech ?? CallSpeech.OfNode);
        _stt = Context.ActorOf(SttSessionActor.PropsFor(_services), SttName);
        Context.WatchWith(_stt, SttDied.Instance);
        // If the call moves to another node or is recovered, it finds this stream by the next socket; this one has lost its owner.
        Timers.Cancel(nameof(AttachIsLate));
        Become(Serving);
    }

    /// <summary>Nothing has been said or heard: the call's own language, voice and words take the place of the node's.</summary>
    private void SpeakAs(CallSpeech speech)
    {
        _services = _services.For(speech);
        _language = TurnLanguage.For(_services.Rules.Language);
        _endOfTurn = new EndOfTurn(_turns, _language);
        MeasureAnew();
    }

    /// <summary>The carrier's side is gone; the call may go on with another socket. It is told first what was heard to the word.</summary>
    private void OnGone()
    {
        CompleteFinish();
        if (_playout.IsActive && _playout.HasBegun)
            ToCall(new StreamEvents.SpeechProgressed(_call, _stream, _playout.Utterance, _playout.HeardLength(_clock.Now)));
        DeliverWhatIsThere();
        ToCall(new StreamEvents.Detached(_call, _stream));
        Context.Stop(Self);
    }

    /// <summary>Another socket has taken the call, or it is over. What the person has said into this one is theirs all the same.</summary>
    private void OnClose(StreamCommands.Close close)
    {
        DeliverWhatIsThere();
        Leave(close.Reason);
    }

    private void Leave(string reason)
    {
        _outlet.Close(reason);
        Context.Stop(Self);
    }

    private void OnRecognitionLost(string detail)
    {
        _log.Warning("Recognition is lost on call {0}: {1}", _call, detail);
        _turn.GiveUpAnswers();
        DeliverWhatIsThere();
        CloseTurn();
        ToCall(new StreamEvents.RecognitionLost(_call, _stream, detail));
    }

    private void OnRecognitionReturned()
    {
        _log.Info("Recognition is back on call {0}.", _call);
        ToCall(new StreamEvents.RecognitionReturned(_call, _stream));
    }

    private void OnRecognitionDied()
    {
        _stt = ActorRefs.Nobody;
        OnRecognitionLost("Recognition broke again and again.");
    }

    private void OnAudioMissed(SttReports.AudioMissed missed) =>
        _log.Warning("On call {0} no recogniser took {1:0.0} s of what was said.", _call, missed.Duration.TotalSeconds);

    private void ToCall(ICallCommand message) => _calls.Tell(message, Self);

    private const string SttName = "stt";

    private sealed record AttachIsLate
    {
        public static AttachIsLate Instance { get; } = new();
    }

    private sealed record SttDied
    {
        public static SttDied Instance { get; } = new();
    }

    private sealed record PlaybackDied(int Utterance, IActorRef Playback);

    private sealed record ClearIsLate
    {
        public static ClearIsLate Instance { get; } = new();
    }

    private sealed record GraceIsOver
    {
        public static GraceIsOver Instance { get; } = new();
    }

    private sealed record TextIsLate
    {
        public static TextIsLate Instance { get; } = new();
    }

    private sealed record TextIsOverdue
    {
        public static TextIsOverdue Instance { get; } = new();
    }

    private sealed record YieldedLongEnough
    {
        public static YieldedLongEnough Instance { get; } = new();
    }
}
