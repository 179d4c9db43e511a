using CallActors.Contracts.Calls;
using CallActors.Contracts.Texts;
using CallActors.Engine;
using CallActors.Engine.Runtime;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Tests.Fakes;

namespace CallActors.Gateway.Tests;

/// <summary>Texts through the whole engine: desk, region, thread, journal.</summary>
public sealed class ActorTextDeskSpec : IAsyncLifetime
{
    private static readonly TextAddress Ada = TextAddress.Parse("whatsapp:+15550100001");

    private readonly ActorSystem _system = EngineSystem.Create("texts", ConfigurationFactory.ParseString("kernel.loglevel = WARNING"));
    private readonly Texts _carrier = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _system.Terminate();
        _system.Dispose();
    }

    [Fact]
    public async Task A_reply_and_a_failed_delivery_find_who_waits_for_them()
    {
        var engine = CallEngine.Start(_system, QuietEngine.Services() with { Texts = [_carrier] });
        var desk = new ActorTextDesk(engine);
        var first = Ask(engine, "op-1");
        await _carrier.Taken.WaitAsync(TestGateway.Patience);
        desk.Received(new TextReceived("quiet", "n-1", Ada.Value, "whatsapp:+15550100009", "yes, call me"));
        Assert.Equal(new ThreadReplies.Replied(Ada, new OperationId("op-1"), "yes, call me", CallWish.Now), await first.WaitAsync(TestGateway.Patience));

        var second = Ask(engine, "op-2");
        desk.Reported("quiet", "m-2", TextDelivery.Failed, "The number does not take texts.");
        var refused = Assert.IsType<ThreadReplies.Refused>(await second.WaitAsync(TestGateway.Patience));
        Assert.Equal((TextRefusal.NotDelivered, "The number does not take texts."), (refused.Reason, refused.Detail));
    }

    private static Task<IThreadReply> Ask(EngineHandle engine, string operation) =>
        engine.Texts.Ask<IThreadReply>(new ThreadCommands.SendText(Ada, new OperationId(operation), "Ready?"), CancellationToken.None);

    private sealed class Texts : ITextCarrier
    {
        private readonly TaskCompletionSource _taken = new();
        private int _sent;

        public string Name => "quiet";

        public Task Taken => _taken.Task;

        public Task<string> SendAsync(TextOrder order, CancellationToken cancellationToken)
        {
            _taken.TrySetResult();
            return Task.FromResult($"m-{Interlocked.Increment(ref _sent)}");
        }
    }
}
