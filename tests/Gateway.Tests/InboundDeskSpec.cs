using System.Collections.Concurrent;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine;
using CallActors.Engine.Runtime;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Http;
using CallActors.Gateway.Options;
using CallActors.Gateway.People;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallActors.Gateway.Tests;

/// <summary>Who is let in, and who is called when work is done.</summary>
public sealed class InboundDeskSpec : IAsyncLifetime
{
    private const string Ada = "+15550100001";
    private const string Grace = "+15550100002";

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-tests-").FullName;
    private readonly ActorSystem _system = EngineSystem.Create("desk", ConfigurationFactory.ParseString("kernel.loglevel = WARNING"));
    private readonly BlockingCollection<object> _told = [];
    private readonly ShutdownGate _gate = new();
    private readonly List<Person> _people = [new Person("Ada", Ada, Pin: PinHash.Make("271828", PinHash.FewestIterations).Text), new Person("Grace", Grace)];
    private readonly EngineHandle _engine;

    public InboundDeskSpec()
    {
        var told = _told;
        var ear = _system.ActorOf(Props.Create(() => new Ear(told)));
        _engine = new EngineHandle(ear, ear, ear) { Switchboards = ear };
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _system.Terminate();
        _system.Dispose();
        _gate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Pins Pins => new(_people, "softphone", Path.Combine(_folder, "pins"));

    [Theory]
    [InlineData(Ada)]
    [InlineData(" +1 (555) 010-0001 ")]
    [InlineData("+1.555.010/0001")]
    public async Task A_person_of_the_list_with_a_pin_is_let_in(string from)
    {
        Assert.Equal(new InboundDecision.Admit(PersonId.Of("ada")), await DecideAsync(from));
        Assert.Empty(_told);
    }

    [Theory]
    [InlineData(Grace)]
    [InlineData("+15550100003")]
    [InlineData("15550100001")]
    [InlineData("0015550100001")]
    [InlineData("+155501000010")]
    [InlineData("anonymous")]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("softphone")]
    [InlineData("?")]
    [InlineData("+1555010000１")]
    [InlineData("sip:+15550100001@example.com")]
    public async Task Everybody_else_is_a_stranger_and_turned_away(string from)
    {
        Assert.Equal(new InboundDecision.Reject(), await DecideAsync(from));
        var deed = Told<SwitchboardCommands.NoteDeed>();
        Assert.Equal((PersonId.Unknown, CallDeed.TurnedAway), (deed.Person, deed.Deed));
        // Two digits of the number, at most.
        Assert.StartsWith("twilio", deed.Detail, StringComparison.Ordinal);
        Assert.InRange(deed.Detail.Count(char.IsAsciiDigit), 0, 2);
        Assert.Equal(new InboundDecision.Reject(), await DecideAsync(new string('+', 10_000)));
    }

    [Fact]
    public async Task Strangers_get_what_the_configuration_says()
    {
        Assert.Equal(new InboundDecision.Busy(), await DecideAsync("+15550100003", StrangerPolicy.Busy));
        Assert.Equal(new InboundDecision.Say("Nobody.", "en-GB"), await DecideAsync("+15550100003", StrangerPolicy.Message));
        Told<SwitchboardCommands.NoteDeed>();
        Told<SwitchboardCommands.NoteDeed>();
        Assert.Equal(new InboundDecision.Admit(PersonId.Unknown), await DecideAsync("+15550100003", StrangerPolicy.Ask));
        // A listed person without a PIN is one of them.
        Assert.Equal(new InboundDecision.Admit(PersonId.Unknown), await DecideAsync(Grace, StrangerPolicy.Ask));
        Assert.Empty(_told);
    }

    [Theory]
    [InlineData(CallerAttestation.None, CallerAttestation.None, true)]
    [InlineData(CallerAttestation.B, CallerAttestation.None, false)]
    [InlineData(CallerAttestation.B, CallerAttestation.C, false)]
    [InlineData(CallerAttestation.B, CallerAttestation.B, true)]
    [InlineData(CallerAttestation.B, CallerAttestation.A, true)]
    [InlineData(CallerAttestation.A, CallerAttestation.B, false)]
    [InlineData(CallerAttestation.A, CallerAttestation.A, true)]
    public async Task A_known_number_that_is_signed_less_than_wanted_is_a_strangers(CallerAttestation wanted, CallerAttestation told, bool isKnown)
    {
        var desk = new InboundDesk(Pins, new InboundOptions { Attestation = wanted }, "en-GB", () => _engine);
        Assert.Equal(isKnown, await desk.DecideAsync("twilio", Ada, "+1", told, default) is InboundDecision.Admit);
    }

