using System.Collections.Immutable;
using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Switchboard;

/// <summary>Whom the person talks to.</summary>
internal abstract record Place
{
    /// <summary>A workspace.</summary>
    /// <param name="Name">What it is called when it is spoken of.</param>
    /// <param name="State">As it stands; null until it has told.</param>
    internal sealed record Session(WorkspaceId Id, string Name, WorkspaceStanding? State) : Place
    {
        /// <summary>Instructions that were given here, and are neither answered nor given up, oldest first.</summary>
        public ImmutableList<Sent> Sent { get; init; } = [];

        /// <summary>The reply of which the person wants to hear no more; 0 for none.</summary>
        public int Muted { get; init; }

        /// <summary>The reply of which something was said; 0 for none.</summary>
        public int Replying { get; init; }

        /// <summary>Characters of that reply that were given to be said.</summary>
        public int Said { get; init; }

        /// <summary>The question that was read out; 0 for none.</summary>
        public int Asked { get; init; }

        /// <summary>The question that was heard to the end of what it asks for; 0 for none.</summary>
        public int Heard { get; init; }

        /// <summary>The person was told that the agent has failed, and it has not worked since.</summary>
        public bool IsFailureTold { get; init; }

        /// <summary>A reply has failed whose reason has not been told yet.</summary>
        public bool OwesFailure { get; init; }
    }

    /// <summary>The assistant, which needs no workspace.</summary>
    /// <param name="Turn">The latest turn; null before the first.</param>
    /// <param name="Runs">Its answer is not whole.</param>
    /// <param name="Heard">Of its answer what was heard in speeches that are over.</param>
    internal sealed record Assistant(TurnId? Turn, bool Runs, string Heard) : Place;
}

/// <summary>An instruction.</summary>
/// <param name="IsToldOf">The person was told that nothing comes of it yet, and is not waiting for it any more.</param>
internal sealed record Sent(SubmissionId Id, SubmissionStage Stage, bool IsToldOf = false);

/// <summary>Something that must have been heard before it counts: a question, or the word of the moment.</summary>
/// <param name="End">Characters of the text that must have been heard.</param>
/// <param name="Question">The question's number; null for the word.</param>
internal sealed record Passage(int End, int? Question);

/// <summary>Something to be said.</summary>
/// <param name="OfAssistant">The assistant's words.</param>
/// <param name="Turn">The reply that it is of; 0 for our own words.</param>
internal sealed record Part(string Text, bool OfAssistant = false, int Turn = 0, Passage? Passage = null);

/// <summary>Something that is being said.</summary>
/// <param name="Text">All that its call was given.</param>
/// <param name="Taken">How much of it the call is known to have taken.</param>
/// <param name="IsOpen">More may be added.</param>
/// <param name="OfAssistant">Nothing but the assistant's words.</param>
/// <param name="Turn">The reply of which something is in it; 0 for none.</param>
/// <param name="Passages">What must be heard, with where it ends in the text.</param>
internal sealed record Speech(OperationId Id, string Text, int Taken, bool IsOpen, bool OfAssistant, int Turn, ImmutableList<Passage> Passages);

/// <summary>The person is listened to.</summary>
/// <param name="IsPatient">The agent works meanwhile.</param>
/// <param name="Situation">What the person is expected to talk about.</param>
/// <param name="IsAbandoned">It is being taken back; its answer has not come yet.</param>
internal sealed record Hearing(OperationId Id, bool IsPatient, Situation Situation, bool IsAbandoned = false);

/// <summary>Into what the person has cut, and not said a turn since.</summary>
internal enum Cut
{
    None,

    /// <summary>Our own words.</summary>
    Ours,

    /// <summary>Words of an agent, or of the assistant.</summary>
    Reply,
}

/// <summary>Something that was asked for the person, and is not answered.</summary>
/// <param name="Due">When it counts as not answered.</param>
internal sealed record Query(WorkspaceId Id, string Name, QueryKind Kind, DateTimeOffset Due)
{
    /// <summary>What was submitted.</summary>
    public SubmissionId? Submission { get; init; }

    /// <summary>How the agent's question was answered.</summary>
    public QuestionAnswer? Answer { get; init; }
}

internal enum QueryKind
{
    /// <summary>To be entered.</summary>
    Entering,

    Status,
    Screen,

    /// <summary>An instruction was submitted.</summary>
    Submitting,

    /// <summary>The agent was interrupted.</summary>
    Stopping,

    /// <summary>The agent was interrupted, and an instruction follows.</summary>
    Redirecting,

    /// <summary>Its question was answered.</summary>
    Answering,

    /// <summary>A workspace is being made.</summary>
    Creating,

    /// <summary>A workspace is being closed.</summary>
    Closing,

    /// <summary>The person is to be called when it is done.</summary>
    CallingBack,

    /// <summary>The assistant is to forget what was said.</summary>
    Forgetting,
}

/// <summary>Something dangerous that waits for its word.</summary>
/// <param name="What">What it would do.</param>
/// <param name="Question">The question's number; null when a workspace is to be closed.</param>
/// <param name="IsHeard">The person has heard what it would do.</param>
internal sealed record Confirmation(WorkspaceId Id, string Name, string Word, Danger What, int? Question, QuestionAnswer? Answer, bool IsHeard = false);
