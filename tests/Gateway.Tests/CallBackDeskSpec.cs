using CallActors.Contracts.Calls;
using CallActors.Contracts.Texts;
using CallActors.Engine;
using CallActors.Engine.Runtime;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Http;
using CallActors.Gateway.Options;
using CallActors.Gateway.People;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallActors.Gateway.Tests;

/// <summary>Who is rung for asking so by text.</summary>
public sealed class CallBackDeskSpec : IAsyncLifetime
{
    private static readonly TextAddress Ada = TextAddress.Parse("+15550100001");

    private readonly ActorSystem _system = EngineSystem.Create("desk", ConfigurationFactory.ParseString("kernel.loglevel = WARNING"));
    private readonly TaskCompletionSource<object> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualTime _time = new();
    private readonly ShutdownGate _gate = new();
    private readonly CallBacks _placed = new();
    private readonly FakeCalls _events = new();
    private readonly CallBackDesk _desk;

    public CallBackDeskSpec()
    {
        var told = _told;
        var calls = _system.ActorOf(Props.Create(() => new Ear(told)));
        _desk = new CallBackDesk(
            new Callees([new Person("Ada", Ada.Value, "Sarah", "de-DE", ["kunduz"]), new Person("Emergency", "+1911")], usual: "softphone"),
            new RateLimits(new RateLimitOptions { PersonBurst = 2, PersonEvery = TimeSpan.FromMinutes(2) }, _time),
            _gate,
            _placed,
            () => new EngineHandle(calls, calls, calls),
            () => _events,
            NullLogger<CallBackDesk>.Instance);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _system.Terminate();
        _system.Dispose();
        _gate.Dispose();
    }

    [Theory]
    [InlineData("+15550100001", true)]
    [InlineData("whatsapp:+15550100001", true)]
    [InlineData("+15550100002", false)]
    // Numbers that are never called, whoever lists them.
    [InlineData("+19005550100", false)]
    [InlineData("+44999999", false)]
    public void Only_who_is_on_the_list_is_rung(string person, bool isRung) => Assert.Equal(isRung, _desk.Admits(TextAddress.Parse(person)));

    [Fact]
    public void Nobody_is_rung_more_often_than_an_agent_may_ring_them()
    {
        Assert.True(_desk.Admits(Ada));
        Assert.True(_desk.Admits(Ada));
        Assert.False(_desk.Admits(Ada));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.True(_desk.Admits(Ada));
        Assert.False(_desk.Admits(Ada));
    }

    [Fact]
    public void A_gateway_that_stops_rings_nobody()
    {
        _gate.Close();
        Assert.False(_desk.Admits(Ada));
    }

    [Theory]
    [InlineData(true, CallAttendant.StandsIn)]
    [InlineData(false, CallAttendant.TakesNote)]
    public async Task The_person_is_rung_by_phone_in_their_language_also_when_they_wrote_over_WhatsApp(bool agentWaits, CallAttendant attendant)
    {
        var id = _events.AddCall(CallPhase.Placing);
        _desk.Ring(TextAddress.Parse("whatsapp:" + Ada.Value), id, agentWaits);
        var order = Assert.IsType<CallCommands.PlaceCall>(await _told.Task.WaitAsync(TestGateway.Patience));
        Assert.Equal(
            (id, new Callee(Ada.Value, "Ada"), attendant, "Sarah", "de-DE", "kunduz"),
            (order.CallId, order.To, order.Attendant, order.Voice, order.Language, order.Hints!.Single()));
    }

    private sealed class Ear : ReceiveActor
    {
        public Ear(TaskCompletionSource<object> told) => ReceiveAny(m => told.TrySetResult(m));
    }
}
