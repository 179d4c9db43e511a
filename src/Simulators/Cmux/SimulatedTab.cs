namespace CallActors.Simulators.Cmux;

/// <summary>A workspace as cmux means it: a tab of the sidebar, with surfaces in it.</summary>
public sealed class SimulatedTab
{
    internal SimulatedTab(Guid id, string title, string directory)
    {
        Id = id;
        Title = title;
        Directory = directory;
    }

    /// <summary>Another one after cmux was started again.</summary>
    public Guid Id { get; internal set; }

    public string Title { get; internal set; }

    public string Directory { get; }

    /// <summary>Cannot be closed.</summary>
    public bool IsPinned { get; set; }

    /// <summary>What its program was started with.</summary>
    public string InitialCommand { get; internal set; } = "";

    public IReadOnlyDictionary<string, string> Environment { get; internal set; } = new Dictionary<string, string>();

    public IReadOnlyList<SimulatedSurface> Surfaces { get; private set; } = [];

    internal SimulatedSidebar Sidebar { get; } = new();

    internal void Add(SimulatedSurface surface) => Surfaces = [.. Surfaces, surface];

    internal void Remove(SimulatedSurface surface) => Surfaces = [.. Surfaces.Where(other => other != surface)];
}

/// <summary>A terminal or a browser in a tab.</summary>
public sealed class SimulatedSurface
{
    internal SimulatedSurface(Guid id, Guid pane, string title, SimulatedTerminal? terminal)
    {
        Id = id;
        Pane = pane;
        Title = title;
        Terminal = terminal;
    }

    /// <summary>Stays when cmux is started again.</summary>
    public Guid Id { get; }

    public Guid Pane { get; }

    public string Title { get; internal set; }

    /// <summary>None in a browser.</summary>
    public SimulatedTerminal? Terminal { get; }

    /// <summary>An agent that cmux knows: it can be handed texts.</summary>
    public bool HasAgent { get; set; }

    /// <summary>The agent takes nothing at present.</summary>
    public bool IsAgentBusy { get; set; }
}

/// <summary>A notification.</summary>
public sealed record SimulatedNotification(Guid Id, Guid Tab, Guid? Surface, string Title, string Subtitle, string Body, bool IsRead);
