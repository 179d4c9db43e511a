using CallActors.Contracts.Workspaces;

namespace CallActors.Contracts.Agents;

/// <summary>
/// Reads off an agent's screen what it does: for agents that tell nothing themselves, and to look after those that do. One for each kind of
/// agent, without state. What is read is a likeness: a driver looks twice, 300 ms or more apart, before it believes a change.
/// </summary>
public interface IAgentScreen
{
    /// <summary>The agent's name for people, <c>Codex</c>.</summary>
    string Agent { get; }

    /// <summary>Whether it is this agent that a workspace runs, by its program.</summary>
    bool Recognises(Workspace workspace);

    /// <summary>Reads a screen. What is not understood is left open.</summary>
    ScreenReading Read(Screen screen);
}

/// <summary>What a screen looks like.</summary>
/// <param name="State">Null when nothing on it says so.</param>
/// <param name="Composer">The box or line that a prompt is typed into.</param>
/// <param name="Dialog">A question with numbered answers; null for none.</param>
/// <param name="Reply">The agent's last words to the last prompt, as far as they are on the screen; to be marked as
/// <see cref="AgentSource.Screen"/>. Empty when there are none.</param>
public sealed record ScreenReading(AgentState? State, ComposerState Composer, ScreenDialog? Dialog, string Reply)
{
    /// <summary>What stands in the composer when it <see cref="ComposerState.HasText"/>, as far as it is in sight, its lines one behind the other.</summary>
    public string Draft { get; init; } = "";
}

/// <summary>What is in the place where a prompt is typed.</summary>
public enum ComposerState
{
    /// <summary>There is no such place now.</summary>
    None,

    /// <summary>Nothing: a prompt can be typed.</summary>
    Empty,

    /// <summary>Somebody has typed there and not entered it.</summary>
    HasText,
}

/// <summary>A question on a screen.</summary>
/// <param name="Question">The line that asks, <c>Do you want to proceed?</c></param>
/// <param name="About">What stands above it: the command, the file.</param>
/// <param name="Options">The answers, from the top.</param>
public sealed record ScreenDialog(string Question, string About, IReadOnlyList<ScreenOption> Options);

/// <summary>An answer that can be chosen by typing its number.</summary>
public sealed record ScreenOption(int Number, string Text, bool IsSelected);
