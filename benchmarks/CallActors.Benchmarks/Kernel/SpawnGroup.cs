using System.Threading.Channels;
using Kernel.Actor;

namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>Many actors, each with a first message; and what an idle one weighs. The plain .NET beside it is a channel and a waiting task each.</summary>
internal sealed class SpawnGroup : IKernelGroup
{
    private const int Actors = 100_000;

    private static readonly object Message = new();

    public string Name => "spawn";

    public async Task RunAsync()
    {
        var plain = await Rounds.MeasureAsync(PlainAsync, 5);
        var rounds = await Rounds.MeasureAsync(() => SpawnedAsync(weigh: null), 5);
        Figures.Print("100,000 actors with a first message", rounds.MedianSeconds, "s");
        Figures.Print("100,000 actors, processor time of one", rounds.MedianProcessorSeconds / Actors * 1e9, "ns");
        Figures.Print("100,000 actors, allocated by one", rounds.MedianAllocatedBytes / Actors, "bytes");
        Figures.Print("100,000 actors, time over plain .NET's", rounds.MedianSeconds / plain.MedianSeconds, "x");
        await SpawnedAsync(bytes => Figures.Print("an idle untyped actor", bytes, "bytes"));
        await SpawnedAsync(bytes => Figures.Print("an idle receive actor with one handler", bytes, "bytes"), receive: true);
    }

    private static async Task SpawnedAsync(Action<double>? weigh, bool receive = false)
    {
        using var system = ActorSystem.Create("bench");
        var done = new CountdownEvent(Actors);
        var props = receive ? Props.Create(() => new Receiving(done)) : Props.Create(() => new Untyped(done));
        var refs = new IActorRef[Actors];
        var before = weigh is null ? 0 : GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Actors; i++)
        {
            refs[i] = system.ActorOf(props);
            refs[i].Tell(Message, ActorRefs.NoSender);
        }

        done.Wait();
        weigh?.Invoke((double)(GC.GetTotalMemory(forceFullCollection: true) - before) / Actors);
        GC.KeepAlive(refs);
        await system.Terminate();
    }

    private static Task PlainAsync()
    {
        using var done = new CountdownEvent(Actors);
        var channels = new Channel<object>[Actors];
        for (var i = 0; i < Actors; i++)
        {
            var channel = channels[i] = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
            _ = ReadAsync(channel.Reader, done);
            channel.Writer.TryWrite(Message);
        }

        done.Wait();
        foreach (var channel in channels) channel.Writer.Complete();
        return Task.CompletedTask;

        static async Task ReadAsync(ChannelReader<object> reader, CountdownEvent done)
        {
            await foreach (var _ in reader.ReadAllAsync()) done.Signal();
        }
    }

    private sealed class Untyped(CountdownEvent done) : UntypedActor
    {
        protected override void OnReceive(object message) => done.Signal();
    }

    private sealed class Receiving : ReceiveActor
    {
        public Receiving(CountdownEvent done) => Receive<object>(_ => done.Signal());
    }
}
