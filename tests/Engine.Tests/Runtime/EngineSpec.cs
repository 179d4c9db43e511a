using CallActors.Engine.Runtime;
using CallActors.Engine.Tests.Runtime;

namespace CallActors.Engine.Tests;

/// <summary>Base of the actors' specs: an actor system in virtual time, with the engine's serializer and a journal in memory.</summary>
public abstract class EngineSpec : TestKit
{
    protected EngineSpec() : this(oneThread: false)
    {
    }

    /// <param name="oneThread">Every actor works on the thread that sends to it: what a message brings about has happened when it was
    /// sent.</param>
    protected EngineSpec(bool oneThread)
        : base(EngineSystem.Create("spec", (oneThread ? SpecRuntime.OneThread : SpecRuntime.Settings).WithFallback(DefaultConfig)))
    {
    }

    /// <summary>Actors with this dispatcher have handled a message when Tell returns.</summary>
    protected static string SameThread => CallingThreadDispatcher.Id;

    /// <summary>The clock of the actor system: timers run only when it is moved.</summary>
    protected TestScheduler Time => (TestScheduler)Sys.Scheduler;

    /// <summary>Stops a persistent actor, and waits until it has. What its stores answer afterwards is not missed.</summary>
    protected void End(IActorRef actor)
    {
        EventFilter.DeadLetter<SaveSnapshotSuccess>().And.DeadLetter<DeleteMessagesSuccess>().And.DeadLetter<DeleteSnapshotsSuccess>().Mute();
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Shutdown(TimeSpan.FromSeconds(10), verifySystemShutdown: true);
    }
}
