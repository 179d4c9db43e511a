using CallActors.Contracts.Assistants;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Switchboard.Language;

/// <summary>What the reception itself says, in one language. Sentences about workspaces are made by <see cref="Briefings"/>.</summary>
internal sealed class SwitchboardPhrases
{
    /// <summary>What an agent is told with the person's words, unless it is configured otherwise. Empty says nothing.</summary>
    public const string DefaultVoiceNote =
        "(Said by voice over the phone. Please answer briefly, in plain sentences fit for listening; no tables or long code.)";

    /// <summary>Where a template has the person's words; without it the template is put behind them.</summary>
    public const string WordsPlace = "{words}";

    private static readonly SwitchboardPhrases English = new(false);
    private static readonly SwitchboardPhrases German = new(true);

    private readonly bool _isGerman;

    private SwitchboardPhrases(bool isGerman) => _isGerman = isGerman;

    /// <param name="language">BCP 47 tag; English where there is no other.</param>
    public static SwitchboardPhrases For(string language) => Forms.IsGerman(language) ? German : English;

    /// <summary>The text for the agent: the person's words with the note.</summary>
    /// <param name="template">With <see cref="WordsPlace"/> or without; empty for the words alone.</param>
    public static string ForAgent(string words, string template) =>
        string.IsNullOrWhiteSpace(template) ? words
        : template.Contains(WordsPlace, StringComparison.Ordinal) ? template.Replace(WordsPlace, words, StringComparison.Ordinal)
        : $"{words}\n\n{template}";

    // Before the PIN: nothing tells whether the number is known, or what there is.
    public string AskPin => Say("Please say your PIN, or enter it on the keypad.", "Bitte sagen Sie Ihre PIN, oder geben Sie sie mit den Tasten ein.");

    public string NoPinHeard => Say("I did not get that as a PIN. Please say it digit by digit, or use the keypad.", "Das habe ich nicht als PIN verstanden. Bitte sagen Sie sie Ziffer für Ziffer, oder benutzen Sie die Tasten.");

    public string PinNotJudged => Say("That could not be checked. Please give your PIN again.", "Das konnte nicht geprüft werden. Bitte geben Sie Ihre PIN noch einmal ein.");

    public string LockedOut => Say("That is not right. No further attempt is possible for now. Goodbye.", "Das ist nicht richtig. Im Moment ist kein weiterer Versuch möglich. Auf Wiederhören.");

    public string NoSuchWorkspace => Say("I know no session of that name. Say what's running for the list.", "Eine Sitzung mit diesem Namen kenne ich nicht. Sagen Sie was läuft, dann nenne ich alle.");

    public string NothingToInterrupt => Say("There is nothing to stop: it is not working.", "Es gibt nichts zu unterbrechen: Er arbeitet gerade nicht.");

    public string Interrupted => Say("Stopped.", "Unterbrochen.");

    public string ReplyTooLong => Say("The rest is in the terminal.", "Der Rest steht im Terminal.");

    public string OffTheScreen => Say("This is read off the screen, so it may be cut or mixed up.", "Das ist vom Bildschirm abgelesen und kann gekürzt oder durcheinander sein.");

    public string NothingToReadAgain => Say("There is no answer to read yet.", "Es gibt noch keine Antwort zum Vorlesen.");

    public string NotTaken => Say("It has not taken your words. You can say them again.", "Er hat Ihre Worte nicht angenommen. Sie können sie noch einmal sagen.");

    public string QueueFull => Say("Too many of your messages wait there already. Nothing was sent.", "Dort warten schon zu viele Ihrer Nachrichten. Es wurde nichts geschickt.");

    public string Allowed => Say("Allowed, this once.", "Erlaubt, dieses eine Mal.");

    public string Denied => Say("Not allowed.", "Nicht erlaubt.");

    public string NotForGood => Say("By phone I can only allow it this once. Say yes, once, or no.", "Am Telefon kann ich es nur dieses eine Mal erlauben. Sagen Sie ja, einmal, oder nein.");

    public string UnclearAnswer => Say("I need a clear yes, no, or show me.", "Ich brauche ein klares Ja, Nein, oder zeig es mir.");

    public string QuestionChanged => Say("The question has changed in the meantime. Nothing was answered.", "Die Frage hat sich inzwischen geändert. Es wurde nichts beantwortet.");

