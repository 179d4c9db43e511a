using CallActors.Contracts.Audio;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>What must hold of every conversation, whatever happened in it.</summary>
internal static class Laws
{
    /// <summary>Silence that needs no reason: the limit of the watchdogs.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(3);

    /// <summary>A turn that is not over when the line goes away is lost: its silence, its text's way, the roads, and what it takes to know that a
    /// recogniser is deaf.</summary>
    private static TimeSpan LastMoments(Conversation talk) =>
        TimeSpan.FromSeconds(3) + (talk.Rules.Recognizer.IsDeafFrom is null ? TimeSpan.Zero : talk.Rules.Speech.TextWithin);

    /// <summary>Faults of a conversation that is over; empty when every law held.</summary>
    /// <param name="slack">Frames that may be lost or repeated at a seam: what the line's jitter hides.</param>
    public static IReadOnlyList<string> Broken(Conversation talk, int slack)
    {
        var faults = new List<string>();
        EarIsInOrder(talk, slack, faults);
        HeardIsTrue(talk, slack, faults);
        WordsReachTheAgentOnce(talk, faults);
        NoDeadAir(talk, faults);
        EverythingIsFreed(talk, faults);
        return faults;
    }

    /// <summary>A false alarm loses and repeats no sample, two utterances are never mixed, nothing of an utterance that is over is heard.</summary>
    private static void EarIsInOrder(Conversation talk, int slack, List<string> faults)
    {
        var last = -1;
        var lastAt = TimeSpan.Zero;
        TapedWord? before = null;
        foreach (var (at, frame) in talk.Ear.Heard)
        {
            if (frame < 0)
            {
                faults.Add($"{at.TotalSeconds:0.00}: a frame was heard that was cut");
                continue;
            }

            var word = talk.Voice.WordAt(frame)!;
            if (word.Utterance < before?.Utterance) faults.Add($"{at.TotalSeconds:0.00}: utterance {word.Utterance} was heard after {before.Utterance}");
            // Within an utterance frame follows frame; what a seam may hide is known. A word that was cut is followed by another voice.
            var goesOn = Math.Abs(frame - last - 1) <= slack && (before is not { IsCut: true } || before == word);
            if (word.Utterance == before?.Utterance && !goesOn && !IsTakenOver(talk, before, last, lastAt, word, frame))
                faults.Add($"{at.TotalSeconds:0.00}: tape frame {frame} was heard after {last} in utterance {word.Utterance}");
            (last, lastAt, before) = (frame, at, word);
        }
    }

    /// <summary>Another voice goes on: with the next word, or with the one of which nothing but what was on its way already was heard. One
    /// that tells no word times may be a word off.</summary>
    private static bool IsTakenOver(Conversation talk, TapedWord last, int lastFrame, TimeSpan lastAt, TapedWord word, int frame)
    {
        if (talk.Rules.Voice.FailsAt is null || frame != word.FirstFrame) return false;
        var message = talk.Script.Messages.ElementAtOrDefault(word.Utterance - 1) ?? talk.Script.Farewell;
        var words = Words(message[..word.TextStart]) - Words(message[..last.TextStart]);
        if (!talk.Rules.Voice.TellsWordTimes) return words is >= -1 and <= 2;
        if (words == 1) return last.IsLast(lastFrame) || (last.IsCut && last.Frames * 5 > last.Whole * 2);
        var broke = talk.Trace.Moments.First(m => m is { Who: Who.Voice, What: "broke" }).At;
        return words == 0 && lastAt <= broke + talk.Rules.Playout.Lead + talk.Rules.Down + talk.Rules.Jitter + 2 * AudioFormat.FrameDuration;
    }

    /// <summary>What the agent is told was heard is the beginning of what it said, and is what the ear got, within one word.</summary>
    private static void HeardIsTrue(Conversation talk, int slack, List<string> faults)
    {
        foreach (var told in talk.Script.Told)
        {
            var message = talk.Script.Messages[told.Utterance - 1];
            if (!message.StartsWith(told.Heard, StringComparison.Ordinal)) faults.Add($"utterance {told.Utterance}: heard is no beginning of the message");
            var truth = message[..talk.Ear.HeardLength(told.Utterance)];
            var error = Math.Abs(Words(told.Heard) - Words(truth));
            if (error > Tolerated(talk, message, slack)) faults.Add($"utterance {told.Utterance}: {Words(told.Heard)} words were told as heard, the ear got {Words(truth)}");
        }
    }

    // One word; one more where the line's jitter hides it, or where a voice without word times says a sentence of more than twelve words.
    private static int Tolerated(Conversation talk, string message, int slack)
    {
        var isLong = message.Split(". ").Max(Words) > 12;
        return 1 + (slack > 2 ? 1 : 0) + (isLong && !talk.Rules.Voice.TellsWordTimes ? 1 : 0);
    }

    /// <summary>Every word of the caller is kept by the call exactly once and in its order, and given to the agent in that order. What is said
    /// in the last moments may be lost with the line; listening noises over our speech are no words.</summary>
    private static void WordsReachTheAgentOnce(Conversation talk, List<string> faults)
    {
        var said = talk.Caller.WordsBy(TimeSpan.MaxValue);
        var kept = WordsOf(talk.PersonsLines);
        var told = WordsOf(talk.Script.Told.Select(t => t.Response));
        if (!said.Take(kept.Count).SequenceEqual(kept)) faults.Add($"the call kept \"{string.Join(' ', kept)}\" of \"{string.Join(' ', said)}\"");
        else if (!IsTurnLostWithTheLine(talk) && talk.Caller.WordsBy(talk.EndedAt - LastMoments(talk)).Count > kept.Count)
            faults.Add($"the call lost what was said after \"{string.Join(' ', kept)}\" of \"{string.Join(' ', said)}\"");
        if (!kept.Take(told.Count).SequenceEqual(told)) faults.Add($"the agent was told \"{string.Join(' ', told)}\" of \"{string.Join(' ', kept)}\"");
    }

    // A recogniser that tells words only at a pause takes them with it when the person hangs up in mid-sentence.
    private static bool IsTurnLostWithTheLine(Conversation talk) => talk.HasHungUp && (talk.Rules.Recognizer.InterimAfter is null || talk.Rules.Fallback is { InterimAfter: null });

    private static List<string> WordsOf(IEnumerable<string> texts) =>
        [.. texts.SelectMany(t => t.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(w => !Caller.IsNoise(w))];

    /// <summary>No silence over the limit without a reason: it is the caller's turn, or the agent thinks.</summary>
    private static void NoDeadAir(Conversation talk, List<string> faults)
    {
        foreach (var (at, lasted) in talk.Silences)
            if (lasted > LongestSilence) faults.Add($"{at.TotalSeconds:0.00}: nobody spoke for {lasted.TotalSeconds:0.00} s while it was our turn");
    }

    private static void EverythingIsFreed(Conversation talk, List<string> faults)
    {
        if (talk.FramesKept is > 0 and var kept) faults.Add($"{kept} frames were not given back");
        if (talk.Voice.Open > 0) faults.Add($"{talk.Voice.Open} syntheses are still open");
        if (talk.Recognizers.Sum(r => r.Open) is > 0 and var open) faults.Add($"{open} recognitions are still open");
        if (talk.Time.SomebodySpeaks) faults.Add("a stream still wants ticks");
        if (!talk.Carrier.IsClosed) faults.Add("the media socket is still open");
        if (talk.LiveActors > 0) faults.Add($"{talk.LiveActors} actors still live");
    }

    private static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
}
