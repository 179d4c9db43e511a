using CallActors.Conversation.Tests.Lab;
using CallActors.Engine.Runtime;

namespace CallActors.Conversation.Tests;

/// <summary>Base of the lab's specs: an actor system in virtual time on which every message has been handled when it has been sent, so that a
/// conversation is one sequence of steps and the same each time.</summary>
public abstract class LabSpec : TestKit
{
    protected LabSpec() : base(EngineSystem.Create("lab", LabRuntime.Settings.WithFallback(DefaultConfig)))
    {
    }

    internal Lab.Conversation Start(AgentScript script, LabRules? rules = null, int seed = 1)
    {
        // What awaits goes on at once, on the thread that completes what it waits for, but only where there is no context of the test's.
        SynchronizationContext.SetSynchronizationContext(null);
        return new Lab.Conversation(Sys, rules ?? new LabRules(), script, seed);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        Shutdown(TimeSpan.FromSeconds(10));
    }
}
