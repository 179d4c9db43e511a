using CallActors.Contracts.Calls;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>
/// Every word of the caller, and every digit, is kept by the call once and in its order, and reaches the agent once and in that order. What
/// nobody could hear may be missing: words on their way when the line goes away, words into a line without a socket, words that a recogniser
/// without a successor was deaf to. Listening noises are no words, and wishes are the call's own business.
/// </summary>
internal static class WordLaws
{
    // What a frame needs through the lab's own steps.
    private static readonly TimeSpan Steps = TimeSpan.FromMilliseconds(100);

    public static void Judge(Conversation talk, List<string> faults)
    {
        var lines = talk.Kept.Transcript.Where(l => l.Speaker is Speaker.Person).ToList();
        Words(talk, [.. lines.SelectMany(l => Split(l.Text)).Where(IsCounted)], faults);
        Digits(talk, string.Concat(lines.Where(l => l.Source is WordSource.Keypad).Select(l => l.Text)), faults);
        Told(talk, [.. lines.SelectMany(l => Split(l.Text))], faults);
    }

    /// <summary>A word whose fate is counted: the caller's are numbered, so that each is said once.</summary>
    public static bool IsCounted(string word) => word.Length > 1 && word[0] == 'c' && char.IsAsciiDigit(word[1]);

    private static void Words(Conversation talk, List<string> kept, List<string> faults)
    {
        var next = 0;
        foreach (var word in talk.Caller.Words)
        {
            if (!IsCounted(word.Text)) continue;
            if (next < kept.Count && kept[next] == word.Text) next++;
            else if (!MayBeLost(talk, word)) faults.Add($"\"{word.Text}\", said at {word.From.TotalSeconds:0.00}, was lost");
        }

        if (next < kept.Count) faults.Add($"the call kept \"{string.Join(' ', kept)}\": \"{kept[next]}\" is out of order, or twice");
    }

    private static bool MayBeLost(Conversation talk, Caller.SaidWord word)
    {
        var underWay = UnderWay(talk);
        if (word.To > talk.EndedAt - underWay) return true;
        if (talk.Rules.Recognizers.All(r => r.IsDeafFrom is not null) && word.To > talk.Rules.Recognizer.IsDeafFrom!.Value - underWay) return true;
        return talk.Gaps.Any(g => word.To > g.From - underWay && word.From < g.To + talk.Rules.Line.Up + talk.Rules.Line.Jitter + Steps);
    }

    /// <summary>How long a word is on its way to be known: the road, the recogniser, which may have to be opened again. One that tells words only
    /// at a pause takes the turn with it, and so does one that has gone deaf before that is noticed.</summary>
    private static TimeSpan UnderWay(Conversation talk)
    {
        var road = talk.Rules.Line.Up + talk.Rules.Line.Jitter + Steps;
        if (talk.Rules.Recognizers.Any(r => r.InterimAfter is null || r.IsDeafFrom < talk.EndedAt)) return road + TimeSpan.FromSeconds(8);
        var breaks = talk.Trace.Moments.Any(m => m is { Who: Who.Recogniser, What: "broke" });
        // A final text that is still owed for the words before a pause puts those behind it out of sight for as long.
        return road + talk.Rules.Recognizers.Max(r => r.InterimAfter!.Value + r.FinalAfter) + (breaks ? TimeSpan.FromSeconds(3) : TimeSpan.Zero);
    }

    private static void Digits(Conversation talk, string kept, List<string> faults)
    {
        // 0 and # alone are wishes, and an entry needs three seconds to be whole.
        var whole = talk.EndedAt - UnderWay(talk) - TimeSpan.FromSeconds(3);
        var pressed = string.Concat(talk.Pressed.Where(p => p.Key is >= '1' and <= '9').Select(p => p.Key));
        var due = talk.Pressed.Count(p => p.Key is >= '1' and <= '9' && p.At < whole);
        kept = kept.Replace("0", "", StringComparison.Ordinal);
        if (!talk.Gaps.Any() && (!pressed.StartsWith(kept, StringComparison.Ordinal) || kept.Length < due)) faults.Add($"the keys \"{pressed}\" were kept as \"{kept}\"");
    }

    /// <summary>What was kept is told: all of it, unless the line went away while no operation waited. Nothing else is told.</summary>
    private static void Told(Conversation talk, List<string> kept, List<string> faults)
    {
        var told = talk.Script.Told.SelectMany(t => Split(t.Response)).ToList();
        var shown = talk.Script.Shown.SelectMany(Split).ToList();
        if (!Counted(shown).SequenceEqual(Counted(kept))) faults.Add($"the agent was shown \"{string.Join(' ', shown)}\" of \"{string.Join(' ', kept)}\"");
        if (told.Except(talk.Caller.Words.Select(w => w.Text)).FirstOrDefault(w => !char.IsAsciiDigit(w[0])) is { } invented)
            faults.Add($"the agent was told \"{invented}\", which the person did not say");
        var goodbyes = talk.Kept.Operations.Where(o => o.Kind is OperationKind.End).Select(o => o.OperationId).ToHashSet();
        if (talk.Script.Told.Find(t => RandomTalk.Wishes.Contains(t.Response) && !goodbyes.Contains(t.Operation)) is { } wish)
            faults.Add($"the agent was told \"{wish.Response}\", which is the call's own business");
        Reach("words", Counted(kept), Counted(told), talk.Script.IsLeft, faults);
        Reach("keys", [.. kept.Where(IsKeys)], [.. told.Where(IsKeys)], talk.Script.IsLeft, faults);
    }

    private static void Reach(string what, List<string> kept, List<string> told, bool isLeft, List<string> faults)
    {
        if (!kept.Take(told.Count).SequenceEqual(told)) faults.Add($"of the {what} \"{string.Join(' ', kept)}\" the agent was told \"{string.Join(' ', told)}\"");
        else if (told.Count < kept.Count && !isLeft) faults.Add($"the {what} \"{string.Join(' ', kept.Skip(told.Count))}\" did not reach the agent");
    }

    private static List<string> Counted(IEnumerable<string> words) => [.. words.Where(IsCounted)];

    private static bool IsKeys(string word) => char.IsAsciiDigit(word[0]);

    private static string[] Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
