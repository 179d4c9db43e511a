using System.Security.Cryptography;
using System.Text;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Texts;

namespace CallActors.Engine.Messages;

/// <summary>The rules of a thread of texts: one step takes one message in one state and collects the events that it means and what is to be
/// done once they are stored. Protocol: docs/protocols/message-thread.md.</summary>
/// <param name="canSend">There is a carrier for texts.</param>
internal sealed class ThreadDecider(TextAddress address, ThreadState state, ThreadRules rules, bool canSend, DateTimeOffset now)
{
    private static readonly TimeSpan LeastLeft = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostWait = TimeSpan.FromHours(24);

    private readonly List<IThreadEvent> _events = [];
    private readonly List<ThreadEffect> _effects = [];

    /// <summary>The state with this step's events applied.</summary>
    public ThreadState State { get; private set; } = state;

    public IReadOnlyList<IThreadEvent> Events => _events;

    public IReadOnlyList<ThreadEffect> Effects => _effects;

    public void Send(ThreadCommands.SendText command)
    {
        if (Rejoins(command.OperationId)) return;
        if (command.Body.Length == 0 || command.Body.Length > rules.LongestText)
            Refuse(command.OperationId, TextRefusal.NotFit, $"A text has 1 to {rules.LongestText} characters; this one has {command.Body.Length}.");
        else if (!canSend)
            Refuse(command.OperationId, TextRefusal.CarrierFailed, "No carrier for texts is configured: set up Twilio or Telnyx in the gateway's configuration.");
        else
            Ask(command.OperationId, command.Body, command.Waits, command.WaitFor);
    }

    public void Await(ThreadCommands.AwaitText command)
    {
        if (!Rejoins(command.OperationId)) Ask(command.OperationId, "", waits: true, command.WaitFor);
    }

    /// <summary>The carrier has taken a text, or was told to send it twice and names it again.</summary>
    public void Taken(OperationId id, string carrier, string messageId)
    {
        if (State.Find(id) is not { SentAt: null } ask) return;
        Happened(new ThreadEvents.TextSent(now, id, carrier, messageId));
        Do(new ThreadEffect.File(carrier, messageId));
        if (ask.Finished) return;
        if (!ask.Waits) Finish(ask, "");
        // The person may be quicker than the carrier's answer.
        else if (State.Kept.Exists(k => k.At >= ask.AskedAt)) Finish(ask, KeptWords());
        else WaitForReply(State.Find(id)!);
    }

    public void NotTaken(OperationId id, string detail)
    {
        if (State.Find(id) is { Finished: false, SentAt: null } ask) Finish(ask, "", TextRefusal.CarrierFailed, detail);
    }

    /// <param name="callBacks">Who says whether the person may be called now: asked only when there is a call to place. Null where nobody is
    /// called.</param>
    public void Came(TextReceived text, ICallBackDesk? callBacks)
    {
        if (State.Knows(text)) return;
        Happened(new ThreadEvents.TextArrived(now, address, text.Carrier, text.Id, text.Body, text.To.Length > 0 ? text.To : null, CallBack(text, callBacks)));
        if (State.Current is { IsSent: true } waiting) Finish(waiting, KeptWords());
        else if (State.Current is null) Do(new ThreadEffect.ArmLinger());
    }

    /// <summary>Rings a person who asks for it; who asks while that rings gets no second call.</summary>
    private CallId? CallBack(TextReceived text, ICallBackDesk? callBacks)
    {
        if (callBacks is null || CallMe.WishOf(text.Body) is not CallWish.Now) return null;
        if (State.LastCallBack is { CallBack: { } before } last && now - last.At < rules.RingsFor && !callBacks.IsOver(before)) return before;
        if (!callBacks.Admits(address)) return null;
        // A text that should be taken twice after all rings once.
        var call = CallId.ForIdempotencyKey($"call-me:{text.Carrier}:{text.Id}");
        Do(new ThreadEffect.RingBack(call, State.Current is { Waits: true }));
        return call;
    }

    public void Reported(TextNews news)
    {
        if (State.Asks.Find(a => a.MessageId == news.Id && a.Carrier == news.Carrier) is not { } ask) return;
        if (ask.Delivery is TextDelivery.Failed or TextDelivery.Delivered || ask.Delivery == news.Delivery) return;
        Happened(new ThreadEvents.TextTracked(now, ask.Id, news.Delivery, news.Detail));
        if (news.Delivery is TextDelivery.Failed && !ask.Finished)
            Finish(ask, "", TextRefusal.NotDelivered, news.Detail.Length > 0 ? news.Detail : "The carrier could not deliver the text.");
    }

    public void Abandon(OperationId id)
    {
        if (State.Find(id) is { Finished: false } ask) Finish(ask, "", TextRefusal.Abandoned, "The agent stopped waiting for this.");
    }

