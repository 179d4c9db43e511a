using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Recordings;

namespace CallActors.Engine.Recording;

/// <summary>One call's recording on this node: writes what its streams put into their tracks, one after the other, in the background.
/// Protocol: docs/protocols/recording.md.</summary>
internal sealed class RecordingActor : ReceiveActor, IWithTimers
{
    private readonly CallId _call;
    private readonly IRecordingStore _store;
    private readonly long _longest;
    private readonly TimeSpan _writeEvery;
    private readonly Queue<Part> _parts = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IRecordingFile? _file;
    private Task<Written>? _write;
    private bool _writing;
    private int _tracks;
    private RecordingStop? _stop;

    public RecordingActor(CallId call, IRecordingStore store, RecordingRules rules)
    {
        (_call, _store, _longest, _writeEvery) = (call, store, AudioFormat.SamplesIn(rules.Longest), rules.WriteEvery);
        Receive<RecordingMessages.Begin>(OnBegin);
        Receive<RecordingMessages.Finish>(_ => Write());
        Receive<DrainDue>(_ => Write());
        Receive<Written>(OnWritten);
        Receive<WriteFailed>(OnWriteFailed);
        Receive<RecordingMessages.Stop>(stop => End(stop.Reason));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(CallId call, IRecordingStore store, RecordingRules rules) => Props.Create(() => new RecordingActor(call, store, rules));

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(DrainDue), DrainDue.Instance, _writeEvery);

    /// <summary>A write that is under way has the file; it is closed behind it.</summary>
    protected override void PostStop()
    {
        if (_writing) _write!.ContinueWith(static (write, open) => Close(write, (IRecordingFile?)open), _file, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        else _file?.Dispose();
        base.PostStop();
    }

    private void OnBegin(RecordingMessages.Begin begin)
    {
        _tracks++;
        if (_stop is { } reason)
        {
            Sender.Tell(new RecordingMessages.Stopped(reason), Self);
            if (!_writing) TellIdle();
            return;
        }

        _parts.Enqueue(new Part(begin.Track, Sender));
        if (begin.Track.StartsAt >= _longest) End(RecordingStop.LongestReached);
        else Write();
    }

    private void Write()
    {
        if (_writing || _stop is not null || !_parts.TryPeek(out var part)) return;
        _writing = true;
        var (call, store, open, track) = (_call, _store, _file, part.Track);
        _write = Task.Run(() => WriteTrack(call, store, open, track));
        _write.PipeTo(Self, Self, written => written, e => new WriteFailed(e.GetType().Name));
    }

    private static Written WriteTrack(CallId call, IRecordingStore store, IRecordingFile? open, RecordingTrack track)
    {
        var file = open ?? store.Open(call);
        try
        {
            if (file.Length < track.StartsAt) file.AppendSilence(track.StartsAt - file.Length);
            track.MoveTo(file);
            file.Publish();
            return new Written(file, track.IsOver);
        }
        catch
        {
            if (open is null) file.Dispose();
            throw;
        }
    }

    private static void Close(Task<Written> write, IRecordingFile? open)
    {
        if (write.IsCompletedSuccessfully) write.Result.File.Dispose();
        else open?.Dispose();
    }

    private void OnWritten(Written written)
    {
        _writing = false;
        _file = written.File;
        if (_stop is not null) TellIdle();
        else if (_file.Length >= _longest) End(RecordingStop.LongestReached);
        else if (written.IsOver) Next();
    }

    private void Next()
    {
        _parts.Dequeue();
        if (_parts.Count > 0) Write();
        else TellIdle();
    }

    /// <summary>The parent knows whether another track is on its way here, and else stops this actor.</summary>
    private void TellIdle() => Context.Parent.Tell(new RecordingMessages.Idle(_call, _tracks), Self);

    private void OnWriteFailed(WriteFailed failed)
    {
        _writing = false;
        _log.Error("The recording of call {0} cannot be written ({1}).", _call, failed.Cause);
        if (_stop is null) End(RecordingStop.DiskFailed);
        else TellIdle();
    }

    private void End(RecordingStop reason)
    {
        if (_stop is not null) return;
        _stop = reason;
        while (_parts.TryDequeue(out var part)) part.Stream.Tell(new RecordingMessages.Stopped(reason), Self);
        if (!_writing) TellIdle();
    }

    private sealed record Part(RecordingTrack Track, IActorRef Stream);

    private sealed record Written(IRecordingFile File, bool IsOver);

    private sealed record WriteFailed(string Cause);

    private sealed record DrainDue
    {
        public static DrainDue Instance { get; } = new();
    }
}
