namespace CallActors.Compliance.Tests.Model;

internal sealed class FailureA : Exception;

internal sealed class FailureB : Exception;

internal sealed class FailureC : Exception;

/// <summary>What the actors of one run share.</summary>
internal sealed record World(SupervisionLog Log, IActorRef[] Watchers)
{
    /// <summary>The strategy of a plan; what it resumes is written down.</summary>
    public SupervisorStrategy Strategy(StrategyPlan plan, IActorRef supervisor)
    {
        var window = plan.WindowSeconds == 0 ? -1 : plan.WindowSeconds * 1000;
        return plan.AllForOne ? new AllForOneStrategy(plan.Retries, window, Decide) : new OneForOneStrategy(plan.Retries, window, Decide);

        Directive Decide(Exception cause)
        {
            var kind = cause switch
            {
                FailureA => Kind.A,
                FailureB => Kind.B,
                ActorInitializationException => Kind.Start,
                ActorKilledException => Kind.Killed,
                _ => Kind.C,
            };
            var directive = plan.Table[(int)kind] ?? throw new FailureC();
            if (directive == Directive.Resume)
                Log.Add(new Entry(supervisor, -1, What.Resumed));
            return directive;
        }
    }
}

/// <summary>To a watcher: watch this one.</summary>
internal sealed record Attend(IActorRef Subject);

/// <summary>Watches every incarnation once, and writes down each end that it is told.</summary>
internal sealed class Watcher : ReceiveActor
{
    public Watcher(SupervisionLog log, int number)
    {
        Receive<Attend>(attend => Context.Watch(attend.Subject));
        Receive<Terminated>(end => log.Add(new Entry(end.ActorRef, -1, What.Terminated, Number: number)));
    }
}

/// <summary>Writes down dead letters.</summary>
internal sealed class DeadLetterClerk : ReceiveActor
{
    public DeadLetterClerk(SupervisionLog log)
    {
        Receive<DeadLetter>(letter =>
        {
            if (letter.Message is Say say)
                log.Add(new Entry(letter.Recipient, -1, What.Dead, say));
        });
        Receive<string>(_ => Sender.Tell("flushed"));
    }

    protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
}

/// <summary>An actor of the random tree: follows its plan and writes down everything.</summary>
internal sealed class SupervisedNode : ReceiveActor
{
    private readonly World _world;
    private readonly NodePlan _plan;
    private readonly int _instance;

    public SupervisedNode(World world, NodePlan plan, NodePlan? parent, StrategyPlan supervision)
    {
        (_world, _plan, _instance) = (world, plan, world.Log.NextInstance());
        if (world.Log.Begin(new Incarnation(Self, plan, parent, Context.Parent, supervision), _instance))
        {
            foreach (var watcher in world.Watchers)
                watcher.Tell(new Attend(Self));
        }

        if (plan.ChildrenInConstructor)
            MakeChildren();
        Receive<Say>(say => say.Act is not (Act.Await or Act.AwaitAndThrow), Handle);
        ReceiveAsync<Say>(HandleAsync);
        FailIfPlanned(Place.Constructor);
    }

    protected override SupervisorStrategy SupervisorStrategy() => _world.Strategy(_plan.Strategy, Self);

    protected override void PreStart()
    {
        Note(What.PreStart);
        if (!_plan.ChildrenInConstructor)
            MakeChildren();
        FailIfPlanned(Place.PreStart);
    }

    protected override void PostStop()
    {
        Note(What.PostStop);
        FailIfPlanned(Place.PostStop);
    }

    protected override void PreRestart(Exception reason, object? message)
    {
        Note(What.PreRestart);
        FailIfPlanned(Place.PreRestart);
        if (_plan.KeepsChildren)
            PostStop();
        else
            base.PreRestart(reason, message);
    }

    protected override void PostRestart(Exception reason)
    {
        Note(What.PostRestart);
        FailIfPlanned(Place.PostRestart);
        base.PostRestart(reason);
    }

    private void Handle(Say say)
    {
        Note(What.Received, say);
        switch (say.Act)
        {
            case Act.ThrowA:
                Throw(new FailureA());
                break;
            case Act.ThrowB:
                Throw(new FailureB());
                break;
            case Act.ThrowC:
                Throw(new FailureC());
                break;
            case Act.StopChild when Context.GetChildren().FirstOrDefault() is { } child:
                Context.Stop(child);
                break;
        }
    }

    private async Task HandleAsync(Say say)
    {
        Note(What.Received, say);

        // Away from this thread: the next message would be handled now if the mailbox were not held.
        await Task.Run(static () => { });
        Note(What.AwaitEnded, say);
        if (say.Act == Act.AwaitAndThrow)
            throw new FailureA();
    }

    private void MakeChildren()
    {
        foreach (var child in _plan.Children)
        {
            // One that an earlier instance has kept, or that is still ending, has its name.
            if (Context.Child($"node-{child.Id}").IsNobody())
                Context.ActorOf(Props.Create(() => new SupervisedNode(_world, child, _plan, _plan.Strategy)), $"node-{child.Id}");
        }
    }

    private void FailIfPlanned(Place place)
    {
        if (_world.Log.FailsNow(_plan, place))
            Throw(new FailureB());
    }

    private void Throw(Exception cause)
    {
        Note(What.Threw);
        throw cause;
    }

    private void Note(What what, Say? say = null) => _world.Log.Add(new Entry(Self, _instance, what, say));
}
