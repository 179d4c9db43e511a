using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Recordings;

namespace CallActors.Engine.Calls;

/// <summary>Recording: the person is told in words, and only then it begins. Protocol: docs/protocols/recording.md.</summary>
internal sealed partial class CallDecider
{
    /// <summary>As it is stored: true, or left out.</summary>
    private bool? IsToBeRecorded(bool? asked) => rules.Recording switch
    {
        RecordingPolicy.On when asked is not false => true,
        RecordingPolicy.PerCall when asked is true => true,
        _ => null,
    };

    /// <summary>A person is on the line, at a stream that does not record yet: the first thing that is said is that it will.</summary>
    private void Record()
    {
        if (State.Recording is not { Stopped: null } recording) return;
        if (recording.BeganAt is { } since)
        {
            Do(new CallEffect.TellStream(new StreamCommands.Record(Id, since)));
            return;
        }

        Live = Live with { GivesWay = true };
        if (!SayAside(Phrases.Recorded, AsideKind.Announcement)) return;
        // The agent's message follows at once: its voice is at work meanwhile.
        if (State.Current is { SpokenAt: null, IsComplete: true, Message.Length: > 0, HeardLength: 0 } next)
            Do(new CallEffect.TellStream(new StreamCommands.Prepare(Id, next.Utterance, next.Message, Manner)));
    }

    private void Announced(StreamEvents.SpeechFinished e)
    {
        if (e.Fault.Length > 0 || e.Interrupted || e.HeardLength < Phrases.Recorded.Length)
        {
            RecordingStopped(RecordingStop.NotAnnounced);
            return;
        }

        Happened(new CallEvents.RecordingBegan(now));
        Do(new CallEffect.TellStream(new StreamCommands.Record(Id, now)));
        Do(new CallEffect.Announce(new CallActivity.Recording(Id, IsOn: true, null)));
    }

    /// <summary>It is no person who is on the line: nobody was told.</summary>
    private void PauseRecording()
    {
        if (State.IsRecorded) Do(new CallEffect.TellStream(new StreamCommands.StopRecording(Id)));
    }

    public void RecordingStopped(RecordingStop reason)
    {
        if (IsOver || State.Recording is not { Stopped: null }) return;
        Happened(new CallEvents.RecordingStopped(now, reason));
        Do(new CallEffect.Announce(new CallActivity.Recording(Id, IsOn: false, reason)));
    }
}
