using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Engine.Audio;

namespace CallActors.Engine.Speech;

/// <summary>
/// One utterance's voice: asks a synthesizer for one sentence after the other, a piece at a time, and hands the audio to its stream as long
/// as the stream wants more. One piece is always made ahead, so that an utterance can be prepared before it is asked for. When a voice
/// fails, the next one goes on with the first word that it has not said. Stopping the actor cancels the voice's work at once.
/// Protocol: docs/protocols/playback.md.
/// </summary>
internal sealed class PlaybackActor : ReceiveActor, IWithTimers
{
    private readonly int _utterance;
    private readonly SpeechManner _manner;
    private readonly SpeechServices _services;
    private readonly IReadOnlyList<ISpeechSynthesizer> _voices;
    private readonly CancellationTokenSource _cancel = new();
    private readonly Queue<SpeakableSentence> _sentences = new();
    private readonly Queue<object> _reports = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private VoicePace _pace = new();
    private VoiceRun? _run;
    private int _runs;
    private int _voice;
    private bool _begun;
    private bool _wanted;
    private bool _ready;
    private bool _complete;
    private bool _finished;
    private bool _waiting;

    public PlaybackActor(int utterance, SpeechManner manner, SpeechServices services)
    {
        (_utterance, _manner, _services) = (utterance, manner, services);
        _voices = services.Health.Voices.Order(services.Voices, v => v.Name, Now);
        Receive<Speak>(OnSpeak);
        Receive<Complete>(_ => OnComplete());
        Receive<More>(_ => OnMore());
        Receive<VoicePiece.Audio>(OnAudio);
        Receive<VoicePiece.Done>(OnDone);
        Receive<VoicePiece.Failed>(f => OnVoiceFailed(f.Run, f.Reason, f.Detail));
        Receive<VoiceIsLate>(OnVoiceIsLate);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    public static Props PropsFor(int utterance, SpeechManner manner, SpeechServices services) =>
        Props.Create(() => new PlaybackActor(utterance, manner, services));

    protected override void PostStop()
    {
        _cancel.Cancel();
        if (_run is { } run)
        {
            NoteSuccess(run);
            run.GiveUp();
        }

        _cancel.Dispose();
        while (_reports.TryDequeue(out var report)) (report as PlaybackReports.Audio)?.Return();
        base.PostStop();
    }

    private void OnSpeak(Speak speak)
    {
        foreach (var sentence in speak.Sentences) _sentences.Enqueue(sentence);
        Pull();
    }

    private void OnComplete()
    {
        _complete = true;
        Pull();
    }

    private void OnMore()
    {
        (_begun, _wanted) = (true, true);
        Report();
        Pull();
    }

    /// <summary>Asks for the next piece, unless one is on its way or lies ready.</summary>
    private void Pull()
    {
        if (_waiting || _ready || _finished) return;
        if (_run is null)
        {
            if (_sentences.TryDequeue(out var sentence))
            {
                Begin(sentence);
            }
            else
            {
                if (!_complete) return;
                _finished = true;
                Tell(new PlaybackReports.Finished(_utterance));
                return;
            }
        }

        _waiting = true;
        var next = _run!.NextAsync();
        if (next.IsCompletedSuccessfully)
        {
            // A voice that is ahead has the piece at hand: nothing to wait for, and nothing to limit.
            Self.Tell(next.Result, Self);
            return;
        }

        Timers.StartSingleTimer(nameof(VoiceIsLate), new VoiceIsLate(_run.Number), _services.Rules.AudioWithin);
        next.PipeTo(Self, Self);
    }

    private void Begin(SpeakableSentence sentence)
    {
        var request = new SpeechRequest(sentence.Text, _services.VoiceFor(_voices[_voice]), _services.Rules.Language, _manner.Pace);
        _run = VoiceRun.Start(_voices[_voice], request, sentence, ++_runs, Now, _cancel.Token);
        Tell(new PlaybackReports.SentenceBegan(_utterance, sentence));
    }

    private void OnAudio(VoicePiece.Audio piece)
    {
        // What comes from a voice that was given up is given back there.
        if (_run?.Number != piece.Run) return;

        _waiting = false;
        Timers.Cancel(nameof(VoiceIsLate));
        _run.Deliver(piece.Length, piece.Words, Now);
        _ready = true;
        Tell(new PlaybackReports.Audio(_utterance, piece.Buffer, piece.Length, piece.Words));
        Pull();
    }

    private void OnDone(VoicePiece.Done done)
    {
        if (_run?.Number != done.Run) return;
        _waiting = false;
        Timers.Cancel(nameof(VoiceIsLate));
        NoteSuccess(_run);
        _pace.Learn(VoicePace.BeatsOf(_run.Sentence.Text), _run.Delivered);
        _run.Dispose();
        _run = null;
        Tell(new PlaybackReports.SentenceEnded(_utterance));
        // The next sentence is synthesised while this one plays.
        Pull();
    }

    /// <summary>A voice has done its part when it has come to a sentence's end, or spoke until nobody wanted more; not when it has begun.</summary>
    private void NoteSuccess(VoiceRun run)
    {
        if (run.Latency is { } latency) _services.Health.Voices.Succeeded(_voices[_voice].Name, latency, Now);
    }

    private void OnVoiceIsLate(VoiceIsLate late) => OnVoiceFailed(
        late.Run, SpeechFailure.TimedOut, $"The voice {_voices[_voice].Name} delivered nothing for {_services.Rules.AudioWithin.TotalSeconds:0.#} s.");

    /// <summary>The next voice says what this one has not said; when there is none, the utterance has failed.</summary>
    private void OnVoiceFailed(int number, SpeechFailure reason, string detail)
    {
        if (_run is not { } run || run.Number != number) return;
        Timers.Cancel(nameof(VoiceIsLate));
        if (!_cancel.IsCancellationRequested && _services.Blames(reason)) _services.Health.Voices.Failed(_voices[_voice].Name, reason, Now);
        run.GiveUp();
        (_run, _waiting) = (null, false);
        var broken = run.BreakOff(_pace);
        var rest = broken.RestOf(run.Sentence);
        if (_voice + 1 >= _voices.Count)
        {
            // Nobody says the cut word again: what there is of it stays.
            TellBreak(run, rest, run.Delivered);
            _finished = true;
            _cancel.Cancel();
            Tell(new PlaybackReports.Failed(_utterance, detail));
            return;
        }

        TellBreak(run, rest, broken.Kept);
        _log.Warning("The voice {0} failed, {1} goes on: {2}", _voices[_voice].Name, _voices[_voice + 1].Name, detail);
        _voice++;
        _pace = new VoicePace();
        if (rest is not null) Begin(rest);
        Pull();
    }

    private void TellBreak(VoiceRun run, SpeakableSentence? rest, long kept)
    {
        if (run.Delivered == 0) return;
        if (rest is null) Tell(new PlaybackReports.SentenceEnded(_utterance));
        else Tell(new PlaybackReports.SentenceBroke(_utterance, rest.SourceStart, kept));
    }

    private void Tell(object report)
    {
        _reports.Enqueue(report);
        Report();
    }

    /// <summary>Tells what may be told: audio only when it was asked for, the rest in its order; of a prepared utterance nothing.</summary>
    private void Report()
    {
        while (_begun && _reports.TryPeek(out var report))
        {
            if (report is PlaybackReports.Audio)
            {
                if (!_wanted) return;
                (_wanted, _ready) = (false, false);
            }

            Context.Parent.Tell(_reports.Dequeue(), Self);
            if (report is PlaybackReports.Failed) Context.Stop(Self);
        }
    }

    /// <summary>These sentences are to be spoken after those before.</summary>
    internal sealed record Speak(IReadOnlyList<SpeakableSentence> Sentences) : IDeadLetterSuppression;

    /// <summary>No sentence follows.</summary>
    internal sealed record Complete : IDeadLetterSuppression
    {
        public static Complete Instance { get; } = new();
    }

    /// <summary>The stream wants one more piece of audio. May come when the last piece has ended the playback.</summary>
    internal sealed record More : IDeadLetterSuppression
    {
        public static More Instance { get; } = new();
    }

    private sealed record VoiceIsLate(int Run);
}
