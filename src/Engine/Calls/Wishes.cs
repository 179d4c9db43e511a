using System.Collections.Frozen;

namespace CallActors.Engine.Calls;

/// <summary>Something that the person asks of the call and not of the agent.</summary>
internal enum Wish
{
    /// <summary>Wait for me.</summary>
    HoldOn,

    /// <summary>Say that again.</summary>
    Repeat,

    /// <summary>Speak slower, and say that again.</summary>
    Slower,

    /// <summary>Hang up, and call me when it is done.</summary>
    CallBack,

    /// <summary>Back to the switchboard: key 0.</summary>
    Switchboard,
}

/// <summary>Understands wishes: only when they are the whole turn, so that "stop the server" or "hold on to the old name" reach the
/// agent.</summary>
internal static class Wishes
{
    private static readonly FrozenDictionary<string, Wish> English = Phrases(
        (Wish.HoldOn, """
            hold on, hold on a second, hold on a moment, hang on, hang on a second, one moment, one moment please, just a moment, just a second,
            wait a moment, wait a second, wait a minute, give me a second, give me a moment, give me a minute, one second, one second please
            """),
        (Wish.Repeat, """
            repeat that, repeat, please repeat, please repeat that, can you repeat that, could you repeat that, say that again, say it again,
            can you say that again, come again, what was that, what did you say, i did not get that, i didn't get that, once more, once more please,
            pardon, pardon me, sorry what, read that again
            """),
        (Wish.Slower, """
            slower, slower please, speak slower, speak more slowly, please speak slower, please speak more slowly, slow down, slow down please,
            please slow down, too fast, you are too fast, you're too fast, not so fast
            """),
        (Wish.CallBack, """
            hang up and call me when it's done, hang up and call me when you're done, hang up and call me back, call me back when it's done,
            call me back when you're done, call me when it's done, call me when you're done, call me when it is done, call me back when it is done,
            call me when you are done, hang up and call me when it is done, call me back later
            """));

    private static readonly FrozenDictionary<string, Wish> German = Phrases(
        (Wish.HoldOn, "moment, einen moment, moment bitte, einen moment bitte, warte kurz, warte mal, sekunde, eine sekunde"),
        (Wish.Repeat, "wiederhole das, noch einmal, nochmal, noch mal bitte, nochmal bitte, wie bitte, sag das noch einmal, was hast du gesagt"),
        (Wish.Slower, "langsamer, langsamer bitte, sprich langsamer, zu schnell, nicht so schnell, bitte langsamer"),
        (Wish.CallBack, "ruf mich zurück, ruf mich an wenn du fertig bist, ruf mich an wenn es fertig ist, leg auf und ruf mich zurück"));

    private static readonly string[] Softeners = ["please ", "okay ", "ok ", "well ", "oh ", "hey ", "uh ", "um ", "sorry ", "bitte ", "äh "];

    /// <summary>The wish that a turn is, if it is one.</summary>
    /// <param name="language">BCP 47 tag; a language without a list understands none.</param>
    public static Wish? Of(string turn, string language)
    {
        var phrases = language.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? English
            : language.StartsWith("de", StringComparison.OrdinalIgnoreCase) ? German : null;
        if (phrases is null) return null;
        var text = string.Join(' ', turn.ToLowerInvariant().Replace('’', '\'').Split([' ', ',', '.', '!', '?', ';', ':'], StringSplitOptions.RemoveEmptyEntries));
        while (true)
        {
            if (phrases.TryGetValue(text, out var wish)) return wish;
            if (Array.Find(Softeners, s => text.StartsWith(s, StringComparison.Ordinal)) is not { } softener) return null;
            text = text[softener.Length..];
        }
    }

    private static FrozenDictionary<string, Wish> Phrases(params (Wish Wish, string List)[] lists) => lists
        .SelectMany(l => l.List.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(p => (Phrase: p, l.Wish)))
        .ToFrozenDictionary(p => p.Phrase, p => p.Wish, StringComparer.Ordinal);
}
