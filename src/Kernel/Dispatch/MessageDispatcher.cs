using Kernel.Actor;

namespace Kernel.Dispatch;

/// <summary>Decides on which thread, and for how many messages at a time, an actor runs.</summary>
public abstract class MessageDispatcher
{
    private protected MessageDispatcher(ActorSystemImpl system, string id, int throughput)
    {
        System = system;
        Id = id;
        Throughput = throughput;
    }

    internal ActorSystemImpl System { get; }

    /// <summary>How long an actor may keep its thread before that is reported; zero: for ever.</summary>
    internal TimeSpan StarvationThreshold { get; init; }

    /// <summary>The config path it was made from.</summary>
    public string Id { get; }

    /// <summary>Messages that one actor may process before others get their turn.</summary>
    public int Throughput { get; }

    /// <summary>Runs an action where the dispatcher runs its actors.</summary>
    public abstract void Schedule(Action run);

    internal abstract void Dispatch(Mailbox mailbox);
}

/// <summary>Actors on the .NET thread pool, first come, first served.</summary>
public sealed class Dispatcher : MessageDispatcher
{
    internal Dispatcher(ActorSystemImpl system, string id, int throughput)
        : base(system, id, throughput)
    {
    }

    public override void Schedule(Action run) => ThreadPool.UnsafeQueueUserWorkItem(static action => action(), run, preferLocal: false);

    // The global queue is first in, first out: an actor that used up its quantum goes behind all that wait.
    internal override void Dispatch(Mailbox mailbox)
    {
        if (!WokenMailboxes.TryAdd(mailbox))
            ThreadPool.UnsafeQueueUserWorkItem(mailbox, preferLocal: false);
    }
}

/// <summary>Actors on the thread that sends to them: for tests that want a Tell to have happened when it returns.</summary>
public sealed class CallingThreadDispatcher : MessageDispatcher
{
    internal CallingThreadDispatcher(ActorSystemImpl system, string id)
        : base(system, id, int.MaxValue)
    {
    }

    public override void Schedule(Action run) => run();

    internal override void Dispatch(Mailbox mailbox) => mailbox.Run();
}