    public void ReplyIsLate(OperationId id)
    {
        if (State.Current is not { IsSent: true } ask || ask.Id != id) return;
        if (State.Kept.Count > 0) Finish(ask, KeptWords());
        else Finish(ask, "", TextRefusal.NoReply, "The person has not answered in time. An answer that comes later is kept for the next one who waits.");
    }

    /// <summary>Nothing is asked any more.</summary>
    public void Linger()
    {
        if (State.Current is null) Do(new ThreadEffect.Retire());
    }

    /// <summary>Starts what the state says must run, after recovery.</summary>
    public void Recovered()
    {
        if (State.Current is { } current) Work(current);
        else Do(new ThreadEffect.ArmLinger());
    }

    private void Ask(OperationId id, string body, bool waits, TimeSpan? waitFor)
    {
        if (State.Open > rules.QueueLimit)
        {
            Refuse(id, TextRefusal.ThreadBusy, $"{State.Open - 1} texts wait for this person already. Wait for them to be answered.");
            return;
        }

        var isFirst = State.Current is null;
        Happened(new ThreadEvents.TextAsked(now, address, id, body, waits, waitFor));
        Do(new ThreadEffect.Await(id));
        if (!isFirst) return;
        Do(new ThreadEffect.DisarmLinger());
        Do(new ThreadEffect.Stand(IsOpen: true));
        Work(State.Current!);
    }

    /// <summary>Goes on with the first ask that is not over.</summary>
    private void Work(ThreadState.Ask ask)
    {
        if (!ask.IsSent) Do(Send(ask));
        else if (ask.Body.Length == 0 && State.Kept.Count > 0) Finish(ask, KeptWords());
        else WaitForReply(ask);
    }

    /// <summary>By the carrier, and from the number, that the person had last written to when this was asked.</summary>
    private ThreadEffect.Send Send(ThreadState.Ask ask)
    {
        var order = new TextOrder(KeyOf(ask.Id), address.Value, ask.Body, rules.From);
        return ask.Route is { } route ? new ThreadEffect.Send(ask.Id, route.Carrier, order with { From = route.To }) : new ThreadEffect.Send(ask.Id, "", order);
    }

    private void WaitForReply(ThreadState.Ask ask)
    {
        var wait = ask.WaitFor ?? rules.WaitFor;
        var left = (wait < MostWait ? wait : MostWait) - (now - (ask.SentAt ?? ask.AskedAt));
        Do(new ThreadEffect.ArmReply(ask.Id, left > LeastLeft ? left : LeastLeft));
    }

    private void Finish(ThreadState.Ask ask, string reply, TextRefusal? failure = null, string detail = "")
    {
        var wasCurrent = ask.Id == State.Current?.Id;
        Happened(new ThreadEvents.AskFinished(now, ask.Id, reply, failure, detail, reply.Length > 0 ? State.Kept.FindLast(k => k.CallBack is not null)?.CallBack : null));
        Do(new ThreadEffect.Answer(ask.Id, ReplyOf(State.Find(ask.Id)!)));
        if (!wasCurrent) return;
        Do(new ThreadEffect.DisarmReply());
        if (State.Current is { } next)
        {
            Work(next);
            return;
        }

        Do(new ThreadEffect.Stand(IsOpen: false));
        Do(new ThreadEffect.ArmLinger());
    }

    private bool Rejoins(OperationId id)
    {
        if (State.Find(id) is not { } known) return false;
        if (known.Finished) Do(new ThreadEffect.Reply(ReplyOf(known)));
        else Do(new ThreadEffect.Await(id));
        return true;
    }

    private IThreadReply ReplyOf(ThreadState.Ask ask)
    {
        if (ask.Failure is { } failure) return new ThreadReplies.Refused(address, ask.Id, failure, ask.Detail);
        return ask.Waits ? new ThreadReplies.Replied(address, ask.Id, ask.Reply, CallMe.WishOf(ask.Reply), ask.CallBack) : new ThreadReplies.Sent(address, ask.Id);
    }

    private string KeptWords() => string.Join('\n', State.Kept.Select(k => k.Body));

    private void Refuse(OperationId id, TextRefusal reason, string detail) => Do(new ThreadEffect.Reply(new ThreadReplies.Refused(address, id, reason, detail)));

    /// <summary>Operations of different persons may bear the same id.</summary>
    private string KeyOf(OperationId id) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.Value + "\n" + id.Value)).AsSpan(0, 24));

    private void Happened(IThreadEvent fact)
    {
        _events.Add(fact);
        State = State.Apply(fact);
    }

    private void Do(ThreadEffect effect) => _effects.Add(effect);
}
