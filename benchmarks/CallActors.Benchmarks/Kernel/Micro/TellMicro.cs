using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Kernel.Actor;

namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>A thousand messages sent and all of them processed; one operation is one message.</summary>
public class TellMicro
{
    private const int Messages = 1000;

    private static readonly object Message = new();

    private readonly SemaphoreSlim _done = new(0);
    private ActorSystem _system = null!;
    private IActorRef _actor = null!;
    private Channel<object> _channel = null!;

    [GlobalSetup]
    public void Start()
    {
        _system = ActorSystem.Create("bench");
        _actor = _system.ActorOf(Props.Create(() => new Counting(_done)));
        _channel = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
        _ = ReadAsync();
    }

    [GlobalCleanup]
    public void Stop()
    {
        _channel.Writer.Complete();
        _system.Terminate().Wait();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Messages)]
    public void PlainChannel()
    {
        for (var i = 0; i < Messages; i++) _channel.Writer.TryWrite(Message);
        _done.Wait();
    }

    [Benchmark(OperationsPerInvoke = Messages)]
    public void Tell()
    {
        for (var i = 0; i < Messages; i++) _actor.Tell(Message, ActorRefs.NoSender);
        _done.Wait();
    }

    private async Task ReadAsync()
    {
        var read = 0;
        await foreach (var _ in _channel.Reader.ReadAllAsync())
        {
            if (++read % Messages == 0) _done.Release();
        }
    }

    private sealed class Counting(SemaphoreSlim done) : UntypedActor
    {
        private int _received;

        protected override void OnReceive(object message)
        {
            if (++_received % Messages == 0) done.Release();
        }
    }
}
