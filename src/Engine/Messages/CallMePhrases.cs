using System.Collections.Frozen;

namespace CallActors.Engine.Messages;

/// <summary>The words of <see cref="CallMe"/>: lower case, without accents and apostrophes.</summary>
/// <param name="Phrases">Each asks for a call.</param>
/// <param name="Negations">Before a phrase in its clause, or where <paramref name="Behind"/> says so behind it, these say no.</param>
/// <param name="Tales">Right before a phrase these make a tale or a question of it: "did you call me".</param>
/// <param name="Later">Anywhere in the clause these put it off.</param>
/// <param name="Behind">The language says no behind its verb too.</param>
internal sealed record CallMePhrases(string[][] Phrases, FrozenSet<string> Negations, FrozenSet<string> Tales, FrozenSet<string> Later, bool Behind)
{
    // Between a word that says no and the phrase: "you do not have to call me".
    private const int Reach = 5;

    private static readonly CallMePhrases English = Of(
        """
        call me, ring me, phone me, callme, call me back, give me a call, give me a ring, give me a buzz, give us a call, give a call, please call, pls call,
        plz call, can you call, could you call, can u call, call back please, call back pls, call please, call pls, call now, call again, try again by phone,
        try calling again, want you to call, need you to call, id like a call, want a call, need a call, lets talk on the phone, talk by phone, call my phone,
        call my cell, call my mobile, call this number
        """,
        "dont, not, never, no, stop, cant, cannot, wont, shouldnt, neednt, without, didnt, doesnt, nor, dnt, donot, hardly",
        "did, didnt, to, they, he, she, why, who, we, has, had, anybody, anyone, someone, somebody, people, friends, everyone, everybody, should, always, i, will, ill",
        "later, tomorrow, tonight, when, once, after, if, at, in, afterwards, monday, tuesday, wednesday, thursday, friday, saturday, sunday, next, until, unless",
        behind: false);

    private static readonly CallMePhrases German = Of(
        """
        ruf mich an, ruf mich bitte an, ruf mich mal an, ruf mich doch an, ruf mich jetzt an, ruf mich kurz an, ruf mich zuruck, ruf mich bitte zuruck,
        ruf an, ruf bitte an, ruf mal an, ruf doch an, rufen sie mich an, rufen sie mich bitte an, rufen sie mich zuruck, rufen sie an, rufen sie bitte an,
        kannst du mich anrufen, kannst du anrufen, kannst mich anrufen, konnen sie mich anrufen, konnten sie mich anrufen, konntest du mich anrufen,
        bitte anrufen, bitte um anruf, bitte um ruckruf, anrufen bitte, bitte zuruckrufen, klingel mich an, klingel durch, ruf durch, lass uns telefonieren,
        mich bitte anrufen, ruf mich spater an, ruf mich morgen an, ruf mich heute abend an, ruf mich nachher an, ruf spater an, ruf morgen an,
        ruf mich zurueck, ruf mich spaeter an, bitte zurueckrufen
        """,
        "nicht, nie, niemals, kein, keinen, keine, brauchst, nich, ned, net, ohne",
        "er, sie hat, warum, wieso, ich",
        "spater, morgen, wenn, sobald, nachher, heute abend, uhr, in, falls, nachdem, montag, dienstag, mittwoch, donnerstag, freitag, ubermorgen, spaeter",
        behind: true);

    private static readonly CallMePhrases French = Of(
        """
        appelle moi, appelles moi, appelez moi, rappelle moi, rappelles moi, rappelez moi, appel moi, appeler moi, peux tu mappeler, peux tu me rappeler, tu peux mappeler,
        tu peux me rappeler, pouvez vous mappeler, pouvez vous me rappeler, vous pouvez mappeler, telephone moi, telephonez moi, passe moi un coup de fil,
        passez moi un coup de fil, passe un coup de fil, donne moi un coup de fil, passe moi un appel, merci de mappeler, merci de me rappeler, merci de rappeler,
        il faut mappeler, appelle stp, rappelle stp, appelle sil te plait, bigophone moi
        """,
        "ne, pas, jamais, inutile, sans, plus, arrete, arretez, besoin",
        "pourquoi, qui, il, elle, on",
        "demain, plus tard, quand, des, apres, si, a, dans, ce soir, lundi, mardi, mercredi, jeudi, vendredi, tard, lorsque, tout a lheure",
        behind: true);

