using CallActors.Contracts.Calls;

namespace CallActors.Engine.Switchboard.Language;

/// <summary>
/// Understands what a person says to the switchboard, in English and German. In a workspace and at a question an utterance is the switchboard's
/// only when it is one of a closed set of sentences as a whole, so that "stop the server" reaches the agent; an address before it
/// ("switchboard, …") brings the forms of the menu too.
/// </summary>
internal static class Grammar
{
    /// <summary>Longer turns are told to somebody, and ask the switchboard for nothing: only so many words are looked at.</summary>
    private const int LongestForm = 24;

    /// <param name="text">As the recogniser, the browser or the keyboard gave it, or the key that was pressed.</param>
    /// <param name="language">BCP 47 tag; German where it begins so, else English.</param>
    public static Intent Understand(string text, WordSource source, Situation situation, string language)
    {
        if (source == WordSource.Keypad) return KeypadMenus.Of(text, situation);
        var utterance = Utterance.Of(text);
        var forms = Forms.For(language);
        var first = forms.Fillers.CountBefore(utterance, 0);
        // What comes behind a stop may be as long as it likes.
        var stop = situation is Situation.InWorkspace or Situation.WithAssistant or Situation.AtQuestion ? forms.StopAndSay(utterance, first) : null;
        if (utterance.Words.Count - first > LongestForm) return stop ?? Instruct(utterance, forms);
        if (Answers.For(language).Of(utterance, situation) is { } answer) return answer;

        var said = forms.Fillers.WithoutEnds(utterance, first);
        if (said.Length == 0) return Instruct(utterance, forms);
        // Elsewhere a number is the agent's: it may have asked in its own words.
        if (situation is Situation.AtMenu or Situation.AtQuestion or Situation.ConfirmingName && Numerals.Choice(said) is { } choice) return new Intent.Choose(choice);
        if (situation is Situation.AtMenu or Situation.WithAssistant && forms.IsStartOver(said)) return new Intent.StartOver();
        if (forms.Closed(said) is { } closed) return closed;
        if (forms.Fillers.CountAddress(utterance, first) is > 0 and var address)
        {
            var asked = forms.Fillers.WithoutEnds(utterance, first + address);
            if (asked.Length == 0) return new Intent.Help();
            if ((forms.Closed(asked) ?? forms.Open(asked)) is { } wanted) return wanted;
        }
        if (situation is Situation.AtMenu && forms.Open(said) is { } open) return open;
        return stop ?? Instruct(utterance, forms);
    }

    // A name of address is dropped only behind a greeting or before a mark: "hey claude run the tests", "Claude, run the tests". Sounds
    // of hesitation go with it; polite words stay: they are part of what is said to an agent, and change nothing.
    private static Intent.Instruction Instruct(Utterance utterance, Forms forms) =>
        new(utterance.OriginalFrom(forms.Fillers.CountAgentAddress(utterance)) is { Length: > 0 } rest ? rest : utterance.Original.Trim());
}
