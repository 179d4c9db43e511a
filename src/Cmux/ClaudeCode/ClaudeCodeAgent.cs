using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>
/// The Claude Code of one workspace, or those that run there one after the other: whose hooks and which transcript its words are taken from.
/// What it does is left to <see cref="AgentRules"/> behind, which gets every observation. Thread-safe; tells one thing at a time.
/// </summary>
internal sealed class ClaudeCodeAgent : ITranscriptObserver, IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly WorkspaceId _id;
    private readonly IAgentFeedObserver _observer;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _since;
    private readonly ReplyAssembler _replies;
    private readonly TranscriptFollower _follower;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private AgentSession? _session;
    private AgentProcess? _process;
    private bool _hasEnded;
    private bool _isDisposed;

    /// <param name="since">When we began to hear. What began before is followed from where it is.</param>
    public ClaudeCodeAgent(WorkspaceId id, IAgentFeedObserver observer, ReplyTimes times, DateTimeOffset since, TimeProvider time)
    {
        _id = id;
        _observer = observer;
        _time = time;
        _since = since;
        _replies = new ReplyAssembler(times);
        _follower = new TranscriptFollower(this, LookEvery, time);
        _timer = time.CreateTimer(_ => Elapse(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>When it was heard last.</summary>
    public DateTimeOffset HeardAt { get; private set; }

    /// <summary>The hooks' session that it was heard by last.</summary>
    public string HeardBy { get; private set; } = "";

    /// <summary>Its hooks have told something.</summary>
    public void On(HookNews.Told told)
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            var now = _time.GetUtcNow();
            (HeardAt, HeardBy) = (now, told.Session);
            if (HookObservations.Of(told.Event, told.At) is { } seen) Tell(seen);
            if (told.Event.Session is not { } session || !IsOurs(session, told.Event)) return;
            Watch(told, now);
            Follow(session, told);
            Tell(_replies.On(told.Event, told.At, now));
        }
        // What it tells stands in the transcript too, or does soon.
        _follower.Look();
    }

    /// <summary>Some of what its hooks told was lost.</summary>
    public void OnLost()
    {
        lock (_lock)
        {
            if (!_isDisposed) Tell(new AgentObservation.NewsLost(AgentSource.Hook, _time.GetUtcNow()));
        }
    }

    /// <inheritdoc/>
    public void On(AgentSession session, TranscriptEntry entry)
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            if (TranscriptObservations.Of(session, entry) is { } seen) Tell(seen);
            if (session.Id == _session?.Id) Tell(_replies.On(entry));
        }
    }

    /// <summary>A key was pressed, or the like.</summary>
    public void On(AgentObservation seen)
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            if (seen is AgentObservation.EscapePressed or AgentObservation.Answered { IsGranted: false }) _replies.PresumeStop(_time.GetUtcNow());
            Tell(seen is AgentObservation.ProcessExited ? _replies.Exit() : []);
        }
        _follower.Look();
    }

    /// <summary>Looks whether its process is there.</summary>
    public void LookAtProcess()
    {
        lock (_lock)
        {
            if (_isDisposed || _process is not { HasEnded: true }) return;
            _process = null;
            _hasEnded = true;
            Tell(new AgentObservation.ProcessExited(AgentSource.Process, _time.GetUtcNow()) { Session = _session });
            Tell(_replies.Exit());
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_lock) _isDisposed = true;
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _follower.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>A conversation is taken over by its beginning or by a prompt, as <see cref="AgentRules"/> has it: what another one's hooks say is
    /// none of the words that the person waits for.</summary>
    private bool IsOurs(AgentSession session, HookEvent hook) =>
        _session is null || _hasEnded || _session.Id == session.Id
        || (hook.SubAgent.Length == 0 && hook.Kind is HookKind.SessionStart or HookKind.UserPromptSubmit);

    private void Watch(HookNews.Told told, DateTimeOffset now)
    {
        _hasEnded = told.Event.Kind == HookKind.SessionEnd;
        if (_hasEnded) _process = null;
        else if (_process?.Id != told.Place.ProcessId) _process = AgentProcess.That(told.Place.ProcessId, told.At, now);
    }

    private void Follow(AgentSession session, HookNews.Told told)
    {
        if (_session == session || (_session?.Id == session.Id && session.Transcript.Length == 0)) return;
        _session = session;
        var hook = told.Event;
        var begins = hook is { Kind: HookKind.SessionStart, Cause: not ("resume" or "compact") } && told.At >= _since;
        // A Stop brings the reply along.
        if (!begins && _replies.Turn == 0 && hook is not { Kind: HookKind.Stop, LastMessage: not null } && LastReply.Read(session.Transcript, told.At) is { Length: > 0 } words)
            Tell([new AgentReply.Text(0, words, AgentSource.Transcript), new AgentReply.Ended(0, ReplyEnd.Complete)]);
        _follower.Follow(session, begins ? TranscriptStart.Beginning : TranscriptStart.End);
    }

    private void Elapse()
    {
        lock (_lock)
        {
            if (!_isDisposed) Tell(_replies.Elapse(_time.GetUtcNow()));
        }
    }

    private void Tell(AgentObservation seen) => _observer.On(_id, new AgentNews.Observed(seen));

    private void Tell(IReadOnlyList<AgentReply> replies)
    {
        foreach (var reply in replies)
            foreach (var piece in ReplyPieces.Of(reply)) _observer.On(_id, new AgentNews.Replied(piece));
        var rest = _replies.Due - _time.GetUtcNow();
        // A timer counts whole milliseconds, and must not come before its time.
        _timer.Change(rest is { } wait ? TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(wait.TotalMilliseconds))) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
