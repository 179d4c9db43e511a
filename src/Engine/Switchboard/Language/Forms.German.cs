namespace CallActors.Engine.Switchboard.Language;

internal sealed partial class Forms
{
    private const string NoNameInGerman = """
        über|dass|weil|wenn|wer|wie|warum|von|vom|für|mit|ohne|aus|oder|aber|nicht|ist|sind|war|es|mir|ihm|ihr|ihnen|uns|ende|anfang|zeile|funktion|
        klasse|methode|ordner|verzeichnis|datei|modus|version|schritt|seite|tests?|team
        """;

    private static Forms German { get; } = new(
        Fillers.German,
        string.Join("", NoNameInGerman.Split('\n').Select(l => l.Trim())),
        // "Wähle mich um neun an".
        wish: "mich .+",
        stop: "stopp|stop|halt|stopp mal|halt stopp|abbrechen|nein stopp|hör auf|aufhören|unterbrich|unterbrich das",
        instead: "stattdessen|lieber|zuerst",
        startOver: "vergiss (bitte )?(alles|(alles )?was (wir|ich|du) (dir )?(gesagt|besprochen|erzählt) (haben|habe|hast)|(unser|das|dieses|das ganze) gespräch|(unsere|die|diese) unterhaltung)|lösch(e)? (unser|das|dieses) gespräch|(fang|fange|fangen wir|lass uns) (noch einmal |nochmal )?von (vorn|vorne) (an|anfangen)|(noch einmal |nochmal )?von (vorn|vorne)|(beginne |beginn |fang )?(ein )?neues gespräch( an)?",
        closed:
        [
            ("(sprich|rede|sprechen|reden|verbinde mich|verbinden sie mich) mit (dem assistenten|claude|meinem assistenten)|mit (dem assistenten|claude) (sprechen|reden|verbinden)|frag claude|(der )?assistent", _ => new Intent.Assistant()),
            ("(der |die |das |zur |zum )?(nächste|nächster|nächsten|nächstes)( sitzung| session| projekt| agent| bitte)?|weiter zur nächsten( sitzung)?|wechsle zur nächsten( sitzung)?", _ => new Intent.Next()),
            ("(die |zur |zum )?(vorige|vorigen|vorherige|vorherigen|letzte sitzung|letzten sitzung)( sitzung| session)?|eins zurück|eine zurück", _ => new Intent.Previous()),
            ("hauptmenü|menü|(zur |zurück zur )?(vermittlung|zentrale)|zum (haupt)?menü|zurück( zum menü| zum hauptmenü)?|verlassen|raus( hier)?|geh zurück", _ => new Intent.Menu()),
            ("(sprich|rede|sprechen|reden|verbinde mich|verbinden sie mich|verbinden) mit (der |dem |den |die |das )?(?<x>.+)|mit (der |dem )?(?<x>.+) (sprechen|reden|verbinden)", name => new Intent.TalkTo(name)),
            ("(wechsle|wechsel|wechseln|schalte um|stell mich durch|stellen sie mich durch|geh|gehe) (zu|zur|zum|auf|nach) (der |dem |den )?(?<x>.+)|(zu|zur|zum) (?<x>.+) wechseln", name => new Intent.TalkTo(name)),
            ("was läuft( gerade| alles)?|was läuft gerade alles|wer läuft|welche (agenten|sitzungen|sessions) (gibt es|laufen|sind da|habe ich|sind offen)|(zähle|zähl|liste) (die |alle )?(sitzungen|agenten|sessions) auf|wer braucht mich|braucht mich (jemand|wer)|wer wartet( auf mich)?|was machen (sie alle|alle)|wer ist da|liste", _ => new Intent.WhatRuns()),
            ("status|stand|statusbericht|wie ist der (stand|status)|wie steht es( gerade)?|wie geht es( voran)?|wie weit (bist du|ist es|sind sie|ist er|bist du schon)|(ist es|bist du|ist er) (schon )?fertig|schon fertig|fertig|was (machst du|macht er|macht es|tust du|macht der agent|macht claude)( gerade| da)?|was ist los|was gibt es neues|gibt es (etwas |was )?neues|wie läuft es|wie läuft (der build|die arbeit)|wie steht es um den build|wie sieht es aus|läuft es noch|bist du noch (da|dran)", _ => new Intent.HowIs("")),
            ("wie (geht es|läuft es) (bei )?(der |dem |den )?(?<x>.+)|wie (ist der stand (von|bei)|steht es mit|steht es um) (der |dem |den |die )?(?<x>.+)|status (von |bei )?(?<x>.+)|was macht (der |die |das )?(?<x>\\S+)( gerade)?", name => new Intent.HowIs(name)),
            ("(gibt es |irgendwelche |gibt es irgendwelche )?(fehler|probleme)|gab es (irgendwelche )?(fehler|probleme)|(ist|ging) (etwas|was|irgendetwas|irgendwas) (schief|schiefgegangen|schief gegangen|fehlgeschlagen|kaputt)|was ist (schiefgegangen|schief gegangen|fehlgeschlagen)", _ => new Intent.AnyErrors()),
            ("lies (das|es|die antwort) (noch einmal|nochmal|noch mal|wieder) vor|lies (die )?(letzte )?antwort( noch einmal| nochmal)? vor|was hat (er|es|sie|der agent|claude) gesagt|was hast du (gesagt|geantwortet)|wiederhole (das|die antwort)|noch einmal vorlesen", _ => new Intent.ReadAgain()),
            ("lies (mir )?(den bildschirm|das terminal) vor|(den )?bildschirm vorlesen|was (ist|steht) auf dem (bildschirm|terminal)|was steht im terminal|was zeigt der bildschirm", _ => new Intent.ReadScreen()),
            ("stopp|stop|halt|abbrechen|abbruch|brich ab|brich das ab|hör auf|hör auf damit|hör sofort auf|aufhören|unterbrechen|unterbrich|unterbrich das|unterbrich ihn|stopp stopp|stopp mal|halt stopp|stopp den agenten|genug|das reicht|es reicht", _ => new Intent.StopAgent()),
            ("hilfe|was kann ich (sagen|tun|fragen|machen)|welche (befehle|tasten|möglichkeiten) (gibt es|habe ich)|wie funktioniert das( hier)?", _ => new Intent.Help()),
            ("(leg auf und )?(ruf|rufe|rufen sie) mich (an|zurück)( wenn| sobald) (du|es|er|das|sie|alles) (fertig (bist|ist|sind)|so weit ist|bereit ist)|leg auf und ruf mich (an|zurück)|ruf mich (später )?zurück|ruf mich später an|ruf an wenn (du|es) fertig (bist|ist)|ruf mich an wenn du mich brauchst", _ => new Intent.CallBackWhenDone()),
            ("auf wiederhören|auf wiedersehen|tschüss|tschüs|tschau|ciao|bis dann|bis später|bis bald|leg auf|auflegen|gute nacht|das war es|das wars|das war's|das war alles|das ist alles|mehr nicht|ich bin fertig", _ => new Intent.Goodbye()),
            ("(starte|öffne|beginne|erstelle|mach|mache|leg|lege) (eine|noch eine) neue (sitzung|session)( an| auf)?( (namens|mit dem namen|die heißt) (?<x>.+))?|neue (sitzung|session)( (namens|mit dem namen) (?<x>.+))?|eine neue (sitzung|session)( (namens|mit dem namen) (?<x>.+))?( starten| öffnen| anlegen)?", name => new Intent.Create(name)),
            ("(schließe|schließ|beende|schliesse) (die|diese) (sitzung|session)|(schließe|schließ|beende|schliesse) (die )?(sitzung|session) (?<x>.+)|(die )?(sitzung|session) (?<x>.+) (schließen|beenden)", name => new Intent.Close(name)),
        ],
        open:
        [
            ("(gib mir|ich will|öffne|hol mir|nimm|wähle) (den |die |das |zu )?(?<x>.+)", name => new Intent.TalkTo(name)),
            ("wie ist (der |die |das )?(?<x>.+)|(wie|was) ist mit (der |dem |den )?(?<x>.+)|ist (der |die |das )?(?<x>.+) (schon )?fertig|was macht (der |die |das )?(?<x>.+)|wie läuft (der |die |das )?(?<x>.+)", name => new Intent.HowIs(name)),
            ("(schließe|schließ|beende) (die |den |das )?(?<x>.+)", name => new Intent.Close(name)),
            ("die liste( noch einmal| nochmal)?|was gibt es( alles)?|sitzungen", _ => new Intent.WhatRuns()),
        ]);
}
