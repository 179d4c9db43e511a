using System.Collections.Immutable;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Workspaces;

/// <summary>What is stored of a workspace, as its events make it.</summary>
internal sealed record WorkspaceState
{
    /// <summary>Submissions that are over and still known by their ids.</summary>
    public const int FinishedRemembered = 100;

    /// <summary>In the order in which they came.</summary>
    public ImmutableList<Entry> Submissions { get; init; } = [];

    /// <summary>The number of the latest question.</summary>
    public int Questions { get; init; }

    public WorkspaceEvents.AgentReplied? LastReply { get; init; }

    /// <summary>The one whose turn it is; null when nothing waits.</summary>
    public Entry? Head => Submissions.Find(s => s.IsOpen);

    public int Queued => Submissions.Count(s => s is { IsOpen: true, Entered: false });

    public Entry? Find(SubmissionId id) => Submissions.Find(s => s.Id == id);

    public WorkspaceState Apply(IWorkspaceEvent fact) => fact switch
    {
        WorkspaceEvents.SubmissionQueued e => this with { Submissions = Submissions.Add(new Entry(e.SubmissionId, e.Text, e.By, e.At)) },
        WorkspaceEvents.TypingBegun e => With(e.SubmissionId, s => s with { TypingBegun = true }),
        WorkspaceEvents.SubmissionEntered e => With(e.SubmissionId, s => s with { TypingBegun = true, Entered = true }),
        // Its words are not needed any more.
        WorkspaceEvents.SubmissionFinished e => Bounded(With(e.SubmissionId, s => s with { Stage = e.Stage, Detail = e.Detail, Text = "" })),
        WorkspaceEvents.QuestionAsked e => this with { Questions = e.Number },
        WorkspaceEvents.AgentReplied e => this with { LastReply = e },
        WorkspaceEvents.QuestionAnswered or WorkspaceEvents.AgentInterrupted => this,
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "An event that this version does not know."),
    };

    public WorkspaceSnapshot Snapshot() => new(Submissions, Questions, LastReply);

    public static WorkspaceState Of(WorkspaceSnapshot snapshot) =>
        new() { Submissions = [.. snapshot.Submissions], Questions = snapshot.Questions, LastReply = snapshot.LastReply };

    private WorkspaceState With(SubmissionId id, Func<Entry, Entry> change)
    {
        var at = Submissions.FindIndex(s => s.Id == id);
        return at < 0 ? this : this with { Submissions = Submissions.SetItem(at, change(Submissions[at])) };
    }

    private static WorkspaceState Bounded(WorkspaceState state)
    {
        var finished = state.Submissions.Count(s => !s.IsOpen);
        return finished <= FinishedRemembered ? state : state with { Submissions = state.Submissions.Remove(state.Submissions.Find(s => !s.IsOpen)!) };
    }

    /// <summary>A text that was submitted.</summary>
    internal sealed record Entry(SubmissionId Id, string Text, string By, DateTimeOffset At)
    {
        public bool TypingBegun { get; init; }

        public bool Entered { get; init; }

        /// <summary>How it ended; <see cref="SubmissionStage.Queued"/> for one that has not.</summary>
        public SubmissionStage Stage { get; init; } = SubmissionStage.Queued;

        public string Detail { get; init; } = "";

        [System.Text.Json.Serialization.JsonIgnore]
        public bool IsOpen => Stage is SubmissionStage.Queued;
    }
}

/// <summary>Stored: a workspace as it stands.</summary>
internal sealed record WorkspaceSnapshot(IReadOnlyList<WorkspaceState.Entry> Submissions, int Questions, WorkspaceEvents.AgentReplied? LastReply);
