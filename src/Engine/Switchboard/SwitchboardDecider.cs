using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;

namespace CallActors.Engine.Switchboard;

/// <summary>The rules of a person's switchboard: one step takes one message in one state and collects the events that it means and what is to be
/// done once they are stored. Protocol: docs/protocols/switchboard.md.</summary>
internal sealed partial class SwitchboardDecider(PersonId person, SwitchboardState state, SwitchboardRules rules, DateTimeOffset now)
{
    /// <summary>Longest text in the audit, in characters.</summary>
    public const int LongestDetail = 200;

    private const int BookBits = 12;

    private readonly List<ISwitchboardEvent> _events = [];
    private readonly List<SwitchboardEffect> _effects = [];

    /// <summary>The state with this step's events applied.</summary>
    public SwitchboardState State { get; private set; } = state;

    public IReadOnlyList<ISwitchboardEvent> Events => _events;

    public IReadOnlyList<SwitchboardEffect> Effects => _effects;

    public void TakeCall(SwitchboardCommands.TakeCall command)
    {
        // A call that we placed is known before it is up.
        if (State.Find(command.CallId) is not { IsUp: true })
            Happened(new SwitchboardEvents.CallTaken(now, command.CallId, command.Inbound, BookOf(command.From), Bounded($"{(command.Inbound ? "from" : "to")} {command.Carrier}{LastTwo(command.From)}")));
        var call = State.Find(command.CallId)!;
        Do(new SwitchboardEffect.Reply(new SwitchboardReplies.Admitted(person, call.Id, call.IsUnlocked, State.Workspace, call.CalledFor, call.About)));
    }

    /// <summary>Writes an attempt down before it is looked at.</summary>
    public void Try(SwitchboardCommands.TryPin command)
    {
        if (State.Find(command.CallId) is not { } call)
        {
            // Never taken, or long over.
            Do(new SwitchboardEffect.Judge(command.CallId, PinVerdict.LockedOut, 0));
            return;
        }

        if (call.IsUnlocked)
        {
            Do(new SwitchboardEffect.Judge(call.Id, PinVerdict.Right, rules.Tries));
            return;
        }

        var isLocked = State.BookOf(call.Book).LockedUntil is { } until && until > now;
        Happened(new SwitchboardEvents.PinTried(now, call.Id, Counts: !isLocked && call.Tries < rules.Tries));
        Do(new SwitchboardEffect.Verify());
    }

    /// <summary>The attempt was compared.</summary>
    public void Verified(bool isSame)
    {
        if (State.Judging is not { } attempt) return;
        if (!attempt.Counts)
        {
            Failed(attempt, PinVerdict.LockedOut, 0);
        }
        else if (isSame && State.Find(attempt.CallId) is not null)
        {
            Happened(new SwitchboardEvents.PinPassed(now, attempt.CallId));
            Do(new SwitchboardEffect.Judge(attempt.CallId, PinVerdict.Right, rules.Tries));
        }
        else
        {
            var book = State.BookOf(attempt.Book);
            var left = rules.Tries - Math.Max(State.Find(attempt.CallId)?.Tries ?? 0, book.Wrong);
            if (left > 0) Failed(attempt, PinVerdict.Wrong, left);
            else Failed(attempt, PinVerdict.LockedOut, 0, now + rules.LockOuts[Math.Min(book.LockOuts, rules.LockOuts.Count - 1)]);
        }
    }

    public void EnterWorkspace(SwitchboardCommands.EnterWorkspace command)
    {
        if (IsUnlocked(command.CallId)) Happened(new SwitchboardEvents.WorkspaceEntered(now, command.CallId, command.WorkspaceId, Bounded(command.Name)));
    }

    public void NoteDeed(SwitchboardCommands.NoteDeed command)
    {
        var isTold = command.Deed switch
        {
            CallDeed.TurnedAway => person == PersonId.Unknown,
            CallDeed.Submitted or CallDeed.Interrupted or CallDeed.Granted or CallDeed.Denied or CallDeed.Created or CallDeed.Closed => IsUnlocked(command.CallId),
            // Told by the person's schedule, of a call that is yet to be.
            CallDeed.Scheduled or CallDeed.ScheduleMissed or CallDeed.Unscheduled => person != PersonId.Unknown,
            // The others are the switchboard's own to tell.
            _ => false,
        };
        if (isTold) Happened(new SwitchboardEvents.DeedNoted(now, command.CallId, command.Deed, command.WorkspaceId, Bounded(command.Detail)));
    }

    public void EndCall(CallId id)
    {
        if (State.Find(id) is null) return;
        Happened(new SwitchboardEvents.CallOver(now, id));
        // The person can be called now.
        ObserveAll();
    }

    /// <summary>Goes on after recovery: an attempt that was not judged is used up.</summary>
    public void Recovered()
    {
        Verified(isSame: false);
        ObserveAll();
    }

    private void Failed(SwitchboardState.Attempt attempt, PinVerdict verdict, int left, DateTimeOffset? lockedUntil = null)
    {
        Happened(new SwitchboardEvents.PinFailed(now, attempt.CallId, attempt.Counts, lockedUntil));
        Do(new SwitchboardEffect.Judge(attempt.CallId, verdict, left));
    }

    private bool IsUnlocked(CallId id) => State.Find(id) is { IsUnlocked: true };

    /// <summary>A person has one book; strangers share 4,096, so that none is told from a person by another's attempts.</summary>
    private string BookOf(string from)
    {
        if (person != PersonId.Unknown) return "";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(from));
        return (((hash[0] << 8) | hash[1]) >> (16 - BookBits)).ToString("x3", CultureInfo.InvariantCulture);
    }

    /// <summary>What tells the person's own phone from another without telling a stranger's number.</summary>
    private static string LastTwo(string from) => from.Length > 4 && char.IsAsciiDigit(from[^1]) && char.IsAsciiDigit(from[^2]) ? $" …{from[^2..]}" : "";

    private static string Bounded(string text) =>
        new([.. text.Where(c => !char.IsControl(c)).Take(LongestDetail)]);

    private void Happened(ISwitchboardEvent fact)
    {
        _events.Add(fact);
        State = State.Apply(fact);
    }

    private void Do(SwitchboardEffect effect) => _effects.Add(effect);
}
