namespace CallActors.Compliance.Tests.Support;

/// <summary>Base of the specs: one actor system a test, in virtual time. Settings are written without the runtime's root word.</summary>
public abstract class ActorSpec(string settings = "") : TestKit(Under(settings))
{
    /// <summary>The clock of the actor system: timers run only when it is moved.</summary>
    protected TestScheduler Time => (TestScheduler)Sys.Scheduler;

    protected override void AfterAll()
    {
        base.AfterAll();
        Shutdown(TimeSpan.FromSeconds(10), verifySystemShutdown: true);
    }

    private static string Under(string settings) => $$"""
        {{Runtime.Root}} {
          scheduler.implementation = "{{Runtime.TestScheduler}}"
          stdout-loglevel = OFF
          {{settings}}
        }
        """;
}
