using System.Text.Json.Nodes;

namespace CallActors.ScriptedAgent;

/// <summary>What reached the agent, and how often: a JSON line each, for whoever wants to see it from outside.</summary>
/// <param name="path">Empty for nowhere.</param>
internal sealed class Journal(string path)
{
    private readonly Lock _lock = new();

    public void Note(string kind, string name = "", string value = "")
    {
        if (path.Length == 0) return;
        var line = new JsonObject { ["at"] = DateTime.UtcNow.ToString("O"), ["kind"] = kind };
        if (name.Length > 0) line[name] = value;
        lock (_lock) File.AppendAllText(path, line.ToJsonString() + "\n");
    }
}
