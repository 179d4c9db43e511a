using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Screens;

/// <summary>The screen of a program whose name the host does not tell, as cmux tells none: the first of the known screens that it looks like.</summary>
/// <param name="known">In order; the last one's reading counts where none knows its own.</param>
public sealed class UnnamedScreen(params IReadOnlyList<IAgentScreen> known) : IAgentScreen
{
    /// <inheritdoc/>
    public string Agent => "the agent";

    /// <inheritdoc/>
    public bool Recognises(Workspace workspace) => workspace.Program.Length == 0;

    /// <inheritdoc/>
    public ScreenReading Read(Screen screen)
    {
        for (var i = 0; i < known.Count - 1; i++)
            if (known[i].Read(screen) is { State: not null } reading) return reading;
        return known[^1].Read(screen);
    }
}