    public string QuestionNotUnderstood => Say("I cannot answer that question from here. It has to be answered in the terminal.", "Diese Frage kann ich von hier nicht beantworten. Das geht nur im Terminal.");

    public string NotConfirmed => Say("That was not the word, so nothing was allowed.", "Das war nicht das Wort, also wurde nichts erlaubt.");

    public string NotUnderstood => Say("Sorry, I did not understand that. Say help for what I know.", "Entschuldigung, das habe ich nicht verstanden. Sagen Sie Hilfe, dann sage ich, was ich kann.");

    public string OnlyOne => Say("There is no other session.", "Es gibt keine andere Sitzung.");

    public string NoAssistant => Say("There is no assistant on this line.", "Auf dieser Leitung gibt es keinen Assistenten.");

    public string NotStored => Say("That could not be kept, so nothing was sent. Please try again.", "Das konnte nicht gespeichert werden, also wurde nichts geschickt. Bitte versuchen Sie es noch einmal.");

    public string Goodbye => Say("Goodbye.", "Auf Wiederhören.");

    public string WrongPin(int triesLeft) => triesLeft == 1
        ? Say("That is not right. You have one more try.", "Das ist nicht richtig. Sie haben noch einen Versuch.")
        : Say($"That is not right. You have {triesLeft} more tries.", $"Das ist nicht richtig. Sie haben noch {triesLeft} Versuche.");

    /// <param name="list">As <see cref="Briefings.List"/> gives it.</param>
    public string Menu(string list) => Say($"{list} Whom do you want to talk to?", $"{list} Mit wem möchten Sie sprechen?");

    public string TalkingTo(string name) => Say($"You are talking to {name}.", $"Sie sprechen mit {name}.");

    /// <summary>"kunduz or kinder?" With one: "Do you mean kunduz?"</summary>
    public string WhichOne(IReadOnlyList<string> names) => names.Count == 1
        ? Say($"Do you mean {names[0]}?", $"Meinen Sie {names[0]}?")
        : string.Join(", ", names.SkipLast(1)) + Say(" or ", " oder ") + names[^1] + "?";

    public string WorkspaceGone(string name) => Say($"{name} is gone.", $"{name} gibt es nicht mehr.");

    /// <summary>To be said behind <see cref="WorkspaceGone"/>.</summary>
    public string NotTyped(int count) => count == 1
        ? Say("What you said last was not typed there.", "Was Sie zuletzt gesagt haben, wurde dort nicht eingegeben.")
        : Say($"The last {count} things that you said were not typed there.", $"Was Sie die letzten {count} Male gesagt haben, wurde dort nicht eingegeben.");

    public string HereAgain(string name) => Say($"There is a session {name} again.", $"Es gibt wieder eine Sitzung {name}.");

    public string HostAway(string name) => Say($"{name} cannot be reached at present. What you say waits until it is back.", $"{name} ist gerade nicht erreichbar. Was Sie sagen, wartet, bis es wieder da ist.");

    /// <param name="detail">A sentence; names the access mode that is needed.</param>
    public string AccessDenied(string detail) => Say($"It does not let me in. {detail}", $"Ich werde dort nicht hereingelassen. {detail}").TrimEnd();

    /// <param name="detail">A sentence.</param>
    public string Refused(string detail) => Say($"That was refused. {detail}", $"Das wurde abgelehnt. {detail}").TrimEnd();

    public string QueuedBehind(int ahead) => ahead switch
    {
        <= 0 => Say("Sent.", "Geschickt."),
        1 => Say("Queued behind one other.", "Eingereiht hinter einer anderen."),
        _ => Say($"Queued behind {ahead} others.", $"Eingereiht hinter {ahead} anderen."),
    };

    public string NeverAnswered(string name) => Say($"{name} has not answered. It may still be at work; say status to ask.", $"{name} hat nicht geantwortet. Vielleicht arbeitet er noch; sagen Sie Status, um zu fragen.");

    public string AskWord(Danger danger, string word) => Say($"This would {danger.What}. Say '{word}' to go on, or no.", $"Das würde {danger.What}. Sagen Sie '{word}', um fortzufahren, oder nein.");

    public string WillCall(string name) => Say($"I will call you when {name} is done or needs you.", $"Ich rufe an, wenn {name} fertig ist oder Sie braucht.");

