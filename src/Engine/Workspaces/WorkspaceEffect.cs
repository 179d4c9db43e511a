using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Workspaces;

/// <summary>Something a workspace's actor does after its events are stored. A closed set.</summary>
internal abstract record WorkspaceEffect
{
    /// <summary>Answers the sender of the command.</summary>
    internal sealed record Reply(IWorkspaceReply Message) : WorkspaceEffect;

    /// <summary>The sender of the command is answered later, under this number.</summary>
    internal sealed record Await(long Run) : WorkspaceEffect;

    /// <summary>Answers who was to be answered later.</summary>
    internal sealed record Answer(long Run, IWorkspaceReply Message) : WorkspaceEffect;

    /// <summary>Orders something of the host.</summary>
    internal sealed record Order(long Run, WorkspaceOrder What) : WorkspaceEffect;

    /// <summary>Tells observers.</summary>
    internal sealed record Publish(WorkspaceActivity Activity) : WorkspaceEffect;

    /// <summary>Tells the agent's other sources what they cannot see.</summary>
    internal sealed record TellFeed(AgentObservation Seen) : WorkspaceEffect;

    /// <summary>Starts a timer, anew when it runs.</summary>
    internal sealed record Arm(WorkspaceTimer Timer, TimeSpan Due, long Run = 0) : WorkspaceEffect;

    internal sealed record Disarm(WorkspaceTimer Timer) : WorkspaceEffect;

    /// <summary>Leaves memory, unless somebody observes.</summary>
    internal sealed record Retire : WorkspaceEffect;
}

/// <summary>The timers of a workspace's actor, besides that of what is known of its agent.</summary>
internal enum WorkspaceTimer
{
    /// <summary>A look at the screen is due.</summary>
    Look,

    /// <summary>A text may be ordered again.</summary>
    OrderAgain,

    /// <summary>An order to type was not answered.</summary>
    OrderLate,

    /// <summary>It is to be seen whether a text was taken.</summary>
    Confirm,

    /// <summary>The answer to a question has taken too long.</summary>
    AnswerLate,

    /// <summary>Nobody has needed the actor for long.</summary>
    Linger,
}
