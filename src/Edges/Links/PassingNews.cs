using System.Text;
using CallActors.Contracts.Workspaces;
using CallActors.Edges.Wire;

namespace CallActors.Edges.Links;

/// <summary>
/// What programs write, on its way: joined while it waits, and passed over where there is too much of it or the socket was lost. What was
/// passed over is told; the screen has the newest. Not thread-safe.
/// </summary>
internal sealed class PassingNews(LinkLimits limits)
{
    private readonly Dictionary<Source, StringBuilder?> _waiting = [];
    private readonly HashSet<Source> _sent = [];
    private int _length;

    /// <summary>Who writes.</summary>
    /// <param name="Connection">The connection to its host.</param>
    internal readonly record struct Source(long Connection, WorkspaceId Workspace);

    public void Write(Source source, string text)
    {
        if (!_waiting.TryGetValue(source, out var waiting)) _waiting.Add(source, waiting = new StringBuilder());
        // What was skipped stays so: nobody could tell where the gap is.
        if (waiting is null) return;
        if (waiting.Length + text.Length > limits.MostPassingOfOne || _length + text.Length > limits.MostPassing)
        {
            Skip(source);
            return;
        }
        waiting.Append(text);
        _length += text.Length;
    }

    public void Skip(Source source)
    {
        if (_waiting.GetValueOrDefault(source) is { } waiting) _length -= waiting.Length;
        _waiting[source] = null;
    }

    /// <summary>Nobody hears a connection any more that has ended.</summary>
    public void Forget(long connection)
    {
        foreach (var source in _waiting.Keys.Where(source => source.Connection == connection).ToList())
            if (_waiting.Remove(source, out var waiting) && waiting is not null) _length -= waiting.Length;
        _sent.RemoveWhere(source => source.Connection == connection);
    }

    /// <summary>What was sent over the socket that is gone may not have arrived.</summary>
    public void Lose()
    {
        foreach (var source in _sent) Skip(source);
        _sent.Clear();
    }

    /// <summary>The next that waits; null for none.</summary>
    public LinkBody? Take()
    {
        if (_waiting.Count == 0) return null;
        var (source, text) = _waiting.First();
        _waiting.Remove(source);
        _sent.Add(source);
        if (text is null) return new LinkBody.News(source.Connection, new WorkspaceNews.Skipped(source.Workspace));
        _length -= text.Length;
        return new LinkBody.News(source.Connection, new WorkspaceNews.Wrote(source.Workspace, text.ToString()));
    }
}