    private static readonly CallMePhrases Spanish = Of(
        """
        llamame, llameme, llamenme, llama me, llame me, llamame por favor, puedes llamarme, podrias llamarme, puede llamarme, podria llamarme, me puedes llamar,
        me podrias llamar, me puede llamar, me llamas, me llama por favor, llama por favor, llame por favor, por favor llama, por favor llame, marcame,
        dame un telefonazo, pegame un telefonazo, hazme una llamada, haz una llamada, necesito que me llames, quiero que me llames, devuelveme la llamada,
        devolverme la llamada, vuelve a llamar, telefoneame, prefiero que me llames, mejor llamame
        """,
        "no, nunca, jamas, sin, tampoco, deja, ni",
        "por que, quien, el, ella, yo",
        "manana, luego, cuando, despues, si, a las, en, mas tarde, tarde, lunes, martes, miercoles, jueves, viernes, esta noche, apenas",
        behind: false);

    private static readonly FrozenSet<string> Modals =
        "can, could, would, will, may, might, should, have, u, pls, please, must, can you, if, want, need, wish, hope, prefer".Split(", ").ToFrozenSet();

    public static CallMePhrases[] All { get; } = [English, German, French, Spanish];

    /// <summary>What begins a clause of its own: "don't text but call me".</summary>
    public static FrozenSet<string> Divides { get; } = "but, aber, sondern, mais, pero, sino, instead, stattdessen, plutot, rather, just, lieber".Split(", ").ToFrozenSet();

    /// <summary>Slips in words that are too short for one to be told from another.</summary>
    public static FrozenDictionary<string, FrozenSet<string>> Slips { get; } = new Dictionary<string, string>
    {
        ["call"] = "cal caal calll clal cll cakl vall xall cqll callk calk caall kall",
        ["ring"] = "rign rin rinng",
        ["me"] = "mee em ne mr",
        ["give"] = "gve giv gibe gimme",
        ["ruf"] = "ruff rufe rud rug rfu rufst",
        ["mich"] = "mcih mihc mch mick micj mixh",
        ["an"] = "na ann",
        ["moi"] = "mio mou mooi moii",
        ["zuruck"] = "zurueck",
        ["spater"] = "spaeter",
        ["konnen"] = "koennen",
        ["konnten"] = "koennten",
        ["konntest"] = "koenntest",
    }.ToFrozenDictionary(p => p.Key, p => p.Value.Split(' ').ToFrozenSet());

    /// <summary>Words that are near to one of a phrase and mean something else.</summary>
    public static FrozenSet<string> OtherWords { get; } = """
        called, calling, calls, caller, phoned, phones, please, again, right, appele, appelait, appelles, rappele, appelee, appellent, llamaste, llamado, llamada,
        llamo, llamaron, llamar, llames, llamas, llamara, puedo, pueden, bitten, anruf, angerufen, anrufer, telefon, telephone, rappelles, llamarte, llamarle,
        rufst, rufte, rufen, kannt, kennst, konnte
        """.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet();

    /// <summary>Whether the words around a phrase say that no call is wanted, or tell of one.</summary>
    public bool Spoils(List<string> clause, int at, int length)
    {
        for (var i = Math.Max(0, at - Reach); i < at; i++)
            if (Negations.Contains(clause[i])) return true;
        for (var i = at; i < Math.Min(clause.Count, at + length + (Behind ? 2 : 0)); i++)
            if (Behind && Negations.Contains(clause[i])) return true;
        if (at == 0) return false;
        if (Tales.Contains(clause[at - 1])) return !(at > 1 && clause[at - 1] == "to" && Modals.Contains(clause[at - 2]));
        // "You call me too often" is none; "can you call me" is.
        return clause[at - 1] is "you" && (at == 1 || !Modals.Contains(clause[at - 2]));
    }

    public bool IsLater(List<string> words)
    {
        var text = $" {string.Join(' ', words)} ";
        return Later.Any(l => text.Contains($" {l} ", StringComparison.Ordinal));
    }

    private static CallMePhrases Of(string phrases, string negations, string tales, string later, bool behind) => new(
        [.. Listed(phrases).Select(p => p.Split(' '))], Listed(negations).ToFrozenSet(), Listed(tales).ToFrozenSet(), Listed(later).ToFrozenSet(), behind);

    private static string[] Listed(string list) => list.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
