namespace CallActors.Contracts.Agents;

/// <summary>What an agent is doing.</summary>
public abstract record AgentState
{
    private AgentState()
    {
    }

    /// <summary>Whether it works, and needs nobody for it.</summary>
    public bool IsBusy => this is Thinking or UsingTool or Compacting;

    /// <summary>Whether both are the same for somebody who only asks whether it works, waits or rests.</summary>
    public bool IsLike(AgentState other) => IsBusy ? other.IsBusy : GetType() == other.GetType();

    /// <summary>It was started and has not told anything yet.</summary>
    public sealed record Starting : AgentState;

    /// <summary>It has nothing to do: a prompt would be taken at once.</summary>
    public sealed record Idle : AgentState;

    /// <summary>It works on a prompt.</summary>
    public sealed record Thinking : AgentState;

    /// <summary>It works on a prompt, by a tool.</summary>
    /// <param name="Tool">The tool's own name, <c>Bash</c>.</param>
    /// <param name="About">What it does there: the command, the file; 4,096 characters at most, empty when not known.</param>
    public sealed record UsingTool(string Tool, string About) : AgentState;

    /// <summary>It cannot go on before the person has answered.</summary>
    /// <param name="For">What for.</param>
    /// <param name="Tool">The tool that it wants to use; empty when not known.</param>
    /// <param name="About">The command, the file or the question; 4,096 characters at most, empty when not known.</param>
    public sealed record Waiting(AgentQuestion For, string Tool, string About) : AgentState;

    /// <summary>It sums up its conversation to make room.</summary>
    public sealed record Compacting : AgentState;

    /// <summary>Its last turn failed: the model's service refused it, or could not be reached. It takes a prompt.</summary>
    /// <param name="Reason">The agent's own word, <c>rate_limit</c>.</param>
    public sealed record Failed(string Reason) : AgentState;

    /// <summary>It has ended.</summary>
    /// <param name="Reason">The agent's own word; empty when its process just ended.</param>
    public sealed record Gone(string Reason) : AgentState;
}

/// <summary>What an agent waits for.</summary>
public enum AgentQuestion
{
    /// <summary>Whether it may use a tool.</summary>
    Permission,

    /// <summary>Which of several answers is right.</summary>
    Choice,

    /// <summary>Whether its plan is good.</summary>
    Plan,

    /// <summary>Something to be filled in.</summary>
    Input,
}

/// <summary>Who says so. The later in this list, the better it knows.</summary>
public enum AgentSource
{
    /// <summary>Its screen was read: it looks like it.</summary>
    Screen,

    /// <summary>Its process was looked at.</summary>
    Process,

    /// <summary>Its host says so: cmux' lifecycle and sidebar, or a key that was pressed there.</summary>
    Host,

    /// <summary>What it writes down of its conversation says so; some seconds late at times.</summary>
    Transcript,

    /// <summary>It said so itself, at that moment.</summary>
    Hook,
}
