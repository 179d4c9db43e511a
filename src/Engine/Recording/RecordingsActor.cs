using CallActors.Contracts.Calls;
using CallActors.Contracts.Recordings;

namespace CallActors.Engine.Recording;

/// <summary>The recordings of a node: one child for each call that is being recorded here, and the folder that they share. Protocol:
/// docs/protocols/recording.md.</summary>
public sealed class RecordingsActor : ReceiveActor, IWithTimers
{
    private readonly IRecordingStore _store;
    private readonly RecordingRules _rules;
    private readonly Dictionary<CallId, Child> _children = [];
    private readonly Queue<(RecordingMessages.Begin Begin, IActorRef Stream)> _waiting = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private bool _tidying;
    private bool _hasRoom = true;
    private int _names;

    public RecordingsActor(IRecordingStore store, RecordingRules rules)
    {
        (_store, _rules) = (store, rules);
        Receive<RecordingMessages.Begin>(begin =>
        {
            if (_tidying) _waiting.Enqueue((begin, Sender));
            else Begin(begin, Sender);
        });
        Receive<RecordingMessages.Finish>(finish =>
        {
            if (_children.TryGetValue(finish.CallId, out var child)) child.Recording.Tell(finish, Self);
        });
        Receive<RecordingMessages.Idle>(OnIdle);
        Receive<RecordingMessages.Delete>(OnDelete);
        Receive<RecordingEnded>(OnEnded);
        Receive<TidyDue>(_ => Tidy());
        Receive<Tidied>(OnTidied);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(IRecordingStore store, RecordingRules rules) => Props.Create(() => new RecordingsActor(store, rules));

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(TidyDue), TidyDue.Instance, _rules.TidyEvery);
        Tidy();
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Begin(RecordingMessages.Begin begin, IActorRef stream)
    {
        if (!_hasRoom)
        {
            stream.Tell(new RecordingMessages.Stopped(RecordingStop.NoRoom), Self);
            return;
        }

        if (!_children.TryGetValue(begin.CallId, out var child))
        {
            var recording = Context.ActorOf(RecordingActor.PropsFor(begin.CallId, _store, _rules), $"{begin.CallId}-{++_names}");
            Context.WatchWith(recording, new RecordingEnded(begin.CallId, recording));
            _children[begin.CallId] = child = new Child(recording);
        }

        child.Tracks++;
        child.Recording.Tell(begin, stream);
    }

    /// <summary>A child that was given another track meanwhile goes on with that.</summary>
    private void OnIdle(RecordingMessages.Idle idle)
    {
        if (!_children.TryGetValue(idle.CallId, out var child) || !child.Recording.Equals(Sender) || child.Tracks != idle.Tracks) return;
        Context.Unwatch(child.Recording);
        // Behind what is on its way to it.
        child.Recording.Tell(PoisonPill.Instance, Self);
        Forget(idle.CallId, child);
    }

    private void OnDelete(RecordingMessages.Delete delete)
    {
        if (_children.TryGetValue(delete.CallId, out var child))
        {
            child.Deleters.Add(Sender);
            child.Recording.Tell(new RecordingMessages.Stop(RecordingStop.Deleted), Self);
        }
        else
        {
            DeleteFile(delete.CallId, [Sender]);
        }
    }

    /// <summary>It broke: its stream finds out by the ring that nobody empties.</summary>
    private void OnEnded(RecordingEnded ended)
    {
        if (!_children.TryGetValue(ended.CallId, out var child) || !child.Recording.Equals(ended.Recording)) return;
        Forget(ended.CallId, child);
    }

    private void Forget(CallId call, Child child)
    {
        _children.Remove(call);
        if (child.Deleters.Count > 0) DeleteFile(call, child.Deleters);
    }

    private void DeleteFile(CallId call, List<IActorRef> deleters)
    {
        var store = _store;
        foreach (var deleter in deleters)
            Task.Run(() => store.Delete(call)).PipeTo(deleter, Self, existed => new RecordingMessages.Deleted(call, existed), _ => new RecordingMessages.NotDeleted(call));
    }

    private void Tidy()
    {
        if (_tidying) return;
        _tidying = true;
        var (store, now, open) = (_store, Context.System.Scheduler.Now, _children.Keys.ToHashSet());
        Task.Run(() => store.Tidy(now, open)).PipeTo(Self, Self, hasRoom => new Tidied(hasRoom, ""), e => new Tidied(HasRoom: true, e.GetType().Name));
    }

    private void OnTidied(Tidied tidied)
    {
        _tidying = false;
        if (tidied.Fault.Length > 0) _log.Warning("The folder of recordings cannot be tidied ({0}).", tidied.Fault);
        _hasRoom = tidied.HasRoom;
        if (!_hasRoom)
            foreach (var child in _children.Values) child.Recording.Tell(new RecordingMessages.Stop(RecordingStop.NoRoom), Self);
        while (_waiting.TryDequeue(out var waiting)) Begin(waiting.Begin, waiting.Stream);
    }

    private sealed class Child(IActorRef recording)
    {
        public IActorRef Recording { get; } = recording;

        /// <summary>Tracks that it was given.</summary>
        public int Tracks { get; set; }

        /// <summary>Who wants the file deleted, once it is closed.</summary>
        public List<IActorRef> Deleters { get; } = [];
    }

    private sealed record RecordingEnded(CallId CallId, IActorRef Recording);

    private sealed record Tidied(bool HasRoom, string Fault);

    private sealed record TidyDue
    {
        public static TidyDue Instance { get; } = new();
    }
}
