using System.Runtime.CompilerServices;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>A voice that records everything it says on one tape, word by word, so that every frame can be told from every other.</summary>
internal sealed class LabVoice(LabTime time, Trace trace, LabVoiceRules rules) : ISpeechSynthesizer
{
    private readonly List<TapedWord> _words = [];
    private int _tape;
    private int _requests;

    public string Name { get; init; } = "lab-voice";

    /// <summary>Requests that are neither spoken to their end nor cancelled.</summary>
    public int Open { get; private set; }

    /// <summary>The call's utterance that is being spoken; told by the lab, as a voice does not know it.</summary>
    public Func<string, (int Utterance, int From)> Locate { get; set; } = _ => (0, 0);

    public TapedWord? WordAt(int frame) => _words.Find(w => frame >= w.FirstFrame && frame < w.FirstFrame + w.Frames);

    public async IAsyncEnumerable<SpeechAudio> SynthesizeAsync(SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Open++;
        try
        {
            var number = ++_requests;
            trace.Add(Who.Voice, "asked", request.Text);
            await Wait(rules.FirstAudioAfter, cancellationToken).ConfigureAwait(false);
            var (utterance, from) = Locate(request.Text);
            var at = 0;
            long samples = 0;
            foreach (var word in request.Text.Split(' '))
            {
                var frames = Math.Max(2, (int)(rules.FramesOf(word) / request.Pace));
                var left = rules.FailsAt is { } fails && number == fails.Request ? fails.Frame - (int)(samples / AudioFormat.FrameBytes) : frames;
                if (left <= 0) throw Broke();
                if (rules.StallsAt is { } stalls && number == stalls.Request && samples / AudioFormat.FrameBytes >= stalls.Frame)
                    await Wait(TimeSpan.FromHours(1), cancellationToken).ConfigureAwait(false);
                var audio = Record(word, utterance, from + at, Math.Min(frames, left), frames);
                SpokenWord[] times = rules.TellsWordTimes ? [new SpokenWord(at, word.Length, samples)] : [];
                yield return new SpeechAudio(audio, times);
                if (left < frames) throw Broke();
                samples += audio.Length;
                at += word.Length + 1;
            }
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

    private byte[] Record(string word, int utterance, int textStart, int frames, int whole)
    {
        _words.Add(new TapedWord(utterance, word, textStart, textStart + word.Length, _tape, frames, whole));
        var audio = new byte[frames * AudioFormat.FrameBytes];
        for (var i = 0; i < frames; i++) Sounds.Frame(Sounds.Ours, _tape++).CopyTo(audio, i * AudioFormat.FrameBytes);
        return audio;
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

/// <summary>One word on the tape.</summary>
/// <param name="Whole">Frames that it takes; it has fewer when the voice broke in it.</param>
internal sealed record TapedWord(int Utterance, string Text, int TextStart, int TextEnd, int FirstFrame, int Frames, int Whole)
{
    public bool IsCut => Frames < Whole;

    /// <summary>The word has been said whole with this frame.</summary>
    public bool IsLast(int frame) => !IsCut && frame == FirstFrame + Frames - 1;
}

/// <summary>How the voice speaks, and what goes wrong with it.</summary>
internal sealed record LabVoiceRules
{
    public TimeSpan FirstAudioAfter { get; init; } = TimeSpan.FromMilliseconds(100);

    public bool TellsWordTimes { get; init; } = true;

    /// <summary>Frames that a word takes.</summary>
    public Func<string, int> FramesOf { get; init; } = Spoken;

    // About 160 ms a syllable, more or less by the word: what a model of the pace cannot know exactly.
    private static int Spoken(string word)
    {
        var syllables = Math.Max(1, word.Count(c => "aeiouy".Contains(c, StringComparison.Ordinal)));
        var own = 0.8 + 0.4 * (word.Sum(c => c) % 11) / 10;
        return (int)Math.Round(syllables * 8 * own) + (word[^1] is '.' or '?' or ',' ? 8 : 0);
    }

    /// <summary>The request, counted from 1, that breaks behind a frame.</summary>
    public (int Request, int Frame)? FailsAt { get; init; }

    /// <summary>The request, counted from 1, that delivers nothing more behind a frame.</summary>
    public (int Request, int Frame)? StallsAt { get; init; }
}
