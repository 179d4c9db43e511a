using CallActors.Contracts.Audio;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>
/// What reaches the person's ear is one voice that says one thing after the other: a false alarm loses and repeats no frame, two utterances are
/// never mixed, nothing of an utterance that is over is heard, a sentence that follows another leaves no word out.
/// </summary>
internal static class EarLaws
{
    public static void Judge(Conversation talk, List<string> faults)
    {
        var slack = SlackOf(talk.Rules.Line);
        var (last, lastAt) = (-1, TimeSpan.Zero);
        foreach (var (at, frame) in talk.Ear.Heard)
        {
            var fault = frame < 0 ? "a frame was heard that was cut" : last < 0 ? Begins(talk.Tape, frame, slack) : Follows(talk, last, lastAt, frame, slack);
            if (fault.Length > 0) faults.Add($"{at.TotalSeconds:0.00}: {fault}");
            if (frame >= 0) (last, lastAt) = (frame, at);
        }

        StopsWhenItStops(talk, faults);
    }

    /// <summary>From the moment when we stop, nothing is heard but what was played before the clear came to the carrier; until we go on, or say
    /// something else.</summary>
    private static void StopsWhenItStops(Conversation talk, List<string> faults)
    {
        var line = talk.Rules.Line;
        var stops = TimeSpan.MaxValue;
        var heard = 0;
        foreach (var moment in talk.Trace.Moments)
        {
            if (moment.Who is not Who.Engine || moment.What is not ("onset" or "commit" or "falsealarm" or "speaks")) continue;
            for (; heard < talk.Ear.Heard.Count && talk.Ear.Heard[heard].At <= moment.At; heard++)
                if (talk.Ear.Heard[heard].At > stops) faults.Add($"{talk.Ear.Heard[heard].At.TotalSeconds:0.00}: we were heard though we had stopped");
            if (moment.What is "onset") stops = moment.At + line.Down + line.Jitter + AudioFormat.FrameDuration;
            else if (moment.What is not "commit") stops = TimeSpan.MaxValue;
        }
    }

    /// <summary>Frames that a seam may lose or repeat: what two roads and a clear, each late by up to the jitter, hide.</summary>
    public static int SlackOf(LineRules line) => line.Jitter + line.MarksLate == TimeSpan.Zero && line.MarksLost == 0 ? 0
        : 2 + 3 * (int)((line.Jitter + line.MarksLate) / AudioFormat.FrameDuration) + (line.MarksLost > 0 ? MarkFrames : 0);

    // A mark that is lost leaves the distance of two unknown.
    private const int MarkFrames = 20;

    private static string Follows(Conversation talk, int last, TimeSpan lastAt, int frame, int slack)
    {
        var (before, now) = (talk.Tape.WordAt(last), talk.Tape.WordAt(frame));
        if (now.Take.Order < before.Take.Order) return $"\"{now.Text}\" of an utterance that was over was heard after \"{before.Text}\"";
        if (now.Take == before.Take) return GoesOn(talk, before, now, last, lastAt, frame, slack);
        return now.Take.Utterance == before.Take.Utterance ? GoesOnElsewhere(before, now) : Begins(talk.Tape, frame, slack);
    }

    private static string GoesOn(Conversation talk, TapedWord before, TapedWord now, int last, TimeSpan lastAt, int frame, int slack)
    {
        var tape = talk.Tape;
        if (now.Request < before.Request && tape.IsRequestsEnd(frame, slack) && before.PlaceOf(last) < slack) return "";
        if (now.Request < before.Request) return $"\"{now.Text}\" was heard again after \"{before.Text}\"";
        if (now.Request == before.Request)
            return Math.Abs(now.PlaceOf(frame) - before.PlaceOf(last) - 1) > slack ? $"frame {frame} of \"{now.Text}\" was heard after {last} of \"{before.Text}\"" : "";
        if (now.PlaceOf(frame) > slack) return $"\"{now.Text}\" was heard from its frame {now.PlaceOf(frame)}";
        if (tape.Broken.Contains(before.Request)) return IsTakenOver(talk, before, now, last, lastAt, slack) ? "" : $"another voice went on with \"{now.Text}\" after \"{before.Text}\"";
        if (!tape.IsRequestsEnd(last, slack)) return $"what followed \"{before.Text}\" was not heard to its end";
        return IsLeftOut(before, now) ? $"words between \"{before.Text}\" and \"{now.Text}\" were left out" : "";
    }

    /// <summary>Another voice goes on: with the next word, or with the one that was cut, of which nothing but what was on its way already was
    /// heard. One that tells no word times may be a word off, and of one that stalled nobody knows whether its last word was whole.</summary>
    private static bool IsTakenOver(Conversation talk, TapedWord before, TapedWord now, int last, TimeSpan lastAt, int slack)
    {
        var words = Words(now.Take.Text[..now.TextStart]) - Words(now.Take.Text[..before.TextStart]);
        if (slack > 0 || talk.Rules.Voices.Any(v => !v.TellsWordTimes)) return words is >= -1 and <= 2;
        if (words == 1) return before.IsLast(last) || (before.IsCut && before.Frames * 5 > before.Whole * 2);
        var onItsWay = talk.Rules.Playout.Lead + talk.Rules.Line.Down + 2 * AudioFormat.FrameDuration;
        return words == 0 && talk.Trace.Moments.Any(m => m is { Who: Who.Voice, What: "stalls" } || (m is { Who: Who.Voice, What: "broke" } && lastAt <= m.At + onItsWay));
    }

    private static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>The same utterance on another socket, from the last word that is known to have been heard.</summary>
    private static string GoesOnElsewhere(TapedWord before, TapedWord now) =>
        IsLeftOut(before, now) ? $"words between \"{before.Text}\" and \"{now.Text}\" were lost with the socket" : "";

    private static string Begins(Tape tape, int frame, int slack)
    {
        var word = tape.WordAt(frame);
        return word.TextStart > word.Take.From || word.PlaceOf(frame) > slack ? $"\"{word.Text}\" begins its utterance at frame {word.PlaceOf(frame)}" : "";
    }

    private static bool IsLeftOut(TapedWord before, TapedWord now) =>
        now.TextStart > before.TextEnd && !string.IsNullOrWhiteSpace(now.Take.Text[before.TextEnd..now.TextStart]);
}
