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

        // As many as there are processors, so that no thread is left that could take the other actor's message at once.
        var flooded = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => system.ActorOf(Props.Create<Flooded>())).ToArray();
        var quiet = system.ActorOf(Props.Create<Quiet>());
        foreach (var one in flooded) one.Tell(Flooded.More.Instance, ActorRefs.NoSender);
        var passed = new List<double>();
        for (var i = 0; i < Probes; i++) passed.Add(await quiet.Ask<int>(new Quiet.Probe(Flooded.Processed)));
        passed.Sort();
        var quantum = system.Dispatchers.DefaultGlobalDispatcher.Throughput * flooded.Length;
        Figures.Print("flooded actors' messages before another's, p50", passed[Probes / 2], "messages");
        Figures.Print("flooded actors' messages before another's, p99", passed[Probes * 99 / 100], "messages");
        Figures.Print("their throughput quanta together", quantum, "messages");
        await system.Terminate();
    }

    /// <summary>Never runs out: for each message it handles it has sent itself another, and always has a hundred waiting.</summary>
    private sealed class Flooded : UntypedActor
    {
        private const int Waiting = 100;

        private static int _processed;

        public static int Processed => Volatile.Read(ref _processed);

        protected override void PreStart()
        {
            for (var i = 0; i < Waiting; i++) Self.Tell(More.Instance, Self);
        }

        protected override void OnReceive(object message)
        {
            Interlocked.Increment(ref _processed);
            Self.Tell(message, Self);
        }

        public sealed class More
        {
            public static readonly More Instance = new();
        }
    }

    private sealed class Quiet : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(Flooded.Processed - ((Probe)message).ProcessedAtSending, Self);

        public sealed record Probe(int ProcessedAtSending);
    }
}
