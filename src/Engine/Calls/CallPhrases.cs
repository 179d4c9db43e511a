namespace CallActors.Engine.Calls;

/// <summary>What the call itself says, in one language.</summary>
internal sealed record CallPhrases
{
    private static readonly CallPhrases English = new();

    private static readonly CallPhrases German = new()
    {
        NotUnderstood = "Entschuldigung, das habe ich nicht verstanden.",
        StillNotUnderstood = "Ich verstehe Sie leider noch immer nicht. Bitte sprechen Sie näher am Telefon, oder benutzen Sie die Tasten.",
        StillThere = "Sind Sie noch da?",
        NobodyThere = "Ich höre niemanden und lege jetzt auf. Auf Wiederhören.",
        TakeYourTime = "Lassen Sie sich Zeit.",
        CallBack = "In Ordnung, ich rufe zurück. Bis dann.",
        AgentGone = "Der Agent hat sich nicht mehr gemeldet. Auf Wiederhören.",
        Deaf = "Ich kann Sie nicht mehr hören. Bitte benutzen Sie die Tasten, oder rufen Sie noch einmal an.",
        NothingToRepeat = "Es gibt nichts zu wiederholen.",
        Recorded = "Dieses Gespräch wird aufgezeichnet.",
        NoSwitchboard = "Hier gibt es keine Vermittlung.",
        TakesNote = "Sie wollten angerufen werden. Im Moment wartet kein Agent auf Sie. Sagen Sie mir, worum es geht: Ihre Worte bleiben bei diesem Anruf.",
        AgentComes = "Sie wollten angerufen werden. Einen Moment, Ihr Agent kommt ans Telefon.",
        CallsAsWanted = "Sie wollten angerufen werden, wenn Ihre Arbeit fertig ist oder Sie braucht.",
        CallsAsScheduled = "Sie wollten um diese Zeit angerufen werden.",
        AgentNotHere = "Ihr Agent ist nicht ans Telefon gekommen. Sagen Sie mir, worum es geht: Ihre Worte bleiben bei diesem Anruf.",
        NoteTaken = "Danke, das wird für Ihren Agenten aufbewahrt. Auf Wiederhören.",
        NothingToNote = "Ich habe nichts verstanden. Auf Wiederhören.",
        Stopping = "Dieser Anschluss wird jetzt abgeschaltet. Auf Wiederhören.",
    };

    // Who is recorded must understand it: what a language lacks else is English.
    private static readonly CallPhrases French = new() { Recorded = "Cet appel est enregistré." };

    private static readonly CallPhrases Spanish = new() { Recorded = "Esta llamada está siendo grabada." };

    public string NotUnderstood { get; init; } = "Sorry, I did not catch that.";

    public string StillNotUnderstood { get; init; } = "I am sorry, I still cannot understand you. Please speak closer to the phone, or use the keys.";

    public string StillThere { get; init; } = "Are you still there?";

    public string NobodyThere { get; init; } = "I cannot hear anybody, so I will hang up now. Goodbye.";

    public string TakeYourTime { get; init; } = "Take your time.";

    public string CallBack { get; init; } = "All right, I will call you back. Goodbye.";

    public string AgentGone { get; init; } = "The agent has not come back. Goodbye.";

    public string Deaf { get; init; } = "I cannot hear you any more. Please use the keypad, or call again.";

    public string NothingToRepeat { get; init; } = "There is nothing to repeat.";

    public string NoSwitchboard { get; init; } = "There is no switchboard on this line.";

    public string TakesNote { get; init; } =
        "You asked to be called. No agent is waiting for you at the moment. Tell me what it is about: your words are kept with this call.";

    public string AgentComes { get; init; } = "You asked to be called. One moment, your agent is coming to the phone.";

    public string CallsAsWanted { get; init; } = "You asked to be called when your work is done, or needs you.";

    public string CallsAsScheduled { get; init; } = "You asked to be called at this time.";

    public string AgentNotHere { get; init; } = "Your agent has not come to the phone. Tell me what it is about: your words are kept with this call.";

    public string NoteTaken { get; init; } = "Thank you, that is kept for your agent. Goodbye.";

    public string NothingToNote { get; init; } = "I heard nothing that I could understand. Goodbye.";

    public string Stopping { get; init; } = "This line is being shut down now. Goodbye.";

    public string Recorded { get; init; } = "This call is recorded.";

    /// <param name="language">BCP 47 tag; English where there is no other.</param>
    public static CallPhrases For(string language) => language.Split('-')[0].ToLowerInvariant() switch
    {
        "de" => German,
        "fr" => French,
        "es" => Spanish,
        _ => English,
    };
}