    /// <param name="detail">A sentence.</param>
    public string CannotCall(string detail) => Say($"I cannot call you. {detail}", $"Ich kann Sie nicht anrufen. {detail}").TrimEnd();

    public string Closed(string name) => Say($"{name} is closed.", $"{name} ist geschlossen.");

    public string LineMoved => Say("The line was moved. Please say again what you said last.", "Die Leitung wurde umgelegt. Bitte sagen Sie noch einmal, was Sie zuletzt gesagt haben.");

    public string NotReachable => Say("I cannot reach your sessions at present. Please call again later. Goodbye.", "Ich erreiche Ihre Sitzungen im Moment nicht. Bitte rufen Sie später noch einmal an. Auf Wiederhören.");

    public string DoesNotAnswer(string name) => Say($"{name} does not answer at present.", $"{name} antwortet im Moment nicht.");

    public string AnsweredElsewhere => Say("That was answered in the terminal meanwhile.", "Das wurde inzwischen im Terminal beantwortet.");

    public string DoneWithoutWords(string name) => Say($"{name} is done, without a word.", $"{name} ist fertig und hat nichts dazu gesagt.");

    public string Done(string name) => Say($"{name} is done.", $"{name} ist fertig.");

    public string AgentFailed(string name) => Say($"{name} has failed.", $"{name} ist gescheitert.");

    public string CannotCreate => Say("No sessions can be started from here.", "Von hier können keine Sitzungen gestartet werden.");

    public string Forgotten => Say("The assistant has forgotten what was said.", "Der Assistent hat vergessen, was gesagt wurde.");

    /// <summary>Why there is no answer, or no whole one; empty where that needs no word.</summary>
    /// <param name="detail">The assistant's own sentence, in English.</param>
    public string AssistantEnded(AssistantEnding how, string detail) => !_isGerman || detail.Length == 0 ? detail : how switch
    {
        AssistantEnding.CutShort => "Die Antwort war zu lang und wurde gekürzt.",
        AssistantEnding.Declined => "Darauf antwortet der Assistent nicht.",
        AssistantEnding.RateLimited => "Der Assistent darf gerade nicht mehr antworten. Versuchen Sie es in einer Minute noch einmal.",
        AssistantEnding.Unavailable => "Der Assistent ist gerade überlastet. Versuchen Sie es in einer Minute noch einmal.",
        AssistantEnding.NotReached => "Die Verbindung zum Assistenten ist abgebrochen.",
        AssistantEnding.TimedOut => "Der Assistent hat zu lange gebraucht.",
        AssistantEnding.KeyRefused => "Der Schlüssel des Assistenten wurde abgelehnt. Prüfen Sie assistant.key und das Konto.",
        AssistantEnding.Misconfigured => "Der Assistent hat die Anfrage abgelehnt. Prüfen Sie assistant.model und die anderen Einstellungen.",
        AssistantEnding.TooLong => "Unser Gespräch wurde zu lang für den Assistenten, darum hat er die ältere Hälfte vergessen. Sagen Sie das noch einmal.",
        AssistantEnding.TooManySteps => "Der Assistent hat nach zu vielen Schritten keine Antwort.",
        AssistantEnding.Broken => "Die Antwort ist abgebrochen.",
        _ => "",
    };

    public string NowWithAssistant => Say("You are talking to the assistant.", "Sie sprechen mit dem Assistenten.");

    /// <summary>To be said behind "This would".</summary>
    public string WouldClose(string name) => Say($"end {name} with all that runs there", $"{name} beenden, mit allem, was dort läuft");

    /// <summary>What was cut cannot be known for harmless.</summary>
    public Danger TooLong => new(Say("do more than I can read out", "mehr tun, als ich vorlesen kann"));

    public string DoneUnheard(string name) => Say($"{name} is done. Say what did it say for its answer.", $"{name} ist fertig. Sagen Sie was hat er gesagt, um die Antwort zu hören.");

    /// <summary>Why somebody's words wait.</summary>
    /// <param name="detail">An English sentence that says it.</param>
    public string Waits(SubmissionObstacle obstacle, string detail) => Say(detail, obstacle switch
    {
        SubmissionObstacle.PersonTypes => "Dort tippt gerade jemand.",
        SubmissionObstacle.AgentAsks => "Der Agent fragt etwas, das zuerst beantwortet werden muss.",
        SubmissionObstacle.AgentWorks => "Der Agent arbeitet gerade.",
        SubmissionObstacle.AgentEnded => "Der Agent ist zu Ende.",
        SubmissionObstacle.NotTaking => "Der Agent nimmt gerade nichts an.",
        SubmissionObstacle.ScreenNotRead => "Der Bildschirm konnte nicht gelesen werden.",
        SubmissionObstacle.HostAway => "Das Terminal ist gerade nicht erreichbar.",
        _ => detail,
    });

