using System.Diagnostics;
using Kernel.Actor;
using Kernel.Cluster.Sharding;

namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>Messages to sharded entities: the first touch of ten thousand, and the warm ones.</summary>
internal sealed class ShardingGroup : IKernelGroup
{
    private const int Entities = 10_000;
    private const int Shards = 100;
    private const int Messages = 1_000_000;

    public string Name => "sharding";

    public async Task RunAsync()
    {
        var touches = new List<double>();
        Rounds? warm = null;
        for (var i = 0; i < 5; i++)
        {
            using var system = ActorSystem.Create("bench");
            var done = new Done();
            var props = Props.Create(() => new Entity(done));
            var region = ClusterSharding.Get(system).Start("entity", _ => props, ClusterShardingSettings.Create(system), new Extractor());
            ShardingEnvelope[] envelopes = [.. Enumerable.Range(0, Entities).Select(id => new ShardingEnvelope($"entity-{id}", done))];
            var started = Stopwatch.GetTimestamp();
            await done.AfterAsync(Entities, () => Array.ForEach(envelopes, envelope => region.Tell(envelope, ActorRefs.NoSender)));
            touches.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            if (i == 4)
            {
                warm = await Rounds.MeasureAsync(() => done.AfterAsync(Messages, () =>
                {
                    for (var message = 0; message < Messages; message++) region.Tell(envelopes[message % Entities], ActorRefs.NoSender);
                }));
            }

            await system.Terminate();
        }

        touches.Sort();
        Figures.Print("first touch of 10,000 entities", touches[touches.Count / 2], "s");
        warm!.PrintRate("messages to 10,000 warm entities", Messages);
    }

    private sealed class Extractor() : HashCodeMessageExtractor(Shards)
    {
        // An envelope is unwrapped before any extractor is asked.
        public override string EntityId(object message) => string.Empty;
    }

    private sealed class Done
    {
        private long _left;
        private TaskCompletionSource _done = new();

        public async Task AfterAsync(long count, Action action)
        {
            _left = count;
            _done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            action();
            await _done.Task;
        }

        public void Count()
        {
            if (Interlocked.Decrement(ref _left) == 0) _done.SetResult();
        }
    }

    private sealed class Entity(Done done) : UntypedActor
    {
        protected override void OnReceive(object message) => done.Count();
    }
}
