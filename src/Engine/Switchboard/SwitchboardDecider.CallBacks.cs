using CallActors.Contracts.Agents;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Switchboard;

internal sealed partial class SwitchboardDecider
{
    /// <param name="canCall">There is somebody who calls this person.</param>
    public void CallWhenDone(SwitchboardCommands.CallWhenDone command, bool canCall)
    {
        if (!IsUnlocked(command.CallId)) Refuse(command, "Nobody is called for a call that has not shown the PIN.");
        else if (!canCall) Refuse(command, "The gateway has no number of yours that it may ring.");
        else if (State.Wishes.Count >= SwitchboardState.WishesKept && WishFor(command.WorkspaceId) is null) Refuse(command, "You wait for too many calls already.");
        else
        {
            // Named after the order: what is ordered once is one call, whatever dies in between.
            var callBack = CallId.ForIdempotencyKey($"when-done:{person}:{command.CallId}:{command.WorkspaceId}:{now.UtcTicks}");
            Happened(new SwitchboardEvents.CallWanted(now, command.CallId, command.WorkspaceId, Bounded(command.Name), callBack));
            Do(new SwitchboardEffect.Observe(command.WorkspaceId));
            Do(new SwitchboardEffect.Reply(new SwitchboardReplies.WillCall(person, command.WorkspaceId)));
        }
    }

    /// <summary>A workspace stands like this.</summary>
    public void Stands(WorkspaceId workspace, WorkspaceStanding standing)
    {
        if (WishFor(workspace) is not { } wish || EndOf(standing) is not { } end || State.Calls.Exists(IsLive)) return;
        Do(new SwitchboardEffect.Ring(new CallOut(person, wish.CallBack, new CallOutReason.WorkEnded(workspace, wish.Name, end))));
    }

    /// <summary>The time has come for which the person ordered a call.</summary>
    /// <param name="calls">There is somebody who calls people.</param>
    public void CallAbout(SwitchboardCommands.CallAbout command, bool calls)
    {
        var id = command.CallId;
        if (!calls || person == PersonId.Unknown) Rang(id, CallOutAnswer.Never);
        else if (State.Find(id) is not null) Rang(id, CallOutAnswer.Placed);
        else if (State.Calls.Exists(IsLive)) Rang(id, CallOutAnswer.NotNow);
        else Do(new SwitchboardEffect.Ring(new CallOut(person, id, new CallOutReason.Scheduled(command.About))));
    }

    /// <summary>The person was to be called.</summary>
    public void Rang(CallOut order, CallOutAnswer answer)
    {
        switch (order.Why)
        {
            case CallOutReason.WorkEnded why:
                Rang(order.CallId, why, answer);
                break;
            case CallOutReason.Scheduled why:
                if (answer is CallOutAnswer.Placed) Happened(new SwitchboardEvents.CalledAsScheduled(now, order.CallId, why.About));
                Rang(order.CallId, answer);
                break;
        }
    }

    private void Rang(CallId id, CallOutAnswer answer) => Do(new SwitchboardEffect.Reply(new SwitchboardReplies.Rang(person, id, answer)));

    private void Rang(CallId id, CallOutReason.WorkEnded why, CallOutAnswer answer)
    {
        if (answer is CallOutAnswer.NotNow || WishFor(why.WorkspaceId) is not { } wish || wish.CallBack != id) return;
        if (answer is CallOutAnswer.Placed) Happened(new SwitchboardEvents.CalledBack(now, why.WorkspaceId, id, why.End));
        else GiveUp(wish, "not called: this person may not be");
        Do(new SwitchboardEffect.StopObserving(why.WorkspaceId));
    }

    /// <summary>Asks how the workspaces stand, for those who were started anew since.</summary>
    public void LookAgain()
    {
        foreach (var old in State.Wishes.Where(w => now - w.At > rules.WishLasts))
        {
            GiveUp(old, "not called: it took too long");
            Do(new SwitchboardEffect.StopObserving(old.WorkspaceId));
        }

        ObserveAll();
    }

    /// <summary>How the work has ended; null while it goes on.</summary>
    private static WorkEnd? EndOf(WorkspaceStanding standing) => standing switch
    {
        { Reach: WorkspaceReach.Gone } => WorkEnd.Gone,
        { Reach: WorkspaceReach.Away } => null,
        { Agent: AgentState.Gone } => WorkEnd.Gone,
        { Agent: AgentState.Failed } => WorkEnd.Failed,
        { Agent: AgentState.Waiting } => WorkEnd.NeedsPerson,
        { Agent: AgentState.Idle, IsSettled: true, Queued: 0 } => WorkEnd.Finished,
        _ => null,
    };

    private bool IsLive(SwitchboardState.Call call) => now - call.At < (call.IsUp ? rules.CallLasts : rules.RingLasts);

    private SwitchboardState.Wish? WishFor(WorkspaceId workspace) => State.Wishes.Find(w => w.WorkspaceId == workspace);

    private void ObserveAll()
    {
        foreach (var wish in State.Wishes) Do(new SwitchboardEffect.Observe(wish.WorkspaceId));
    }

    private void GiveUp(SwitchboardState.Wish wish, string why) => Happened(new SwitchboardEvents.CallGivenUp(now, wish.WorkspaceId, wish.CallBack, why));

    private void Refuse(SwitchboardCommands.CallWhenDone command, string detail) =>
        Do(new SwitchboardEffect.Reply(new SwitchboardReplies.CannotCall(person, command.WorkspaceId, detail)));
}
