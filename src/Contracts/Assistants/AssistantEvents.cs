using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;

namespace CallActors.Contracts.Assistants;

/// <summary>A fact of a person's conversation with the assistant. Stored as JSON under a stable manifest; golden files pin the bytes.</summary>
public interface IAssistantEvent
{
    /// <summary>When it happened (UTC), by the actor system's clock.</summary>
    DateTimeOffset At { get; }
}

/// <summary>The facts of a conversation with the assistant. What follows <see cref="TurnBegun"/> belongs to the latest turn.</summary>
public static class AssistantEvents
{
    /// <summary>The person said something.</summary>
    public sealed record TurnBegun(DateTimeOffset At, PersonId Person, TurnId TurnId, CallId CallId, string Words) : IAssistantEvent;

    /// <summary>A piece of the assistant's words.</summary>
    /// <param name="Round">The turn's response, from 0.</param>
    public sealed record Spoken(DateTimeOffset At, int Round, string Words) : IAssistantEvent;

    /// <summary>Something that the model wants back.</summary>
    public sealed record Noted(DateTimeOffset At, int Round, string Data) : IAssistantEvent;

    /// <summary>The assistant uses a tool.</summary>
    public sealed record ToolUsed(DateTimeOffset At, int Round, string UseId, string Name, string Input) : IAssistantEvent;

    /// <summary>The tool has answered, or something in its place.</summary>
    public sealed record ToolAnswered(DateTimeOffset At, string UseId, string Content, bool IsError) : IAssistantEvent;

    /// <summary>The turn is over.</summary>
    public sealed record TurnEnded(DateTimeOffset At, AssistantEnding How, string Detail) : IAssistantEvent;

    /// <summary>Of the turn's words only so many were heard; the others are forgotten.</summary>
    /// <param name="Kept">Characters from the beginning of the turn's words.</param>
    public sealed record WordsCut(DateTimeOffset At, TurnId TurnId, int Kept) : IAssistantEvent;

    /// <summary>The conversation was forgotten.</summary>
    public sealed record Forgotten(DateTimeOffset At) : IAssistantEvent;
}
