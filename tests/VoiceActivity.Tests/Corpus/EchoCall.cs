using CallActors.Contracts.Audio;
using CallActors.Engine.Turns;
using CallActors.Speech.VoiceActivity;

namespace CallActors.VoiceActivity.Tests.Corpus;

/// <summary>
/// A call in which we speak, nobody answers, and our own voice comes back. What the detector makes of the echo has its effect: an onset
/// stops what we play, as soon as the carrier has cleared its buffer, a false alarm lets it go on.
/// </summary>
internal sealed class EchoCall
{
    // From the onset to the silence at the carrier, and from the false alarm to its first sound.
    private const int RoadFrames = 4;

    /// <summary>The way of the echo in the first half of the call, and in the second.</summary>
    public required Func<short[], (EchoPath? First, EchoPath? Second)> Paths { get; init; }

    /// <summary>What is heard besides.</summary>
    public Func<short[], short[]> Line { get; init; } = sound => sound;

    /// <summary>What the loudspeaker makes of a sound.</summary>
    public Func<short[], short[]> Loudspeaker { get; init; } = sound => sound;

    /// <summary>How many frames what is believed to be heard is off, by the second of the call.</summary>
    public Func<int, int> Error { get; init; } = _ => 0;

    /// <summary>Share of packets lost, 0–1.</summary>
    public double Loss { get; init; }


    public Hearing Make(short[] ours)
    {
        const int length = AudioFormat.FrameBytes;
        var detector = new AdaptiveVoiceDetector(new VoiceDetectionOptions());
        var tracker = new TurnTracker(Hearing.Rules);
        var frames = ours.Length / length;
        var (voiced, steps) = (new bool[frames], new VoiceSteps[frames]);
        var loud = Loudspeaker(ours);
        var (first, second) = Paths(ours);
        var (heard, played, background) = (new short[ours.Length], new short[ours.Length], Line(new short[ours.Length]));
        var lost = Corpus.Line.Lossy(new byte[ours.Length], Loss, frames);
        var (speaking, stopsAt, startsAt, from, at) = (true, int.MaxValue, 0, 0, new short[length]);
        for (var frame = 0; frame < frames; frame++)
        {
            var offset = frame * length;
            if (frame >= startsAt && frame < stopsAt && from + length <= ours.Length)
            {
                ours.AsSpan(from, length).CopyTo(played.AsSpan(offset));
                loud.AsSpan(from, length).CopyTo(heard.AsSpan(offset));
                from += length;
            }

            var path = frame < frames / 2 ? first : second;
            for (var i = 0; i < length; i++) at[i] = Signal.Clip(background[offset + i] + (path?.Next(heard, offset + i) ?? 0));
            var incoming = at.ToMuLaw();
            if (lost[offset] == AudioFormat.Silence) incoming.AsSpan().Fill(AudioFormat.Silence);
            var believed = Math.Clamp(frame + Error(frame / 50), 0, frame) * length;
            voiced[frame] = detector.Process(incoming, played.AsSpan(believed, length).ToArray().ToMuLaw()).IsVoiced;
            var step = steps[frame] = tracker.Step(voiced[frame], speaking, Hearing.Limits);
            if (step.HasFlag(VoiceSteps.Onset)) stopsAt = frame + RoadFrames;
            if (step.HasFlag(VoiceSteps.Commit)) speaking = false;
            if (!step.HasFlag(VoiceSteps.FalseAlarm) && !step.HasFlag(VoiceSteps.Ended)) continue;
            (speaking, stopsAt, startsAt) = (true, int.MaxValue, Math.Max(frame, Math.Min(stopsAt, frame)) + RoadFrames);
        }

        return new Hearing(voiced, steps);
    }
}
