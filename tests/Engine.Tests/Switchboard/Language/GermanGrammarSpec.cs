using CallActors.Contracts.Calls;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard.Language;

public sealed class GermanGrammarSpec
{
    [Theory]
    [InlineData("sprich mit kunduz", "TalkTo kunduz")]
    [InlineData("ich möchte mit dem api server sprechen", "TalkTo api server")]
    [InlineData("verbinde mich mit Kunduz, bitte", "TalkTo kunduz")]
    [InlineData("wechsle zum api server", "TalkTo api server")]
    [InlineData("nächste", "Next")]
    [InlineData("was läuft gerade", "WhatRuns")]
    [InlineData("wer braucht mich", "WhatRuns")]
    [InlineData("wie geht's kunduz", "HowIs kunduz")]
    [InlineData("wie weit bist du", "HowIs")]
    [InlineData("ist es fertig", "HowIs")]
    [InlineData("Gibt es Fehler?", "AnyErrors")]
    [InlineData("lies das nochmal vor", "ReadAgain")]
    [InlineData("lies den bildschirm vor", "ReadScreen")]
    [InlineData("abbrechen", "StopAgent")]
    [InlineData("stopp", "StopAgent")]
    [InlineData("Stopp, lass die Tests laufen.", "StopAndSay lass die Tests laufen.")]
    [InlineData("hilfe", "Help")]
    [InlineData("zurück zur vermittlung", "Menu")]
    [InlineData("auf wiederhören", "Goodbye")]
    [InlineData("das wär's", "Instruction das wär's")]
    [InlineData("ruf mich an wenn du fertig bist", "CallBackWhenDone")]
    [InlineData("starte eine neue sitzung namens planer", "Create planer")]
    [InlineData("vermittlung, was macht kunduz", "HowIs kunduz")]
    [InlineData("wie ist der Parser aufgebaut", "Instruction wie ist der Parser aufgebaut")]
    [InlineData("stopp den server", "Instruction stopp den server")]
    [InlineData("geh ans Ende der Datei", "Instruction geh ans Ende der Datei")]
    [InlineData("sprich mit dem Team über das Schema", "Instruction sprich mit dem Team über das Schema")]
    public void German_is_understood(string said, string intent) =>
        Assert.Equal(intent, GrammarSpec.Written(Grammar.Understand(said, WordSource.Recognizer, Situation.InWorkspace, "de-DE")));

    [Theory]
    [InlineData("ja", "Yes")]
    [InlineData("ja, dieses eine Mal", "Yes")]
    [InlineData("ja bitte", "Yes")]
    [InlineData("mach das", "Yes")]
    [InlineData("ja immer", "YesAlways")]
    [InlineData("ja und frag nicht mehr", "YesAlways")]
    [InlineData("nein", "No")]
    [InlineData("bitte nicht", "No")]
    [InlineData("mach das nicht", "No")]
    [InlineData("abbrechen", "No")]
    [InlineData("was genau", "ShowMe")]
    [InlineData("die zweite", "Choose 2")]
    [InlineData("na ja", "Instruction na ja")]
    public void German_answers_are_understood(string said, string intent) =>
        Assert.Equal(intent, GrammarSpec.Written(Grammar.Understand(said, WordSource.Recognizer, Situation.AtQuestion, "de")));
}
