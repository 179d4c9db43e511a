using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Engine;
using CallActors.Engine.Runtime;
using CallActors.Engine.Switchboard;
using CallActors.Gateway.Hosting;
using CallActors.Gateway.Options;
using CallActors.Gateway.Tests.Fakes;

namespace CallActors.Gateway.Tests;

/// <summary>The engine of one gateway, on a journal that others may have too.</summary>
internal sealed class PinNode : IAsyncDisposable
{
    /// <summary>How long a caller waits for an answer before the call is ended.</summary>
    public static readonly TimeSpan Deadline = ReceptionRules.Default.AnswerWithin;

    private static readonly TimeSpan AsksAgainAfter = ReceptionRules.Default.EntersAgainAfter;
    private static readonly PersonId Ada = PersonId.Of("ada");

    private readonly ActorSystem _system;
    private readonly IActorRef _switchboards;

    /// <param name="journal">A connection string of PostgreSQL's.</param>
    public PinNode(string journal, PinHash pin, Func<PinHash, string, bool> verify)
    {
        _system = EngineSystem.Create("node", ConfigurationFactory.ParseString("kernel.loglevel = OFF").WithFallback(ActorConfiguration.For(new GatewayOptions { Journal = journal })));
        var switchboard = new SwitchboardServices(_ => pin, ActorRefs.Nobody, null, SwitchboardRules.Default) { Verify = verify };
        _switchboards = CallEngine.Start(_system, QuietEngine.Services() with { Switchboard = switchboard }).Switchboards;
    }

    /// <summary>A call of Ada's comes in, and is let in within the time that a reception gives it.</summary>
    public async Task<CallId> TakeCallAsync()
    {
        var call = CallId.New();
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            try
            {
                var reply = await _switchboards.Ask<ISwitchboardReply>(new SwitchboardCommands.TakeCall(Ada, call, "twilio", "+15550100001", Inbound: true), AsksAgainAfter, deadline.Token);
                if (reply is SwitchboardReplies.Admitted admitted) return admitted.CallId;
                Assert.IsType<SwitchboardReplies.NotStored>(reply);
            }
            catch (AskTimeoutException)
            {
                // It was lost with the switchboard that another node had overtaken.
            }
        }
    }

    /// <returns>Null when it could not be written down, and was not judged.</returns>
    /// <exception cref="AskTimeoutException">Silence.</exception>
    public async Task<PinVerdict?> TryAsync(CallId call, string pin) => await _switchboards.Ask<ISwitchboardReply>(new SwitchboardCommands.TryPin(Ada, call, pin), Deadline) switch
    {
        SwitchboardReplies.PinJudged judged => judged.Verdict,
        SwitchboardReplies.NotStored => null,
        var other => throw new InvalidOperationException($"{other.GetType().Name} is no answer to a PIN."),
    };

    /// <summary>Tries, and waits for no answer.</summary>
    public void Try(CallId call, string pin) => _switchboards.Tell(new SwitchboardCommands.TryPin(Ada, call, pin), ActorRefs.NoSender);

    public void HangUp(CallId call) => _switchboards.Tell(new SwitchboardCommands.EndCall(Ada, call), ActorRefs.NoSender);

    /// <summary>What the person's book says, newest first.</summary>
    public async Task<IReadOnlyList<CallDeed>> DeedsAsync() =>
        [.. (await _switchboards.Ask<SwitchboardReplies.Audit>(new SwitchboardCommands.GetAudit(Ada, 1000), Deadline)).Entries.Select(e => e.Deed)];

    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        _system.Dispose();
    }
}
