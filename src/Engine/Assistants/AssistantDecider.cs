using CallActors.Contracts.Assistants;
using CallActors.Contracts.Switchboard;

namespace CallActors.Engine.Assistants;

/// <summary>The rules of a conversation with the assistant: one step takes one message in one state and collects the events that it means and
/// what is to be done once they are stored. Protocol: docs/protocols/assistant.md.</summary>
/// <param name="doing">A tool's name in words that can be spoken.</param>
internal sealed partial class AssistantDecider(
    PersonId person, AssistantState state, AssistantLive live, AssistantRules rules, Func<string, string> doing, DateTimeOffset now)
{
    private readonly List<IAssistantEvent> _events = [];
    private readonly List<AssistantEffect> _effects = [];

    /// <summary>The state with this step's events applied.</summary>
    public AssistantState State { get; private set; } = state;

    public AssistantLive Live { get; private set; } = live;

    public IReadOnlyList<IAssistantEvent> Events => _events;

    public IReadOnlyList<AssistantEffect> Effects => _effects;

    public void Say(AssistantCommands.Say command)
    {
        if (State.Find(command.TurnId) is { } known)
        {
            Do(new AssistantEffect.Reply(new AssistantReplies.Taken(person, known.Id, known.Said, known.How)));
            return;
        }

        if (string.IsNullOrWhiteSpace(command.Words) || command.Words.Length > AssistantCommands.LongestWords)
        {
            var detail = $"What is said has 1 to {AssistantCommands.LongestWords} characters.";
            Do(new AssistantEffect.Reply(new AssistantReplies.Refused(person, command.TurnId, AssistantRefusal.NotFit, detail)));
            return;
        }

        if (State.Running is not null) End(AssistantEnding.Cut);
        Happened(new AssistantEvents.TurnBegun(now, person, command.TurnId, command.CallId, command.Words));
        Do(new AssistantEffect.Reply(new AssistantReplies.Taken(person, command.TurnId)));
        Do(new AssistantEffect.Disarm(AssistantTimer.Linger));
        Live = Live with { Round = 0 };
        AskFor();
        Do(new AssistantEffect.Arm(AssistantTimer.Turn, Live.Run, rules.TurnWithin));
    }

    public void Cut(AssistantCommands.Cut command)
    {
        if (State.Turns.LastOrDefault() is { } turn && turn.Id == command.TurnId)
        {
            var kept = HeardWords.In(turn.Said, command.Heard);
            if (turn.How is null) End(AssistantEnding.Cut);
            if (kept < turn.Said.Length) Happened(new AssistantEvents.WordsCut(now, turn.Id, kept));
        }

        Do(new AssistantEffect.Reply(new AssistantReplies.Done(person)));
    }

    public void Forget()
    {
        if (State.Running is not null) End(AssistantEnding.Cut);
        if (!State.Turns.IsEmpty) Happened(new AssistantEvents.Forgotten(now));
        Do(new AssistantEffect.Reply(new AssistantReplies.Forgotten(person)));
        Do(new AssistantEffect.Condense());
    }

    /// <summary>A process has died in the middle of a turn: the model cannot go on with its response.</summary>
    public void Recovered()
    {
        if (State.Running is not null) End(AssistantEnding.Broken);
    }

    public void TurnIsLate()
    {
        if (State.Running is null) return;
        Speak();
        End(AssistantEnding.TimedOut);
    }

    /// <summary>Asks for the response of this round, for the first time.</summary>
    private void AskFor()
    {
        Live = Live with { Run = Live.Run + 1, Attempts = 1, HasStreamed = false, Pending = "", Tool = null };
        Request();
    }

    private void Request()
    {
        Do(new AssistantEffect.Ask(Live.Run, Live.Round < rules.ToolRounds));
        Do(new AssistantEffect.Arm(AssistantTimer.Silence, Live.Run, rules.FirstEventWithin));
    }

    /// <summary>Ends the turn: each tool that was used has its answer before.</summary>
    private void End(AssistantEnding how)
    {
        foreach (var step in State.Running!.Open.ToList())
            Happened(new AssistantEvents.ToolAnswered(now, step.UseId!, NotRun(how, wasBegun: step.UseId == Live.Tool || how is AssistantEnding.Broken), true));
        Live = Live with { Run = Live.Run + 1, Pending = "", Tool = null };
        Do(new AssistantEffect.StopModel());
        Do(new AssistantEffect.StopTool());
        foreach (var timer in new[] { AssistantTimer.Silence, AssistantTimer.Turn, AssistantTimer.Retry }) Do(new AssistantEffect.Disarm(timer));
        var (turn, detail) = (State.Running!.Id, Detail(how));
        Happened(new AssistantEvents.TurnEnded(now, how, detail));
        Do(new AssistantEffect.Tell(new AssistantActivity.Ended(person, turn, how, detail)));
        Do(new AssistantEffect.Arm(AssistantTimer.Linger, Live.Run, rules.LingerFor));
    }

    private static string NotRun(AssistantEnding how, bool wasBegun) => (how, wasBegun) switch
    {
        (AssistantEnding.Cut, false) => "Interrupted by the person; this was not done.",
        (AssistantEnding.Cut, true) => "Interrupted by the person while this was being done: it may have been done.",
        (_, true) => "This was broken off: it may have been done.",
        _ => "This was not done.",
    };

    private static string Detail(AssistantEnding how) => how switch
    {
        AssistantEnding.CutShort => "The answer was too long and was cut short.",
        AssistantEnding.Declined => "The assistant does not answer that.",
        AssistantEnding.RateLimited => "The assistant may not answer more right now. Try again in a minute.",
        AssistantEnding.Unavailable => "The assistant is overloaded right now. Try again in a minute.",
        AssistantEnding.NotReached => "The connection to the assistant broke.",
        AssistantEnding.TimedOut => "The assistant took too long.",
        AssistantEnding.KeyRefused => "The assistant's key was refused. Check assistant.key, and the account.",
        AssistantEnding.Misconfigured => "The assistant refused the request. Check assistant.model and the other settings.",
        AssistantEnding.TooLong => "Our conversation became too long for the assistant, so it has forgotten the older half. Say that again.",
        AssistantEnding.TooManySteps => "The assistant took too many steps without an answer.",
        AssistantEnding.Broken => "The answer was broken off by a restart.",
        _ => "",
    };

    private void Happened(IAssistantEvent fact)
    {
        _events.Add(fact);
        State = State.Apply(fact);
    }

    private void Do(AssistantEffect effect) => _effects.Add(effect);
}
