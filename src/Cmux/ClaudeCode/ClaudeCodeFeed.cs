using System.Collections.Concurrent;
using CallActors.Cmux.Tmux;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>
/// What every Claude Code of this machine tells that was started with our settings: by its hooks, its transcript and the end of its process.
/// One for each process of ours. Thread-safe.
/// </summary>
public sealed class ClaudeCodeFeed : IAgentFeed
{
    /// <summary>The session whose settings a person uses for a Claude Code that they start themselves, in whatever workspace.</summary>
    public const string PersonsSession = "default";

    /// <summary>What a workspace that we create has its name in.</summary>
    public const string Variable = "CALLACTORS_WORKSPACE";

    /// <summary>Most hooks that wait for their workspace to be known; those beyond are dropped.</summary>
    private const int MostWaiting = 256;

    /// <summary>Most workspaces; beyond, the one that was silent longest is forgotten.</summary>
    private const int MostWorkspaces = 256;

    /// <summary>Processes are looked at this often.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>A host lists a new workspace a moment after its program has begun.</summary>
    private static readonly TimeSpan WaitsFor = TimeSpan.FromSeconds(5);

    private readonly HookOptions _options;
    private readonly ReplyTimes _times;
    private readonly TimeProvider _time;
    private readonly HookPlaces _places;
    private readonly Lock _lock = new();

    /// <summary>Changed under the lock, read without: who is told something may tell something at that moment.</summary>
    private readonly ConcurrentDictionary<WorkspaceId, ClaudeCodeAgent> _agents = [];
    private readonly List<(HookNews.Told Told, long Since)> _waiting = [];
    private Task _leaving = Task.CompletedTask;
    private IAgentFeedObserver? _observer;
    private DateTimeOffset _since;
    private HookReceiver? _receiver;
    private ITimer? _look;
    private long _dropped;

    /// <param name="tmux">The tmux hosts of this machine, the same objects that are connected to.</param>
    /// <param name="replies">Null for the usual times.</param>
    /// <param name="time"><see cref="TimeProvider.System"/> when null.</param>
    public ClaudeCodeFeed(HookOptions options, IReadOnlyList<TmuxHost> tmux, ReplyTimes? replies = null, TimeProvider? time = null)
    {
        _options = options;
        _times = replies ?? new ReplyTimes();
        _time = time ?? TimeProvider.System;
        _places = new HookPlaces(tmux);
    }

    /// <summary>How many hooks came from nowhere that was known within 5 s.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    /// <exception cref="IOException">The hooks' folder cannot be made.</exception>
    public void Start(IAgentFeedObserver observer)
    {
        HookSession.Open(PersonsSession, _options);
        lock (_lock)
        {
            _observer = observer;
            _since = _time.GetUtcNow();
            _receiver = new HookReceiver(_options, new Ear(this), _time);
            _look = _time.CreateTimer(_ => Look(), null, LookEvery, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Prepares a workspace that is to be created for a Claude Code.</summary>
    /// <param name="name">The workspace's name: 1–64 letters, digits and hyphens.</param>
    /// <exception cref="ArgumentException">No such name.</exception>
    /// <exception cref="IOException">Its files cannot be made.</exception>
    public PreparedAgent Prepare(string name)
    {
        HookReceiver? receiver;
        lock (_lock) receiver = _receiver;
        var session = receiver?.Open(name) ?? HookSession.Open(name, _options);
        return new PreparedAgent(session.SettingsFile, new Dictionary<string, string> { [Variable] = name });
    }

    /// <summary>Hears what was prepared no longer, and deletes its files.</summary>
    public void Forget(string name)
    {
        HookReceiver? receiver;
        lock (_lock) receiver = _receiver;
        receiver?.Close(name);
    }

    /// <inheritdoc/>
    public void Know(string host, IReadOnlyList<Workspace> workspaces)
    {
        lock (_lock)
        {
            _places.Know(host, workspaces);
            foreach (var gone in _agents.Keys.Where(id => !_places.Has(id)).ToArray()) Leave(gone);
            Place();
        }
    }

    /// <inheritdoc/>
    public void Tell(WorkspaceId id, AgentObservation seen)
    {
        if (_agents.TryGetValue(id, out var agent)) agent.On(seen);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        HookReceiver? receiver;
        ITimer? look;
        lock (_lock) (receiver, look, _look) = (_receiver, _look, null);
        if (look is not null) await look.DisposeAsync().ConfigureAwait(false);
        if (receiver is not null) await receiver.DisposeAsync().ConfigureAwait(false);
        Task leaving;
        lock (_lock)
        {
            foreach (var id in _agents.Keys.ToArray()) Leave(id);
            _waiting.Clear();
            leaving = _leaving;
        }
        await leaving.ConfigureAwait(false);
    }

    private void Hear(HookNews news)
    {
        lock (_lock)
        {
            if (news is HookNews.Told told)
            {
                if (HookPlaces.IsAnywhere(told.Place) && _waiting.Count < MostWaiting) _waiting.Add((told, _time.GetTimestamp()));
                else _dropped++;
                Place();
            }
            else
            {
                foreach (var agent in _agents.Values)
                    if (agent.HeardBy == news.Session) agent.OnLost();
            }
        }
    }

    /// <summary>Hands over what has its workspace now, in the order in which it came.</summary>
    private void Place() => _waiting.RemoveAll(waiting =>
    {
        if (_places.Find(waiting.Told.Session, waiting.Told.Place) is not { } id) return false;
        AgentOf(id).On(waiting.Told);
        return true;
    });

    private ClaudeCodeAgent AgentOf(WorkspaceId id)
    {
        if (_agents.TryGetValue(id, out var known)) return known;
        if (_agents.Count == MostWorkspaces) Leave(_agents.MinBy(agent => agent.Value.HeardAt).Key);
        var agent = new ClaudeCodeAgent(id, _observer!, _times, _since, _time);
        _agents[id] = agent;
        return agent;
    }

    private void Leave(WorkspaceId id)
    {
        if (_agents.TryRemove(id, out var agent)) _leaving = Task.WhenAll(_leaving, agent.DisposeAsync().AsTask());
    }

    private void Look()
    {
        lock (_lock)
        {
            if (_look is null) return;
            Place();
            _dropped += _waiting.RemoveAll(waiting => _time.GetElapsedTime(waiting.Since) >= WaitsFor);
            foreach (var agent in _agents.Values) agent.LookAtProcess();
            _look.Change(LookEvery, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Hears the hooks, without being seen by who uses the feed.</summary>
    private sealed class Ear(ClaudeCodeFeed feed) : IHookObserver
    {
        public void On(HookNews news) => feed.Hear(news);
    }
}

/// <summary>What a Claude Code in a workspace of ours is started with.</summary>
/// <param name="SettingsFile">For <c>claude --settings</c>.</param>
/// <param name="Environment">Variables that the workspace gets besides.</param>
public sealed record PreparedAgent(string SettingsFile, IReadOnlyDictionary<string, string> Environment);
