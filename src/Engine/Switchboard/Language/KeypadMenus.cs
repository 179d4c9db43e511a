namespace CallActors.Engine.Switchboard.Language;

/// <summary>What the phone's keys mean, and the sentences that say so.</summary>
internal static class KeypadMenus
{
    /// <summary>The meaning of a key. Keys are never words for an agent.</summary>
    public static Intent Of(string keys, Situation situation)
    {
        if (keys.Trim() is not [var key]) return new Intent.Help();
        if (key == '0') return new Intent.Menu();
        return situation switch
        {
            Situation.AtMenu => key switch
            {
                >= '1' and <= '9' => new Intent.Choose(key - '0'),
                '*' => new Intent.Menu(),
                _ => new Intent.Press(key),
            },
            Situation.InWorkspace => key switch
            {
                '1' => new Intent.HowIs(""),
                '2' => new Intent.ReadAgain(),
                '3' => new Intent.Next(),
                '4' => new Intent.AnyErrors(),
                '5' => new Intent.ReadScreen(),
                '6' => new Intent.CallBackWhenDone(),
                '7' => new Intent.StopAgent(),
                '9' => new Intent.Help(),
                '*' => new Intent.Menu(),
                _ => new Intent.Press(key),
            },
            Situation.WithAssistant => key switch
            {
                '1' => new Intent.WhatRuns(),
                '3' => new Intent.Next(),
                '7' => new Intent.StopAgent(),
                '9' => new Intent.Help(),
                '*' => new Intent.Menu(),
                _ => new Intent.Press(key),
            },
            Situation.AtQuestion => key switch
            {
                '1' => new Intent.Yes(),
                '2' or '*' => new Intent.No(),
                '3' => new Intent.ShowMe(),
                '9' => new Intent.Help(),
                _ => new Intent.Press(key),
            },
            Situation.ConfirmingName => key switch
            {
                >= '1' and <= '8' => new Intent.Choose(key - '0'),
                '9' => new Intent.Help(),
                '*' => new Intent.No(),
                _ => new Intent.Press(key),
            },
            // What is dangerous is confirmed by a word that was heard, never by a key.
            _ => key switch
            {
                '2' or '*' => new Intent.No(),
                '3' => new Intent.ShowMe(),
                '9' => new Intent.Help(),
                _ => new Intent.Press(key),
            },
        };
    }

    /// <summary>What the keys do here, in sentences.</summary>
    public static string Describe(Situation situation, string language) => Forms.IsGerman(language)
        ? situation switch
        {
            Situation.AtMenu => "Tasten 1 bis 9 wählen eine Sitzung nach ihrem Platz. 0 sagt die Liste noch einmal.",
            Situation.InWorkspace =>
                "Taste 1 ist der Stand. 2 wiederholt die letzte Antwort. 3 geht zur nächsten Sitzung. 4 nennt Fehler. 5 liest den Bildschirm vor. "
                + "6: ich rufe an, wenn es fertig ist. 7 unterbricht den Agenten. 9 ist Hilfe, und 0 führt zurück zur Vermittlung.",
            Situation.WithAssistant => "Taste 1 sagt, was läuft. 3 geht zur nächsten Sitzung. 7 unterbricht den Assistenten. 9 ist Hilfe, und 0 führt zurück zur Vermittlung.",
            Situation.AtQuestion => "Taste 1 ist ja, dieses eine Mal. 2 ist nein. 3 liest es genau vor.",
            Situation.ConfirmingName => "Die Taste mit der Nummer wählt. Der Stern wählt keine, und 0 führt zurück zur Vermittlung.",
            _ => "Sprechen Sie das Wort. Taste 2 ist nein, und 3 liest es genau vor.",
        }
        : situation switch
        {
            Situation.AtMenu => "Keys 1 to 9 choose a session by its place. 0 says the list again.",
            Situation.InWorkspace =>
                "Key 1 is the status. 2 reads the last answer again. 3 goes to the next session. 4 tells errors. 5 reads the screen. "
                + "6 has me call you when it is done. 7 stops the agent. 9 is help, and 0 goes back to the switchboard.",
            Situation.WithAssistant => "Key 1 says what is running. 3 goes to the next session. 7 stops the assistant. 9 is help, and 0 goes back to the switchboard.",
            Situation.AtQuestion => "Key 1 is yes, this once. 2 is no. 3 reads out what exactly it is.",
            Situation.ConfirmingName => "The key with its number chooses. Star chooses none, and 0 goes back to the switchboard.",
            _ => "Speak the word. Key 2 is no, and 3 reads out what exactly it is.",
        };
}
