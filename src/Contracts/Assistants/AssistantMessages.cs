using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;

namespace CallActors.Contracts.Assistants;

/// <summary>A message that asks something of a person's assistant.</summary>
public interface IAssistantCommand : IWithPersonId;

/// <summary>What is asked of a person's assistant.</summary>
public static class AssistantCommands
{
    /// <summary>Longest words of one turn, in characters.</summary>
    public const int LongestWords = 8000;

    /// <summary>The person has said something. Answered by <see cref="AssistantReplies.Taken"/> once it is stored, or by
    /// <see cref="AssistantReplies.Refused"/>; the answer is told to observers, so observe first. A turn that still runs is cut, as if all of it
    /// that was told had been heard. The same id again joins.</summary>
    /// <param name="CallId">The call on which it was said, for the audit.</param>
    /// <param name="Words">1–8,000 characters.</param>
    public sealed record Say(PersonId Person, TurnId TurnId, CallId CallId, string Words) : IAssistantCommand;

    /// <summary>The person has interrupted: the response ends, and the history keeps of the turn's words what was heard. Also for a turn whose
    /// answer is whole but was not spoken to its end. Answered by <see cref="AssistantReplies.Done"/>; a turn that is not the last is left as it
    /// is.</summary>
    /// <param name="Heard">The turn's words from its beginning, as far as they were heard; may be empty.</param>
    public sealed record Cut(PersonId Person, TurnId TurnId, string Heard) : IAssistantCommand;

    /// <summary>The sender wants <see cref="AssistantActivity"/> until it stops, or says <see cref="StopObserving"/>. Answered by
    /// <see cref="AssistantReplies.Observed"/>.</summary>
    public sealed record Observe(PersonId Person) : IAssistantCommand;

    /// <summary>The sender wants no more. No reply.</summary>
    public sealed record StopObserving(PersonId Person) : IAssistantCommand;

    /// <summary>Forgets the conversation, for ever; a turn that runs is cut. Answered by <see cref="AssistantReplies.Forgotten"/>.</summary>
    public sealed record Forget(PersonId Person) : IAssistantCommand;
}

/// <summary>A reply of a person's assistant.</summary>
public interface IAssistantReply : IWithPersonId;

/// <summary>Why an assistant refused.</summary>
public enum AssistantRefusal
{
    /// <summary>The words are blank or too long.</summary>
    NotFit,

    /// <summary>The journal could not be written.</summary>
    NotStored,
}

/// <summary>What a person's assistant answers.</summary>
public static class AssistantReplies
{
    /// <summary>The turn is stored, and runs; or it was said before.</summary>
    /// <param name="SoFar">Of a turn that was said before: what was told of it.</param>
    /// <param name="Ended">Of a turn that was said before and is over: how it ended.</param>
    public sealed record Taken(PersonId Person, TurnId TurnId, string SoFar = "", AssistantEnding? Ended = null) : IAssistantReply;

    /// <param name="Detail">A sentence fit for the person.</param>
    public sealed record Refused(PersonId Person, TurnId TurnId, AssistantRefusal Reason, string Detail) : IAssistantReply;

    public sealed record Done(PersonId Person) : IAssistantReply;

    /// <summary>Nothing is remembered of what was said.</summary>
    public sealed record Forgotten(PersonId Person) : IAssistantReply;

    /// <param name="Running">The turn that runs; null for none.</param>
    public sealed record Observed(PersonId Person, TurnId? Running) : IAssistantReply;
}

/// <summary>How a turn ended.</summary>
public enum AssistantEnding
{
    /// <summary>The assistant has said what it had to say.</summary>
    Answered,

    /// <summary>The person interrupted, or said something else.</summary>
    Cut,

    /// <summary>The answer reached the longest response.</summary>
    CutShort,

    /// <summary>The model does not answer this, for safety. The turn is left out of the history.</summary>
    Declined,

    /// <summary>The account may not ask more now.</summary>
    RateLimited,

    /// <summary>The vendor has too much to do, or failed.</summary>
    Unavailable,

    /// <summary>The model could not be reached, or the connection broke.</summary>
    NotReached,

    /// <summary>The model did not say anything for too long, or the turn took too long.</summary>
    TimedOut,

    /// <summary>The key was refused.</summary>
    KeyRefused,

    /// <summary>The request was refused: settings are wrong.</summary>
    Misconfigured,

    /// <summary>The conversation is too long; its older half is forgotten.</summary>
    TooLong,

    /// <summary>The model went on using tools beyond the bound.</summary>
    TooManySteps,

    /// <summary>The process stopped before the answer was whole.</summary>
    Broken,
}

/// <summary>What an observer of an assistant is told while it happens. Never stored.</summary>
public abstract record AssistantActivity(PersonId Person, TurnId TurnId)
{
    /// <summary>The next words of the answer, to be spoken: a sentence, or the like of it, with the space that follows it.</summary>
    public sealed record Text(PersonId Person, TurnId TurnId, string Words) : AssistantActivity(Person, TurnId);

    /// <summary>The assistant does something that takes a moment.</summary>
    /// <param name="Doing">What, in words that can be spoken: "looking at your workspaces".</param>
    public sealed record UsesTool(PersonId Person, TurnId TurnId, string Doing) : AssistantActivity(Person, TurnId);

    /// <summary>The turn is over.</summary>
    /// <param name="Detail">A sentence fit for the person where something went wrong; else empty.</param>
    public sealed record Ended(PersonId Person, TurnId TurnId, AssistantEnding How, string Detail) : AssistantActivity(Person, TurnId);
}
