using CallActors.Contracts.Audio;
using CallActors.Contracts.Recordings;
using CallActors.Engine.Recording;

namespace CallActors.Engine.Audio;

/// <summary>What is said and what is heard, frame by frame into a recording, when the call wants one.</summary>
public sealed partial class AudioStreamActor
{
    private static readonly byte[] Muted = [.. Enumerable.Repeat(AudioFormat.Silence, AudioFormat.FrameBytes)];

    private RecordingTap? _tap;
    private bool _personIsMuted;

    private void OnRecord(StreamCommands.Record record)
    {
        if (_tap is not null) return;
        if (_services.Recordings.IsNobody())
        {
            TellRecordingStopped(RecordingStop.DiskFailed);
            return;
        }

        var since = Context.System.Scheduler.Now - record.Since;
        _tap = new RecordingTap(new RecordingTrack(Math.Max(0, AudioFormat.SamplesIn(since))), _clock.Now);
        _services.Recordings.Tell(new RecordingMessages.Begin(_call, _tap.Track), Self);
    }

    /// <summary>What the person says or presses now is for nobody's ears but the call's.</summary>
    private void OnMuteRecording(StreamCommands.MuteRecording mute) => _personIsMuted = mute.IsMuted;

    /// <param name="heard">What the person hears of us with this frame.</param>
    private void RecordFrame(AudioFrame frame, ReadOnlySpan<byte> heard, TimeSpan now)
    {
        if (_tap is null || _tap.TryTake(_personIsMuted ? Muted : frame.Samples, heard, now)) return;
        CompleteTrack();
        TellRecordingStopped(RecordingStop.DiskSlow);
    }

    private void OnRecordingStopped(RecordingMessages.Stopped stopped)
    {
        if (_tap is null) return;
        _tap = null;
        TellRecordingStopped(stopped.Reason);
    }

    /// <summary>What was recorded so far is kept.</summary>
    private void CompleteTrack()
    {
        if (_tap is not { } tap) return;
        _tap = null;
        tap.Track.Complete();
        _services.Recordings.Tell(new RecordingMessages.Finish(_call), Self);
    }

    private void TellRecordingStopped(RecordingStop reason)
    {
        _log.Warning("The recording of call {0} has stopped: {1}. The call goes on.", _call, reason);
        ToCall(new StreamEvents.RecordingStopped(_call, _stream, reason));
    }
}
