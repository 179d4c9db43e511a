using Kernel.Actor;

namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>How many messages of flooded actors run between a message to another actor and its processing.</summary>
internal sealed class FairnessGroup : IKernelGroup
{
    private const int Probes = 2000;

    public string Name => "fairness";

    public async Task RunAsync()
    {
        using var system = ActorSystem.Create("bench");
        var done = new TaskCompletionSource<List<double>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var quiet = system.ActorOf(Props.Create(() => new Quiet(done)));

        // As many as there are processors, so that no thread is left that could take the other actor's message at once.
        var flooded = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => system.ActorOf(Props.Create(() => new Flooded(quiet)))).ToArray();
        var passed = await done.Task;
        passed.Sort();
        Figures.Print("flooded actors' messages before another's, p50", passed[Probes / 2], "messages");
        Figures.Print("flooded actors' messages before another's, p99", passed[Probes * 99 / 100], "messages");
        Figures.Print("a throughput quantum of each flooded actor", system.Dispatchers.DefaultGlobalDispatcher.Throughput * flooded.Length, "messages");
        await system.Terminate();
    }

    /// <summary>
    /// Never runs out: for each message it handles it has sent itself another, and always has a hundred waiting. Now and then it sends one to the
    /// quiet actor, from inside its turn: a sender outside could lose its processor between looking at the count and sending.
    /// </summary>
    private sealed class Flooded(IActorRef quiet) : UntypedActor
    {
        private const int Waiting = 100;
        private const int ProbeEvery = 997;

        private static int _processed;

        public static int Processed => Volatile.Read(ref _processed);

        protected override void PreStart()
        {
            for (var i = 0; i < Waiting; i++) Self.Tell(More.Instance, Self);
        }

        protected override void OnReceive(object message)
        {
            var processed = Interlocked.Increment(ref _processed);
            Self.Tell(message, Self);
            if (processed % ProbeEvery == 0) quiet.Tell(new Quiet.Probe(processed), Self);
        }

        private sealed class More
        {
            public static readonly More Instance = new();
        }
    }

    private sealed class Quiet(TaskCompletionSource<List<double>> done) : UntypedActor
    {
        private readonly List<double> _passed = [];

        protected override void OnReceive(object message)
        {
            _passed.Add(Flooded.Processed - ((Probe)message).ProcessedAtSending);
            if (_passed.Count == Probes) done.TrySetResult([.. _passed]);
        }

        public sealed record Probe(int ProcessedAtSending);
    }
}
