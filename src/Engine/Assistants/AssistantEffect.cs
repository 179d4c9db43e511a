using CallActors.Contracts.Assistants;

namespace CallActors.Engine.Assistants;

/// <summary>Something an assistant's actor does after its events are stored. A closed set.</summary>
internal abstract record AssistantEffect
{
    /// <summary>Answers the sender of the command.</summary>
    internal sealed record Reply(IAssistantReply Message) : AssistantEffect;

    /// <summary>Tells all observers.</summary>
    internal sealed record Tell(AssistantActivity Activity) : AssistantEffect;

    /// <summary>Asks the model.</summary>
    internal sealed record Ask(int Run, bool MayUseTools) : AssistantEffect;

    /// <summary>Takes the next event of the response.</summary>
    internal sealed record Pull(int Run) : AssistantEffect;

    /// <summary>Gives the response up, if one is under way.</summary>
    internal sealed record StopModel : AssistantEffect;

    /// <summary>Carries a tool's use out.</summary>
    internal sealed record RunTool(int Run, ToolCall Call) : AssistantEffect;

    /// <summary>No longer waits for the tool, if one is being used.</summary>
    internal sealed record StopTool : AssistantEffect;

    /// <summary>Sets one of the timers; each has one time at most.</summary>
    internal sealed record Arm(AssistantTimer Timer, int Run, TimeSpan Due) : AssistantEffect;

    internal sealed record Disarm(AssistantTimer Timer) : AssistantEffect;

    /// <summary>The journal's past is not needed any more.</summary>
    internal sealed record Condense : AssistantEffect;
}

/// <summary>What an assistant waits for.</summary>
internal enum AssistantTimer
{
    /// <summary>The next event of the response: the first, or any after it.</summary>
    Silence,

    /// <summary>The end of the turn.</summary>
    Turn,

    /// <summary>The time to ask the model again.</summary>
    Retry,

    /// <summary>The time to leave memory.</summary>
    Linger,
}

/// <summary>A use of a tool.</summary>
/// <param name="CallId">The call on which the person is.</param>
/// <param name="Key">The same for the same use, whenever it is carried out: what is done under it is done once.</param>
internal sealed record ToolCall(Contracts.Switchboard.PersonId Person, Contracts.Calls.CallId CallId, string UseId, string Name, string Input, string Key);