    public string StillWaits(string name) => Say($"Your words still wait for {name}.", $"Ihre Worte warten noch auf {name}.");

    public string Chosen(int number) => Say($"Answer {number}.", $"Antwort {number}.");

    public string HearItFirst => Say("Please hear the question first.", "Bitte hören Sie erst die Frage.");

    public string UnclearChoice => Say("I need the number of an answer, no, or show me.", "Ich brauche die Nummer einer Antwort, nein, oder zeig es mir.");

    public string NoSuchNumber(int count) => count == 1
        ? Say("There is only one session.", "Es gibt nur eine Sitzung.")
        : Say($"There are only {count} sessions.", $"Es gibt nur {count} Sitzungen.");

    public string StoppedReading(string name) => Say($"I have stopped reading. To stop {name}, say stop again.", $"Ich lese nicht weiter. Um {name} zu unterbrechen, sagen Sie noch einmal stopp.");

    public string CalledForGone => Say("The session that I called you about is gone.", "Die Sitzung, wegen der ich angerufen habe, gibt es nicht mehr.");

    /// <param name="about">The person's own words, or the assistant's: a sentence or less.</param>
    public string ScheduledAbout(string about) => Say($"You scheduled this call. It is about: {about}", $"Sie haben diesen Anruf bestellt. Es geht um: {about}");

    // On the desktop.
    public string NoticeCalling => Say("Somebody is calling in.", "Jemand ruft an.");

    public string NoticeEnded => Say("The call is over.", "Der Anruf ist zu Ende.");

    public string NoticeSubmitted(string name) => Say($"The caller has told {name} something.", $"Der Anrufer hat {name} etwas gesagt.");

    public string NoticeGranted(string name) => Say($"The caller has allowed {name} what it asked for.", $"Der Anrufer hat {name} erlaubt, worum er bat.");

    public string NoticeDenied(string name) => Say($"The caller has refused {name} what it asked for.", $"Der Anrufer hat {name} verweigert, worum er bat.");

    public string Help(Situation situation) => (_isGerman
        ? situation switch
        {
            Situation.AtMenu => "Sagen Sie: sprich mit, und einen Namen. Oder: was läuft, wie geht es, und ein Name, starte eine neue Sitzung, auf Wiederhören.",
            Situation.InWorkspace => "Was Sie sagen, geht an den Agenten. Für sich allein verstehe ich: Status, Fehler, was hat er gesagt, stopp, nächste, Vermittlung, ruf mich an, wenn es fertig ist.",
            Situation.WithAssistant => "Was Sie sagen, geht an den Assistenten. Für sich allein verstehe ich: was läuft, stopp, vergiss alles, sprich mit, und einen Namen, nächste, Vermittlung.",
            Situation.AtQuestion => "Der Agent wartet auf eine Antwort. Sagen Sie ja, nein, oder zeig es mir.",
            Situation.ConfirmingName => "Sagen Sie den Namen noch einmal, seine Nummer, oder buchstabieren Sie ihn.",
            _ => "Das ist gefährlich. Es geschieht nur, wenn Sie das Wort sagen, das ich genannt habe.",
        }
        : situation switch
        {
            Situation.AtMenu => "Say talk to, and a name. Or: what's running, how is, and a name, start a new session, goodbye.",
            Situation.InWorkspace => "What you say goes to the agent. By themselves I understand: status, any errors, what did it say, stop, next, switchboard, call me when it's done.",
            Situation.WithAssistant => "What you say goes to the assistant. By themselves I understand: what's running, stop, start over, talk to, and a name, next, switchboard.",
            Situation.AtQuestion => "The agent waits for an answer. Say yes, no, or show me.",
            Situation.ConfirmingName => "Say the name again, its number, or spell it.",
            _ => "This is dangerous. It happens only if you say the word that I told you.",
        }) + " " + KeypadMenus.Describe(situation, _isGerman ? "de" : "en");

    private string Say(string english, string german) => _isGerman ? german : english;
}
