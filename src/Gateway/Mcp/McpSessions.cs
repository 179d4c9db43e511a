using System.Buffers.Text;
using System.Security.Cryptography;

namespace CallActors.Gateway.Mcp;

/// <summary>The sessions there are: at most <see cref="Capacity"/>, each until its client deletes it, or until it has not been used for
/// <see cref="IdleFor"/>. When they are full the one that was idle longest makes room.</summary>
/// <param name="make">Makes a session with an id.</param>
public sealed class McpSessions(Func<string, McpSession> make, TimeProvider time) : IAsyncDisposable
{
    public const int Capacity = 100;

    public static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, McpSession> _sessions = new(StringComparer.Ordinal);
    private ITimer? _sweep;

    public int Count
    {
        get
        {
            lock (_lock) return _sessions.Count;
        }
    }

    /// <summary>A new session in use; null when every session there is has a request under way.</summary>
    public McpSession? TryBegin()
    {
        McpSession? idle = null;
        McpSession session;
        lock (_lock)
        {
            if (_sessions.Count >= Capacity)
            {
                idle = _sessions.Values.Where(s => s.InUse == 0).MinBy(s => s.LastUsed);
                if (idle is null) return null;
                _sessions.Remove(idle.Id!);
            }
            session = make(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24)));
            session.InUse = 1;
            _sessions[session.Id!] = session;
            _sweep ??= time.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
        }
        if (idle is not null) _ = idle.DisposeAsync().AsTask();
        return session;
    }

    /// <summary>The session with an id, in use until <see cref="Release"/>; null when there is none.</summary>
    public McpSession? TryTake(string id)
    {
        lock (_lock)
        {
            if (!_sessions.TryGetValue(id, out var session)) return null;
            session.InUse++;
            return session;
        }
    }

    /// <summary>A request of this session is over.</summary>
    public void Release(McpSession session)
    {
        lock (_lock)
        {
            session.InUse--;
            session.LastUsed = time.GetTimestamp();
        }
    }

    /// <summary>Ends a session. False when there is none with this id.</summary>
    public async Task<bool> EndAsync(string id)
    {
        McpSession? session;
        lock (_lock)
        {
            if (!_sessions.Remove(id, out session)) return false;
        }
        await session.DisposeAsync().ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        McpSession[] all;
        lock (_lock)
        {
            all = [.. _sessions.Values];
            _sessions.Clear();
            _sweep?.Dispose();
        }
        foreach (var session in all) await session.DisposeAsync().ConfigureAwait(false);
    }

    private void Sweep()
    {
        McpSession[] idle;
        lock (_lock)
        {
            idle = [.. _sessions.Values.Where(s => s.InUse == 0 && time.GetElapsedTime(s.LastUsed) >= IdleFor)];
            foreach (var session in idle) _sessions.Remove(session.Id!);
        }
        foreach (var session in idle) _ = session.DisposeAsync().AsTask();
    }
}
