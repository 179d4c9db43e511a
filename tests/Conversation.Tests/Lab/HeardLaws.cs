using CallActors.Contracts.Calls;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>What the agent is told was heard is the beginning of what it said, and is what the ear got, within one word; what may not be interrupted
/// is not.</summary>
internal static class HeardLaws
{
    public static void Judge(Conversation talk, List<string> faults)
    {
        var utterances = talk.Kept.Operations.Select((o, i) => (o.OperationId, Utterance: i + 1)).ToDictionary(o => o.OperationId, o => o.Utterance);
        var agents = talk.Script.Messages.Append(talk.Script.Farewell).ToList();
        foreach (var told in talk.Script.Told)
        {
            if (!utterances.TryGetValue(told.Operation, out var utterance)) continue;
            if (told.Heard.Length == 0 && talk.Ear.HeardLength(utterance) == 0) continue;
            var message = agents.Find(m => m.StartsWith(told.Heard, StringComparison.Ordinal) && IsOf(talk, utterance, m));
            if (told.Interrupted && talk.Script.Manners.Insists.Any(i => agents[i] == message)) faults.Add($"utterance {utterance} was interrupted, though it may not be");
            if (message is null) faults.Add($"utterance {utterance}: \"{told.Heard}\" was told as heard, and is no beginning of what was said");
            else Compare(talk, utterance, message, told.Heard, faults);
        }

        foreach (var line in talk.Kept.Transcript.Where(l => l.Speaker is Speaker.Agent))
            if (!line.Text.StartsWith(line.Heard, StringComparison.Ordinal)) faults.Add($"\"{line.Heard}\" is kept as heard of \"{line.Text}\"");
    }

    private static void Compare(Conversation talk, int utterance, string message, string heard, List<string> faults)
    {
        // What the person had repeated may count as heard of the message, or not.
        var (words, once) = (Words(heard), Words(message[..Math.Min(message.Length, talk.Ear.HeardLength(utterance))]));
        var again = Math.Max(once, Words(message[..Math.Min(message.Length, talk.Ear.HeardLength(message))]));
        var tolerated = Tolerated(talk, message);
        if (words < once - tolerated || words > again + tolerated) faults.Add($"utterance {utterance}: {words} words were told as heard, the ear got {once}");
    }

    private static bool IsOf(Conversation talk, int utterance, string message) => talk.Tape.TextOf(utterance) is { } text && message.StartsWith(text, StringComparison.Ordinal);

    // One word; one more where the line's jitter or a mark that was lost hides it, or where the carrier's answer to the clear comes too late to be
    // waited for, and one where a voice without word times says a sentence of more than twelve words, or breaks off within one.
    private static int Tolerated(Conversation talk, string message)
    {
        var line = talk.Rules.Line;
        var isLong = message.Split(". ").Max(Words) > 12;
        return 1 + (EarLaws.SlackOf(line) > 2 || line.Up + line.Down > talk.Rules.Playout.ClearWithin ? 1 : 0) + (talk.Rules.Voices.Any(v => !v.TellsWordTimes && (isLong || (v.FailsAt ?? v.StallsAt) is not null)) ? 1 : 0);
    }

    private static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
}
