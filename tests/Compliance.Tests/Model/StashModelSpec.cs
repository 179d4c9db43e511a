namespace CallActors.Compliance.Tests.Model;

/// <summary>Stash and become do what the <see cref="StashModel"/> does, in whatever order they are used.</summary>
public sealed class StashModelSpec() : ActorSpec("loglevel = OFF")
{
    [Fact]
    public void Stash_and_become_agree_with_the_model() =>
        Law.Holds(StashScript.Any, script => script.Smaller(), Run, runs: 300);

    private void Run(StashScript script)
    {
        var (trace, tried) = (new List<string>(), new HashSet<int>());
        var unbounded = Props.Create(() => new Unbounded(trace, tried));
        var bounded = Props.Create(() => new Bounded(trace, tried)).WithStashCapacity(script.Capacity);
        var actor = Sys.ActorOf(script.Capacity < 0 ? unbounded : bounded);

        // Held until the whole script waits, so that the order of the mailbox is known.
        using var gate = new ManualResetEventSlim();
        actor.Tell(gate);
        foreach (var command in script.Commands)
            actor.Tell(command);
        gate.Set();

        // What is unstashed comes before this, so that everything is over when it is answered.
        actor.Tell("report");
        ExpectMsg("reported", TimeSpan.FromSeconds(20));
        Assert.Equal(new StashModel(script).Run(), trace);
        Sys.Stop(actor);
    }

    private abstract class Scripted : ReceiveActor, IActorStash
    {
        private readonly List<string> _trace;
        private readonly HashSet<int> _tried;

        protected Scripted(List<string> trace, HashSet<int> tried)
        {
            (_trace, _tried) = (trace, tried);
            Behave(open: true);
        }

        public IStash Stash { get; set; } = null!;

        protected override void PostRestart(Exception reason) => _trace.Add("restart");

        private void Behave(bool open)
        {
            Receive<ManualResetEventSlim>(gate => gate.Wait(TimeSpan.FromSeconds(20)));
            Receive<string>(_ =>
            {
                _trace.Add($"left {string.Join(' ', Numbers(Stash.ClearStash()))}");
                Sender.Tell("reported");
            });
            if (open)
                Receive<Command>(IsNote, command => _trace.Add($"note {command.Number}"));
            else
                Receive<Command>(IsNote, _ => Stash.Stash());
            Receive<Command>(Obey);
        }

        // What was to be stashed twice, and comes back, is a note.
        private bool IsNote(Command command) => command.Order == Order.Note || _tried.Contains(command.Number);

        private void Obey(Command command)
        {
            switch (command.Order)
            {
                case Order.BecomeOpen or Order.BecomeClosed:
                    Become(() => Behave(command.Order == Order.BecomeOpen));
                    break;
                case Order.StackOpen or Order.StackClosed:
                    BecomeStacked(() => Behave(command.Order == Order.StackOpen));
                    break;
                case Order.Unbecome:
                    UnbecomeStacked();
                    break;
                case Order.Unstash:
                    Stash.Unstash();
                    break;
                case Order.UnstashAll:
                    Stash.UnstashAll();
                    break;
                case Order.UnstashEven:
                    Stash.UnstashAll(envelope => ((Command)envelope.Message).Number % 2 == 0);
                    break;
                case Order.Clear:
                    _trace.Add($"cleared {string.Join(' ', Numbers(Stash.ClearStash()))}");
                    break;
                case Order.Prepend:
                    Stash.Prepend([new Envelope(new Command(1000 + command.Number, Order.Note), Self)]);
                    break;
                case Order.StashTwice:
                    _tried.Add(command.Number);
                    Stash.Stash();
                    Stash.Stash();
                    break;
                case Order.Fail:
                    throw new FormatException("told to fail");
            }
        }

        private static IEnumerable<int> Numbers(IEnumerable<Envelope> envelopes) =>
            envelopes.Select(envelope => ((Command)envelope.Message).Number);
    }

    private sealed class Unbounded(List<string> trace, HashSet<int> tried) : Scripted(trace, tried), IWithUnboundedStash;

    private sealed class Bounded(List<string> trace, HashSet<int> tried) : Scripted(trace, tried), IWithStash;
}
