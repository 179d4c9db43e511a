using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Kernel.Actor;

namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>An actor made, reached by a first message, and ended; one at a time.</summary>
public class SpawnMicro
{
    private readonly SemaphoreSlim _ended = new(0);
    private ActorSystem _system = null!;
    private Props _props = null!;

    [GlobalSetup]
    public void Start()
    {
        _system = ActorSystem.Create("bench");
        _props = Props.Create(() => new Passing(_ended));
    }

    [GlobalCleanup]
    public void Stop() => _system.Terminate().Wait();

    [Benchmark(Baseline = true)]
    public void PlainChannel()
    {
        var channel = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
        _ = ReadAsync(channel.Reader);
        channel.Writer.TryWrite(this);
        channel.Writer.Complete();
        _ended.Wait();
    }

    [Benchmark]
    public void Actor()
    {
        _system.ActorOf(_props).Tell(this, ActorRefs.NoSender);
        _ended.Wait();
    }

    private async Task ReadAsync(ChannelReader<object> reader)
    {
        await foreach (var _ in reader.ReadAllAsync())
        {
        }

        _ended.Release();
    }

    private sealed class Passing(SemaphoreSlim ended) : UntypedActor
    {
        protected override void OnReceive(object message) => Context.Stop(Self);

        protected override void PostStop() => ended.Release();
    }
}
