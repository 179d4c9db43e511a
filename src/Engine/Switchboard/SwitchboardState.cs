using System.Collections.Immutable;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Switchboard;

/// <summary>A person's switchboard as its events tell it. Immutable; <see cref="Apply"/> reads no clock. What is old is forgotten.</summary>
internal sealed record SwitchboardState
{
    /// <summary>Entries of the audit that are kept.</summary>
    public const int AuditKept = 1000;

    /// <summary>Calls that are kept.</summary>
    public const int CallsKept = 64;

    /// <summary>Wishes to be called that may stand.</summary>
    public const int WishesKept = 32;

    private static readonly TimeSpan BookForgotten = TimeSpan.FromDays(1);

    /// <summary>In the order in which they came.</summary>
    public ImmutableList<Call> Calls { get; init; } = [];

    /// <summary>Wrong PINs, by the name of the book that they are counted in.</summary>
    public ImmutableDictionary<string, Book> Books { get; init; } = ImmutableDictionary<string, Book>.Empty;

    /// <summary>The call whose PIN is being looked at.</summary>
    public Attempt? Judging { get; init; }

    /// <summary>Which workspace the person talked to last.</summary>
    public WorkspaceId? Workspace { get; init; }

    public ImmutableList<Wish> Wishes { get; init; } = [];

    /// <summary>Oldest first.</summary>
    public ImmutableQueue<AuditEntry> Audit { get; init; } = [];

    public int AuditCount { get; init; }

    public Call? Find(CallId id) => Calls.Find(c => c.Id == id);

    public Book BookOf(string name) => Books.GetValueOrDefault(name) ?? new Book(0, 0, null, default);

