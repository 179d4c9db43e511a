using Kernel.Actor;
using Kernel.Event;

namespace Kernel.TestKit.Internals;

/// <summary>The actor behind a test or a probe: queues what it gets for the test to look at.</summary>
internal sealed class TestActor(TestMessageQueue queue) : UntypedActor
{
    private Func<object, bool>? _ignore;
    private AutoPilot? _pilot;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case SetIgnore ignore:
                _ignore = ignore.Ignore;
                return;
            case SetPilot pilot:
                _pilot = pilot.Pilot;
                return;
            case StartWatch watch:
                Context.Watch(watch.Subject);
                watch.Done.TrySetResult(watch.Subject);
                return;
            case EndWatch unwatch:
                Context.Unwatch(unwatch.Subject);
                unwatch.Done.TrySetResult(unwatch.Subject);
                return;
            case Spawn spawn:
                Create(spawn);
                return;
        }

        if (_pilot is { } current and not NoAutoPilot)
        {
            var next = current.Run(Sender, message);
            _pilot = next is KeepRunning ? current : next;
        }

        if (_ignore is null || !_ignore(message))
            queue.Enqueue(new ReceivedMessage(message, Sender));
    }

    protected override void PostStop()
    {
        // What the test has not looked at is visible to dead-letter filters. It did arrive, so it is not lost.
        using (LostMessages.Overlook())
        {
            while (queue.TryTake(out var left, TimeSpan.Zero, CancellationToken.None))
                Context.System.DeadLetters.Tell(new DeadLetter(left.Message, left.Sender, Self), left.Sender);
        }
    }

    private static void Create(Spawn spawn)
    {
        try
        {
            spawn.Done.TrySetResult(Context.ActorOf(spawn.Props, spawn.Name));
        }
        catch (Exception cause)
        {
            spawn.Done.TrySetException(cause);
        }
    }

    /// <summary>From the test: do not queue what satisfies the predicate; null queues everything.</summary>
    internal sealed record SetIgnore(Func<object, bool>? Ignore) : INoSerializationVerificationNeeded;

    /// <summary>From the test: answer with a pilot.</summary>
    internal sealed record SetPilot(AutoPilot? Pilot) : INoSerializationVerificationNeeded;

    /// <summary>From the test: watch.</summary>
    internal sealed record StartWatch(IActorRef Subject, TaskCompletionSource<IActorRef> Done);

    /// <summary>From the test: watch no longer.</summary>
    internal sealed record EndWatch(IActorRef Subject, TaskCompletionSource<IActorRef> Done);

    /// <summary>From the test: make a child.</summary>
    internal sealed record Spawn(Props Props, string? Name, TaskCompletionSource<IActorRef> Done);
}
