using System.Globalization;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Schedules;
using CallActors.Contracts.Switchboard;

namespace CallActors.Engine.Schedules;

/// <summary>The rules of a person's schedule: one step takes one message in one state and collects the events that it means and what is to be
/// done once they are stored. Protocol: docs/protocols/schedule.md.</summary>
internal sealed class ScheduleDecider(PersonId person, ScheduleState state, ScheduleLive live, ScheduleRules rules, DateTimeOffset now)
{
    private readonly List<IScheduleEvent> _events = [];
    private readonly List<ScheduleEffect> _effects = [];

    /// <summary>The state with this step's events applied.</summary>
    public ScheduleState State { get; private set; } = state;

    public ScheduleLive Live { get; private set; } = live;

    public IReadOnlyList<IScheduleEvent> Events => _events;

    public IReadOnlyList<ScheduleEffect> Effects => _effects;

    /// <summary>When it is to be looked again; null when nothing is pending.</summary>
    public TimeSpan? NextLook
    {
        get
        {
            if (State.Pending.IsEmpty) return null;
            var at = Live.Asking is null && State.Pending[0].Due > Live.Until ? State.Pending[0].Due : Live.Until;
            var wait = at - now;
            return wait < TimeSpan.Zero ? TimeSpan.Zero : wait < rules.LookEvery ? wait : rules.LookEvery;
        }
    }

    /// <param name="canCall">The gateway may call this person.</param>
    public void Schedule(ScheduleCommands.Schedule command, bool canCall)
    {
        // To the second: what was written and read again is the same order.
        var due = new DateTimeOffset(command.Due.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        if (State.Find(command.Key) is { } known)
        {
            if (known.Due == due && known.About == command.About) Do(new ScheduleEffect.Reply(new ScheduleReplies.Scheduled(person, known)));
            else Refuse(ScheduleRefusal.KeyTaken, "This order was given before, for another time or with other words.");
        }
        else if (RefusalOf(command, canCall) is var (reason, detail))
        {
            Refuse(reason, detail);
        }
        else
        {
            // Named after the order: what is ordered once is one call, whatever dies in between.
            var id = CallId.ForIdempotencyKey($"scheduled:{person}:{command.Key}:{now.UtcTicks}");
            Happened(new ScheduleEvents.CallScheduled(now, id, command.Key, due, command.About));
            Note(id, CallDeed.Scheduled, $"for {due.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC");
            Do(new ScheduleEffect.Reply(new ScheduleReplies.Scheduled(person, State.Find(id)!)));
        }
    }

    public void Cancel(CallId id)
    {
        switch (State.Find(id))
        {
            case null:
                Refuse(ScheduleRefusal.UnknownCall, "There is no such scheduled call.");
                break;
            case { State: ScheduledCallState.Pending } when Live.Asking == id:
                Refuse(ScheduleRefusal.Over, "That call is being placed at this moment.");
                break;
            case { State: ScheduledCallState.Pending }:
                Happened(new ScheduleEvents.ScheduledCallCancelled(now, id));
                Note(id, CallDeed.Unscheduled, "");
                Do(new ScheduleEffect.Reply(new ScheduleReplies.Cancelled(person, State.Find(id)!)));
                break;
            case { State: ScheduledCallState.Cancelled } cancelled:
                Do(new ScheduleEffect.Reply(new ScheduleReplies.Cancelled(person, cancelled)));
                break;
            default:
                Refuse(ScheduleRefusal.Over, "The time of that call is over.");
                break;
        }
    }

    /// <summary>Goes on after recovery.</summary>
    public void Recovered() => Live = new ScheduleLive { Until = now + rules.AfterStart };

    /// <summary>The switchboard was asked to place a call.</summary>
    public void Rang(SwitchboardReplies.Rang rang)
    {
        var isAwaited = Live.Asking == rang.CallId;
        if (isAwaited) Live = Live with { Asking = null };
        // An answer that comes late is true all the same.
        if (State.Find(rang.CallId) is not { State: ScheduledCallState.Pending }) return;
        switch (rang.Answer)
        {
            case CallOutAnswer.Placed:
                Happened(new ScheduleEvents.ScheduledCallRung(now, rang.CallId));
                if (isAwaited) Live = new ScheduleLive();
                break;
            case CallOutAnswer.Never:
                Miss(rang.CallId, "this person may not be called");
                if (isAwaited) Live = new ScheduleLive();
                break;
            case CallOutAnswer.NotNow when isAwaited:
                NotNow();
                break;
        }
    }

    /// <summary>Looks what is due. To be called at the end of every step.</summary>
    public void Look()
    {
        if (Live.Asking is not null && Live.Until <= now)
        {
            Live = Live with { Asking = null };
            NotNow();
        }

        foreach (var late in State.Pending.FindAll(c => c.CallId != Live.Asking && now - c.Due > rules.LateAfter))
        {
            Miss(late.CallId, "it could not be placed in time");
            Live = Live with { Attempts = 0 };
        }

        if (Live.Until > now || State.Pending is not [{ } next, ..] || next.Due > now) return;
        Live = Live with { Asking = next.CallId, Until = now + rules.AnswerWithin };
        Do(new ScheduleEffect.TellSwitchboard(new SwitchboardCommands.CallAbout(person, next.CallId, next.About)));
    }

    private void NotNow() => Live = Live with
    {
        Until = now + rules.AskAgain[Math.Min(Live.Attempts, rules.AskAgain.Count - 1)],
        Attempts = Live.Attempts + 1,
    };

    private (ScheduleRefusal Reason, string Detail)? RefusalOf(ScheduleCommands.Schedule command, bool canCall)
    {
        if (string.IsNullOrWhiteSpace(command.Key) || command.Key.Length > ScheduleCommands.LongestKey)
            return (ScheduleRefusal.NotFit, $"An order's key has 1 to {ScheduleCommands.LongestKey} characters.");
        if (string.IsNullOrWhiteSpace(command.About) || command.About.Length > ScheduleCommands.LongestAbout)
            return (ScheduleRefusal.NotFit, $"What a call is about has 1 to {ScheduleCommands.LongestAbout} characters.");
        var lead = command.Due - now;
        if (lead < rules.LeastLead) return (ScheduleRefusal.TooSoon, $"A call must be at least {rules.LeastLead.TotalSeconds:0} seconds ahead.");
        if (lead > rules.MostLead) return (ScheduleRefusal.TooFar, $"A call can be at most {rules.MostLead.TotalDays:0} days ahead.");
        if (State.Pending.Count >= rules.MostPending) return (ScheduleRefusal.TooMany, $"There are {rules.MostPending} scheduled calls already, and no more are taken.");
        return canCall ? null : (ScheduleRefusal.NotCallable, "The gateway has no number of this person that it may ring.");
    }

    private void Miss(CallId id, string why)
    {
        Happened(new ScheduleEvents.ScheduledCallMissed(now, id, why));
        Note(id, CallDeed.ScheduleMissed, why);
    }

    private void Note(CallId id, CallDeed deed, string detail) =>
        Do(new ScheduleEffect.TellSwitchboard(new SwitchboardCommands.NoteDeed(person, id, deed, null, detail)));

    private void Refuse(ScheduleRefusal reason, string detail) => Do(new ScheduleEffect.Reply(new ScheduleReplies.Refused(person, reason, detail)));

    private void Happened(IScheduleEvent fact)
    {
        _events.Add(fact);
        State = State.Apply(fact);
    }

    private void Do(ScheduleEffect effect) => _effects.Add(effect);
}
