namespace CallActors.Compliance.Tests.Model;

/// <summary>Random trees of actors with random failures keep the <see cref="LifecycleLaws"/>.</summary>
public sealed class SupervisionTreeSpec() : ActorSpec("loglevel = OFF, log-dead-letters = off, test.fail-on-dead-letters = off")
{
    private const int Watchers = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Whatever_fails_the_laws_of_life_are_kept() =>
        Law.Holds(SupervisionScenario.Any, scenario => scenario.Smaller(), Run, runs: 150);

    private static void Await(Func<bool> condition, Func<string> what) => Assert.True(SpinWait.SpinUntil(condition, Patience), what());

    private void Run(SupervisionScenario scenario)
    {
        var log = new SupervisionLog();
        var watchers = Enumerable.Range(0, Watchers).Select(number => Sys.ActorOf(Props.Create(() => new Watcher(log, number)))).ToArray();
        var clerk = Sys.ActorOf(Props.Create(() => new DeadLetterClerk(log)));
        Assert.Equal("flushed", clerk.Ask("flush", Patience).Result);

        var world = new World(log, watchers);
        var (plan, top) = (scenario.Root, scenario.Top);
        var root = ChildActorOf(Props.Create(() => new SupervisedNode(world, plan, null, top)), null, world.Strategy(top, TestActor));
        Await(() => log.Latest(plan.Id) is not null, () => "The root was not made.");

        var (said, poisoned) = Play(scenario, log);
        Await(() => log.Accounted >= said.Count, () => $"Of {said.Count} messages only {log.Accounted} were handled or are dead.\n  {string.Join("\n  ", log.Entries)}");

        Sys.Stop(root);
        Await(() => log.TerminatedTold >= Watchers * log.IncarnationCount, () => $"Not every end was told.\n  {string.Join("\n  ", log.Entries)}");
        Assert.Equal("flushed", clerk.Ask("flush", Patience).Result);
        new LifecycleLaws(log, Watchers).Check(said, poisoned);
        foreach (var helper in watchers.Append(clerk))
            Sys.Stop(helper);
    }

    private (List<(IActorRef To, Say Say)> Said, List<(IActorRef To, int Number)> Poisoned) Play(SupervisionScenario scenario, SupervisionLog log)
    {
        var nodes = scenario.Root.All.Select(node => node.Id).ToArray();
        var said = new List<(IActorRef, Say)>();
        var poisoned = new List<(IActorRef, int)>();
        for (var number = 1; number <= scenario.Steps.Length; number++)
        {
            var step = scenario.Steps[number - 1];
            if (log.Latest(nodes[step.Target % nodes.Length]) is not { } target)
                continue;
            switch (step.Kind)
            {
                case StepKind.Say:
                    var say = new Say(number, step.Sender, step.Act);
                    said.Add((target, say));
                    target.Tell(say, ActorRefs.NoSender);
                    break;
                case StepKind.Kill:
                    target.Tell(Kill.Instance, ActorRefs.NoSender);
                    break;
                case StepKind.Poison:
                    poisoned.Add((target, number));
                    target.Tell(PoisonPill.Instance, ActorRefs.NoSender);
                    break;
                case StepKind.Stop:
                    Sys.Stop(target);
                    break;
                case StepKind.Wait:
                    Time.Advance(TimeSpan.FromSeconds(3));
                    break;
            }
        }

        return (said, poisoned);
    }
}
