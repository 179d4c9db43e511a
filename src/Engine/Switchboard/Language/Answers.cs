using System.Collections.Frozen;

namespace CallActors.Engine.Switchboard.Language;

/// <summary>
/// Answers to a question. An answer is taken only when every word of it belongs to one kind: "yes please, go ahead" is a yes, "yes but not the
/// second file" and "yes no" are neither. A murmured "okay" is none: people say it to show that they listen.
/// </summary>
internal sealed class Answers
{
    /// <summary>Longest phrase, in words.</summary>
    private const int Longest = 7;

    private static readonly Answers English = new(
        neutral: "please, okay, ok, uh, um, uhm, er, well, so, thanks, thank you, then, now, just, oh, ah, and",
        yes: """
            yes, yeah, yep, yup, yes yes, sure, allow, allow it, allow that, go ahead, do it, do that, approve, approved, approve it, granted, permit it,
            you may, of course, certainly, i agree, fine do it, yes you may, yes it may, go for it, run it, let it
            """,
        once: "once, this once, just once, just this once, only once, only this once, this time, for now, this one time, one time, only this time",
        always: """
            always, every time, do not ask again, do not ask me again, never ask again, stop asking, allow all, allow everything, for the whole session,
            for this session, from now on, yes to all, allow it always, always allow, always allow it, allow always, and do not ask again, all of them
            """,
        no: """
            no, nope, nah, no no, no way, do not, do not do it, do not do that, do not allow it, do not allow that, deny, denied, deny it, deny that,
            reject, reject it, refuse, refuse it, never, not now, no thanks, no thank you, better not, rather not, i said no, i do not want that, cancel,
            cancel it, cancel that, neither, none, none of them
            """,
        stops: "stop, stop it, stop that, abort",
        show: """
            show me, show it, show me that, what exactly, what exactly is it, what is it, details, more details, read it to me, read it, read it out,
            tell me more, what does it want, what does it want to do, what is it exactly, what is the command, which command, what command, say it again,
            read the question, read the question again, what was the question, what is the question, show me the details, show me the command
            """);

    private static readonly Answers German = new(
        neutral: "bitte, okay, ok, äh, ähm, also, danke, dann, jetzt, mal, nur, doch, gern, gerne, und",
        yes: """
            ja, jo, jep, jawohl, ja ja, klar, sicher, natürlich, selbstverständlich, erlauben, erlaube es, erlaube das, mach das, mach es, mach, tu das, nur zu,
            los, genehmigt, einverstanden, zulassen, ja darf es, du darfst, es darf
            """,
        once: "einmal, dieses eine mal, nur einmal, nur dieses mal, dieses mal, diesmal, nur diesmal, ein mal, nur jetzt",
        always: """
            immer, jedes mal, frag nicht mehr, frag nicht wieder, nicht mehr fragen, nicht wieder fragen, alles erlauben, erlaube alles, für die ganze sitzung,
            für diese sitzung, ab jetzt, von jetzt an, ja zu allem, immer erlauben
            """,
        no: """
            nein, ne, nee, nö, nein nein, nicht, nicht erlauben, erlaube es nicht, erlaube das nicht, ablehnen, lehne ab, lehne es ab, abgelehnt, verweigern,
            auf keinen fall, nie, niemals, nicht jetzt, nein danke, lieber nicht, lass das, lass es, mach das nicht, mach es nicht, tu das nicht, bitte nicht, abbrechen, keine, keine davon, keins, keinen
            """,
        stops: "stopp, stop, halt, aufhören",
        show: """
            zeig, zeig es, zeig es mir, zeig mir das, was genau, was genau ist es, was ist es, was ist das, einzelheiten, details, mehr details, lies es vor,
            lies es mir vor, lies vor, was will es, was will er, was ist der befehl, welcher befehl, welchen befehl, sag es noch einmal,
            wie war die frage, was war die frage, was ist die frage
            """);

    private readonly FrozenSet<string> _neutral;
    private readonly FrozenSet<string> _yes;
    private readonly FrozenSet<string> _once;
    private readonly FrozenSet<string> _always;
    private readonly FrozenSet<string> _no;
    private readonly FrozenSet<string> _stops;
    private readonly FrozenSet<string> _show;

    private Answers(string neutral, string yes, string once, string always, string no, string stops, string show)
    {
        _neutral = Listed(neutral);
        _yes = Listed(yes);
        _once = Listed(once);
        _always = Listed(always);
        _no = Listed(no);
        _stops = Listed(stops);
        _show = Listed(show);
    }

    public static Answers For(string language) => Forms.IsGerman(language) ? German : English;

    /// <summary>The answer that an utterance is here; null where it is none, or none is expected.</summary>
    public Intent? Of(Utterance utterance, Situation situation)
    {
        if (situation is Situation.InWorkspace or Situation.WithAssistant) return null;
        var words = utterance.From(0).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (Consists(words, _no, [])) return new Intent.No();
        if (situation is Situation.ConfirmingName or Situation.ConfirmingDanger && Consists(words, _stops, [_no])) return new Intent.No();
        if (situation is Situation.AtQuestion or Situation.ConfirmingDanger && Consists(words, _show, [])) return new Intent.ShowMe();
        // At the danger's question a yes is no answer: the word of the moment is.
        if (situation == Situation.ConfirmingDanger) return null;
        if (Consists(words, _always, [_yes])) return new Intent.YesAlways();
        if (Consists(words, _yes, [_once]) || (situation == Situation.AtQuestion && Consists(words, _once, []))) return new Intent.Yes();
        return null;
    }

    /// <summary>Whether words are phrases of one kind, at least one, and else of the kinds beside it and neutral ones: nothing is left over. The
    /// longest phrase that fits is taken each time.</summary>
    private bool Consists(string[] words, FrozenSet<string> kind, FrozenSet<string>[] beside)
    {
        FrozenSet<string>[] all = [kind, .. beside, _neutral];
        var found = false;
        for (var at = 0; at < words.Length;)
        {
            var length = Math.Min(Longest, words.Length - at);
            var phrase = "";
            for (; length > 0; length--)
            {
                phrase = string.Join(' ', words, at, length);
                if (all.Any(set => set.Contains(phrase))) break;
            }
            if (length == 0) return false;
            found |= kind.Contains(phrase);
            at += length;
        }
        return found;
    }

    private static FrozenSet<string> Listed(string list) =>
        list.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal);
}