    public SwitchboardState Apply(ISwitchboardEvent fact) => fact switch
    {
        SwitchboardEvents.CallTaken e => (this with { Calls = With(new Call(e.CallId, e.Inbound, e.Book, e.At, Find(e.CallId)?.CalledFor) { IsUp = true, About = Find(e.CallId)?.About }) }).Noted(e.At, e.CallId, CallDeed.CameIn, null, e.Detail),
        SwitchboardEvents.PinTried e => Tried(e),
        SwitchboardEvents.PinPassed e => Passed(e),
        SwitchboardEvents.PinFailed e => Failed(e),
        SwitchboardEvents.WorkspaceEntered e => (Heard(e.CallId) with { Workspace = e.WorkspaceId }).Noted(e.At, e.CallId, CallDeed.Entered, e.WorkspaceId, e.Name),
        SwitchboardEvents.DeedNoted e => Noted(e.At, e.CallId, e.Deed, e.WorkspaceId, e.Detail),
        SwitchboardEvents.CallWanted e => (this with { Wishes = Without(e.WorkspaceId).Add(new Wish(e.At, e.WorkspaceId, e.Name, e.CallBack)) })
            .Noted(e.At, e.CallId, CallDeed.WantsCall, e.WorkspaceId, e.Name),
        // The call is known from here on: it tells what it is for.
        SwitchboardEvents.CalledBack e => (this with { Wishes = Without(e.WorkspaceId), Calls = With(new Call(e.CallBack, false, "", e.At, e.WorkspaceId)) })
            .Noted(e.At, e.CallBack, CallDeed.CalledBack, e.WorkspaceId, e.End.ToString()),
        SwitchboardEvents.CallGivenUp e => (this with { Wishes = Without(e.WorkspaceId) }).Noted(e.At, e.CallBack, CallDeed.CalledBack, e.WorkspaceId, e.Detail),
        SwitchboardEvents.CalledAsScheduled e => (this with { Calls = With(new Call(e.CallId, false, "", e.At, null) { About = e.About }) })
            .Noted(e.At, e.CallId, CallDeed.CalledAsScheduled, null, ""),
        SwitchboardEvents.CallOver e => (this with { Calls = Calls.RemoveAll(c => c.Id == e.CallId) }).Noted(e.At, e.CallId, CallDeed.Ended, null, ""),
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "An event that this version does not know."),
    };

    /// <summary>All of it, for the snapshot store.</summary>
    public SwitchboardSnapshot Snapshot() => new([.. Calls], Books, Judging, Workspace, [.. Wishes], [.. Audit]);

    public static SwitchboardState Of(SwitchboardSnapshot snapshot) => new()
    {
        Calls = [.. snapshot.Calls],
        Books = snapshot.Books.ToImmutableDictionary(),
        Judging = snapshot.Judging,
        Workspace = snapshot.Workspace,
        Wishes = [.. snapshot.Wishes],
        Audit = [.. snapshot.Audit],
        AuditCount = snapshot.Audit.Count,
    };

    /// <summary>Who talks to a workspace has heard what the call is about.</summary>
    private SwitchboardState Heard(CallId id) => Find(id) is { About: not null } call ? this with { Calls = Calls.Replace(call, call with { About = null }) } : this;

    private SwitchboardState Tried(SwitchboardEvents.PinTried e)
    {
        if (Find(e.CallId) is not { } call) return this;
        var state = this with { Judging = new Attempt(e.CallId, e.Counts, call.Book) };
        if (!e.Counts) return state;
        var book = BookOf(call.Book);
        return state with
        {
            Calls = Calls.Replace(call, call with { Tries = call.Tries + 1 }),
            Books = Forgetting(e.At).SetItem(call.Book, book with { Wrong = book.Wrong + 1, At = e.At }),
        };
    }

    private SwitchboardState Passed(SwitchboardEvents.PinPassed e)
    {
        var call = Find(e.CallId);
        var state = call is null ? this : this with { Books = Books.Remove(call.Book), Calls = Calls.Replace(call, call with { IsUnlocked = true }) };
        return (state with { Judging = null }).Noted(e.At, e.CallId, CallDeed.PinRight, null, "");
    }

    private SwitchboardState Failed(SwitchboardEvents.PinFailed e)
    {
        var state = this with { Judging = null };
        if (e.LockedUntil is { } until && Judging is { Book: var book })
            state = state with { Books = Books.SetItem(book, new Book(0, BookOf(book).LockOuts + 1, until, e.At)) };
        return state.Noted(e.At, e.CallId, e.Looked && e.LockedUntil is null ? CallDeed.PinWrong : CallDeed.LockedOut, null, "");
    }

    private SwitchboardState Noted(DateTimeOffset at, CallId call, CallDeed deed, WorkspaceId? workspace, string detail)
    {
        var audit = Audit.Enqueue(new AuditEntry(at, call, deed, workspace, detail));
        return AuditCount < AuditKept ? this with { Audit = audit, AuditCount = AuditCount + 1 } : this with { Audit = audit.Dequeue() };
    }

    private ImmutableList<Call> With(Call call)
    {
        var calls = Calls.RemoveAll(c => c.Id == call.Id);
        if (calls.Count >= CallsKept) calls = calls.Remove(calls.Find(c => !c.IsUnlocked) ?? calls[0]);
        return calls.Add(call);
    }

    private ImmutableList<Wish> Without(WorkspaceId workspace) => Wishes.RemoveAll(w => w.WorkspaceId == workspace);

    /// <summary>The books without those that say nothing any more.</summary>
    private ImmutableDictionary<string, Book> Forgetting(DateTimeOffset now) =>
        Books.Count < 2 ? Books : Books.RemoveRange(Books.Where(b => b.Value.LockOuts == 0 && now - b.Value.At > BookForgotten).Select(b => b.Key));

    /// <summary>A call that is up, or being placed.</summary>
    /// <param name="CalledFor">Set on a call that we placed because work was done.</param>
    internal sealed record Call(CallId Id, bool Inbound, string Book, DateTimeOffset At, WorkspaceId? CalledFor)
    {
        /// <summary>False for a call of ours that nobody has picked up.</summary>
        public bool IsUp { get; init; }

        /// <summary>On a call that the person had ordered for a time: what it is about. Null on others, and once they talk to a workspace.</summary>
        public string? About { get; init; }

        /// <summary>PINs that were tried in it.</summary>
        public int Tries { get; init; }

        /// <summary>It has shown the PIN.</summary>
        public bool IsUnlocked { get; init; }
    }

    /// <summary>Wrong PINs.</summary>
    /// <param name="Wrong">Since the last right one, or the last lock-out.</param>
    /// <param name="LockOuts">Since the last right one.</param>
    /// <param name="At">Of the latest.</param>
    internal sealed record Book(int Wrong, int LockOuts, DateTimeOffset? LockedUntil, DateTimeOffset At);

    /// <summary>A PIN that is being looked at. Its call may be over meanwhile; it counts all the same.</summary>
    internal sealed record Attempt(CallId CallId, bool Counts, string Book);

    /// <summary>The person wants to be called.</summary>
    internal sealed record Wish(DateTimeOffset At, WorkspaceId WorkspaceId, string Name, CallId CallBack);
}

/// <summary>Stored: a switchboard as it stands.</summary>
internal sealed record SwitchboardSnapshot(
    IReadOnlyList<SwitchboardState.Call> Calls,
    IReadOnlyDictionary<string, SwitchboardState.Book> Books,
    SwitchboardState.Attempt? Judging,
    WorkspaceId? Workspace,
    IReadOnlyList<SwitchboardState.Wish> Wishes,
    IReadOnlyList<AuditEntry> Audit);
