using System.Threading.Channels;
using Kernel.Actor;

namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>Requests and replies. The plain .NET beside it is a channel whose requests carry a task to be completed.</summary>
internal sealed class AskGroup : IKernelGroup
{
    private const int Asks = 200_000;
    private const int AtOnce = 100;

    private static readonly object Request = new();

    public string Name => "ask";

    public async Task RunAsync()
    {
        using var system = ActorSystem.Create("bench");
        var echo = system.ActorOf(Props.Create<Echo>());
        var requests = Channel.CreateUnbounded<TaskCompletionSource<object>>(new UnboundedChannelOptions { SingleReader = true });
        var serving = Task.Run(async () =>
        {
            await foreach (var reply in requests.Reader.ReadAllAsync()) reply.SetResult(Request);
        });

        var plain = await Rounds.MeasureAsync(() => SequenceAsync(() => PlainAskAsync(requests.Writer)));
        (await Rounds.MeasureAsync(() => SequenceAsync(() => echo.Ask<object>(Request)))).PrintRate("ask, in sequence", Asks, plain);
        var plainAtOnce = await Rounds.MeasureAsync(() => AtOnceAsync(() => PlainAskAsync(requests.Writer)));
        (await Rounds.MeasureAsync(() => AtOnceAsync(() => echo.Ask<object>(Request)))).PrintRate($"ask, {AtOnce} at once", Asks, plainAtOnce);
        var timeout = TimeSpan.FromSeconds(30);
        (await Rounds.MeasureAsync(() => AtOnceAsync(() => echo.Ask<object>(Request, timeout)))).PrintRate($"ask with a timeout, {AtOnce} at once", Asks);

        requests.Writer.Complete();
        await serving;
        await system.Terminate();
    }

    private static Task<object> PlainAskAsync(ChannelWriter<TaskCompletionSource<object>> requests)
    {
        var reply = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        requests.TryWrite(reply);
        return reply.Task;
    }

    private static async Task SequenceAsync(Func<Task<object>> ask)
    {
        for (var i = 0; i < Asks; i++) await ask();
    }

    private static async Task AtOnceAsync(Func<Task<object>> ask)
    {
        var asked = new Task<object>[AtOnce];
        for (var i = 0; i < Asks; i += AtOnce)
        {
            for (var j = 0; j < AtOnce; j++) asked[j] = ask();
            foreach (var reply in asked) await reply;
        }
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message, Self);
    }
}
