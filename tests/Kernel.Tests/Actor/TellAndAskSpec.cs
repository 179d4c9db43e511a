using Kernel.Actor;

namespace Kernel.Tests.Actor;

public sealed class TellAndAskSpec : IAsyncLifetime
{
    private readonly ActorSystem _system = ActorSystem.Create("tell-and-ask");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate().WaitAsync(TimeSpan.FromSeconds(10));

    [Fact]
    public async Task An_actor_answers_an_ask()
    {
        var echo = _system.ActorOf(Props.Create(() => new Echo()), "echo");
        Assert.Equal("hello", await echo.Ask<string>("hello", TimeSpan.FromSeconds(3)));
        Assert.Equal("kernel://tell-and-ask/user/echo", echo.Path.ToString());
    }

    [Fact]
    public async Task A_failing_actor_is_restarted_and_goes_on()
    {
        var counter = _system.ActorOf<Counter>();
        counter.Tell("up");
        counter.Tell("up");
        Assert.Equal(2, await counter.Ask<int>("read", TimeSpan.FromSeconds(3)));
        counter.Tell("fail");
        counter.Tell("up");
        Assert.Equal(1, await counter.Ask<int>("read", TimeSpan.FromSeconds(3)));
    }

    [Fact]
    public async Task Messages_of_one_sender_arrive_in_order_and_none_is_lost()
    {
        const int Count = 200_000;
        var sum = _system.ActorOf<Collect>();
        for (var i = 0; i < Count; i++)
            sum.Tell(i);
        Assert.Equal(Count, await sum.Ask<int>("count", TimeSpan.FromSeconds(20)));
    }

    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class Counter : ReceiveActor
    {
        private int _count;

        public Counter()
        {
            Receive<string>(text => text == "up", _ => _count++);
            Receive<string>(text => text == "read", _ => Sender.Tell(_count));
            Receive<string>(_ => throw new InvalidOperationException("told to fail"));
        }
    }

    private sealed class Collect : ReceiveActor
    {
        private int _next;

        public Collect()
        {
            Receive<int>(value =>
            {
                if (value != _next)
                    throw new InvalidOperationException($"got {value} instead of {_next}");
                _next++;
            });
            Receive<string>(_ => Sender.Tell(_next));
        }
    }
}
