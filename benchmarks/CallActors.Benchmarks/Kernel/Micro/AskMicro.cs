using System.Threading.Channels;
using BenchmarkDotNet.Attributes;
using Kernel.Actor;

namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>A request and its reply, one after the other.</summary>
public class AskMicro
{
    private static readonly object Request = new();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private ActorSystem _system = null!;
    private IActorRef _echo = null!;
    private Channel<TaskCompletionSource<object>> _requests = null!;

    [GlobalSetup]
    public void Start()
    {
        _system = ActorSystem.Create("bench");
        _echo = _system.ActorOf(Props.Create<Echo>());
        _requests = Channel.CreateUnbounded<TaskCompletionSource<object>>(new UnboundedChannelOptions { SingleReader = true });
        _ = ServeAsync();
    }

    [GlobalCleanup]
    public void Stop()
    {
        _requests.Writer.Complete();
        _system.Terminate().Wait();
    }

    [Benchmark(Baseline = true)]
    public Task<object> PlainChannel()
    {
        var reply = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests.Writer.TryWrite(reply);
        return reply.Task;
    }

    [Benchmark]
    public Task<object> Ask() => _echo.Ask<object>(Request);

    [Benchmark]
    public Task<object> AskWithTimeout() => _echo.Ask<object>(Request, Patience);

    private async Task ServeAsync()
    {
        await foreach (var reply in _requests.Reader.ReadAllAsync()) reply.SetResult(Request);
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }
}
