using System.Runtime.CompilerServices;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>A voice that records everything it says on a tape, as late and as unreliably as it is told.</summary>
internal sealed class LabVoice(LabTime time, Trace trace, Tape tape, LabVoiceRules rules, string name) : ISpeechSynthesizer
{
    private int _requests;

    public string Name => name;

    /// <summary>Requests that are neither spoken to their end nor cancelled.</summary>
    public int Open { get; private set; }

    public async IAsyncEnumerable<SpeechAudio> SynthesizeAsync(SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Open++;
        var id = tape.NextRequest();
        tape.Broken.Add(id);
        try
        {
            var number = ++_requests;
            trace.Add(Who.Voice, "asked", request.Text);
            var (take, from) = tape.Locate(request.Text);
            await Wait(rules.FirstAudioAfter, cancellationToken).ConfigureAwait(false);
            var at = 0;
            var frames = 0;
            foreach (var word in request.Text.Split(' '))
            {
                var whole = Math.Max(2, (int)(rules.FramesOf(word) / request.Pace));
                var left = rules.FailsAt is { } fails && number == fails.Request ? fails.Frame - frames : whole;
                if (left <= 0) throw Broke();
                if (rules.StallsAt is { } stalls && number == stalls.Request && frames >= stalls.Frame)
                {
                    trace.Add(Who.Voice, "stalls");
                    await Wait(TimeSpan.FromHours(1), cancellationToken).ConfigureAwait(false);
                }

                var audio = tape.Record(take, id, frames, word, from + at, Math.Min(whole, left), whole);
                SpokenWord[] times = rules.TellsWordTimes ? [new SpokenWord(at, word.Length, (long)frames * AudioFormat.FrameBytes)] : [];
                yield return new SpeechAudio(audio, times);
                if (left < whole) throw Broke();
                frames += audio.Length / AudioFormat.FrameBytes;
                at += word.Length + 1;
            }

            tape.Broken.Remove(id);
        }
        finally
        {
            Open--;
        }
    }

    private SpeechException Broke()
    {
        trace.Add(Who.Voice, "broke");
        return new SpeechException(SpeechFailure.Broken, "The lab's voice broke.");
    }

    // Completed by the lab's clock on the lab's thread, so that what follows happens there and then.
    private async Task Wait(TimeSpan delay, CancellationToken cancellation)
    {
        if (delay <= TimeSpan.Zero) return;
        var passed = new TaskCompletionSource();
        time.After(delay, () => passed.TrySetResult());
        using var cancelling = cancellation.Register(() => passed.TrySetCanceled(cancellation));
        await passed.Task.ConfigureAwait(false);
    }
}

/// <summary>How the voice speaks, and what goes wrong with it.</summary>
internal sealed record LabVoiceRules
{
    public TimeSpan FirstAudioAfter { get; init; } = TimeSpan.FromMilliseconds(100);

    public bool TellsWordTimes { get; init; } = true;

    /// <summary>Frames that a word takes.</summary>
    public Func<string, int> FramesOf { get; init; } = Spoken;

    /// <summary>The request, counted from 1, that breaks behind a frame.</summary>
    public (int Request, int Frame)? FailsAt { get; init; }

    /// <summary>The request, counted from 1, that delivers nothing more behind a frame.</summary>
    public (int Request, int Frame)? StallsAt { get; init; }

    // About 160 ms a syllable, more or less by the word: what a model of the pace cannot know exactly.
    private static int Spoken(string word)
    {
        var syllables = Math.Max(1, word.Count(c => "aeiouy".Contains(c, StringComparison.Ordinal)));
        var own = 0.8 + 0.4 * (word.Sum(c => c) % 11) / 10;
        return (int)Math.Round(syllables * 8 * own) + (word[^1] is '.' or '?' or ',' ? 8 : 0);
    }
}
