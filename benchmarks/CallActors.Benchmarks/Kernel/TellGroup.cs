using System.Threading.Channels;
using Kernel.Actor;

namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>Messages to one actor, and messages back and forth between two. The plain .NET beside it is a channel with a reading task.</summary>
internal sealed class TellGroup : IKernelGroup
{
    private const int Messages = 4_000_000;
    private const int Exchanges = 1_000_000;

    private static readonly object Message = new();

    public string Name => "tell";

    public async Task RunAsync()
    {
        using var system = ActorSystem.Create("bench");
        foreach (var producers in new[] { 1, 2 })
        {
            var counter = system.ActorOf(Props.Create<Counter>());
            var plain = await Rounds.MeasureAsync(() => ChannelAsync(producers));
            var rounds = await Rounds.MeasureAsync(() => FloodAsync(counter, producers));
            rounds.PrintRate($"tell to one actor, {producers} producing", Messages, plain);
        }

        foreach (var inFlight in new[] { 1, 100 })
        {
            var plain = await Rounds.MeasureAsync(() => ChannelPingPongAsync(inFlight));
            var rounds = await Rounds.MeasureAsync(() => PingPongAsync(system, inFlight));
            rounds.PrintRate($"ping-pong, {inFlight} in flight", Exchanges, plain);
        }

        await system.Terminate();
    }

    private static async Task FloodAsync(IActorRef counter, int producers)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        counter.Tell(new Counter.Expect(Messages, done));
        await Producers.RunAsync(producers, Messages, () => counter.Tell(Message, ActorRefs.NoSender));
        await done.Task;
    }

    private static async Task ChannelAsync(int producers)
    {
        var channel = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
        var reading = Task.Run(async () =>
        {
            for (var left = Messages; left > 0;)
            {
                await channel.Reader.WaitToReadAsync();
                while (channel.Reader.TryRead(out _)) left--;
            }
        });
        await Producers.RunAsync(producers, Messages, () => channel.Writer.TryWrite(Message));
        await reading;
    }

    private static async Task PingPongAsync(ActorSystem system, int inFlight)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = system.ActorOf(Props.Create(() => new Player(Exchanges / 2, inFlight, done)));
        var right = system.ActorOf(Props.Create(() => new Player(Exchanges / 2, inFlight, done)));
        for (var i = 0; i < inFlight; i++) left.Tell(Message, right);
        await done.Task;
        system.Stop(left);
        system.Stop(right);
    }

    private static async Task ChannelPingPongAsync(int inFlight)
    {
        var channels = new[] { Channel.CreateUnbounded<object>(), Channel.CreateUnbounded<object>() };
        for (var i = 0; i < inFlight; i++) channels[0].Writer.TryWrite(Message);
        await Task.WhenAll(PlayAsync(channels[0], channels[1]), PlayAsync(channels[1], channels[0]));

        static Task PlayAsync(Channel<object> mine, Channel<object> other) => Task.Run(async () =>
        {
            for (var i = 0; i < Exchanges / 2; i++) other.Writer.TryWrite(await mine.Reader.ReadAsync());
        });
    }

    /// <summary>Sends every message back until it has had its share.</summary>
    private sealed class Player(int share, int inFlight, TaskCompletionSource done) : UntypedActor
    {
        private int _left = share;

        protected override void OnReceive(object message)
        {
            if (--_left >= 0) Sender.Tell(message, Self);
            if (_left == 1 - inFlight || _left == 0) done.TrySetResult();
        }
    }
}