    [Fact]
    public async Task A_new_pin_counts_without_a_restart()
    {
        var desk = new InboundDesk(Pins, new InboundOptions(), "en-GB", () => _engine);
        Assert.IsType<InboundDecision.Reject>(await desk.DecideAsync("twilio", Grace, "+1", CallerAttestation.None, default));
        Pins.Keep(PersonId.Of("grace"), PinHash.Make("271828", PinHash.FewestIterations));
        Assert.Equal(new InboundDecision.Admit(PersonId.Of("grace")), await desk.DecideAsync("twilio", Grace, "+1", CallerAttestation.None, default));
    }

    [Fact]
    public async Task The_softphone_is_its_persons_when_they_have_a_pin()
    {
        var desk = new InboundDesk(Pins, new InboundOptions { Attestation = CallerAttestation.A, Strangers = StrangerPolicy.Ask }, "en-GB", () => _engine);
        Assert.IsType<InboundDecision.Reject>(await desk.DecideAsync("softphone", "softphone", "1", CallerAttestation.None, default));
        Pins.Keep(PersonId.Of("you"), PinHash.Make("271828", PinHash.FewestIterations));
        Assert.Equal(new InboundDecision.Admit(PersonId.Of("you")), await desk.DecideAsync("softphone", "softphone", "1", CallerAttestation.None, default));
        Assert.Empty(_told);
    }

    [Fact]
    public void A_person_whose_work_is_done_is_called_at_their_number_as_often_as_they_may_be()
    {
        var (placed, desk) = Desk();
        Assert.True(desk.CanCall(PersonId.Of("ada")));
        Assert.Equal(CallOutAnswer.Placed, desk.Ring(Order("ada")));
        Assert.Equal(CallOutAnswer.NotNow, desk.Ring(Order("ada")));
        Assert.Equal((Ada, "Ada"), Assert.Single(placed) is var p ? (p.Callee.Address, p.Callee.Name) : default);
    }

    [Fact]
    public void Nobody_is_called_who_may_not_be_nor_while_the_gateway_stops()
    {
        _people.Add(new Person("Emergency", "+1911"));
        var (placed, desk) = Desk();
        foreach (var name in new[] { "emergency", "carol", "?" })
        {
            Assert.False(desk.CanCall(PersonId.Of(name)));
            Assert.Equal(CallOutAnswer.Never, desk.Ring(Order(name)));
        }

        _gate.Close();
        Assert.Equal(CallOutAnswer.NotNow, desk.Ring(Order("ada")));
        Assert.Empty(placed);
    }

    [Theory]
    [InlineData("", "You asked to be called at this time.")]
    [InlineData("de-DE", "Sie wollten um diese Zeit angerufen werden.")]
    public void Who_picks_up_a_scheduled_call_or_the_machine_hears_that_it_was_wanted_and_nothing_of_what_it_is_about(string language, string first)
    {
        var order = new CallOut(PersonId.Of("ada"), CallId.New(), new CallOutReason.Scheduled("The release."));
        var place = CallOutDesk.PlaceOf(order, new CalleeChoice.Allowed(new Callee("+15550100001", "Ada"), new Person("Ada", "+15550100001") { Language = language }), "en-GB");
        Assert.Equal((first, order.CallId, PersonId.Of("ada"), CallAttendant.Switchboard), (place.Message, place.CallId, place.Person, place.Attendant));
        Assert.Equal("", CallOutDesk.PlaceOf(Order("ada"), new CalleeChoice.Allowed(new Callee("+15550100001", "Ada"), null), "en-GB").Message);
    }

    private (List<CalleeChoice.Allowed> Placed, CallOutDesk Desk) Desk()
    {
        var placed = new List<CalleeChoice.Allowed>();
        var limits = new RateLimits(new RateLimitOptions { PersonBurst = 1, PersonEvery = TimeSpan.FromMinutes(2) }, new ManualTime());
        return (placed, new CallOutDesk(Pins, new Callees(_people, "softphone"), limits, _gate, (_, allowed) => placed.Add(allowed), NullLogger<CallOutDesk>.Instance));
    }

    private static CallOut Order(string person) => new(PersonId.Of(person), CallId.New(), new CallOutReason.WorkEnded(WorkspaceId.Of("tmux", "1"), "kunduz", WorkEnd.Finished));

    private ValueTask<InboundDecision> DecideAsync(string from, StrangerPolicy strangers = StrangerPolicy.Silent) =>
        new InboundDesk(Pins, new InboundOptions { Strangers = strangers, Message = "Nobody." }, "en-GB", () => _engine).DecideAsync("twilio", from, "+15550100009", CallerAttestation.None, default);

    private T Told<T>() => _told.TryTake(out var message, TestGateway.Patience) ? Assert.IsType<T>(message) : throw new TimeoutException("Nothing was told.");

    private sealed class Ear : ReceiveActor
    {
        public Ear(BlockingCollection<object> told) => ReceiveAny(message => told.Add(message));
    }
}
