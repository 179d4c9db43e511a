using CallActors.Contracts.Carriers;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Workspaces;

/// <summary>
/// Lends this machine's terminals to callers from the moment on at which somebody may call in at all: whoever has given out no PIN has no
/// client of ours attached to their terminals. A PIN that is set later counts when its person calls.
/// </summary>
public sealed class TerminalLending(LocalTerminals terminals, LocalFeed feed, Pins pins, Func<EngineHandle> engine) : IHostedService
{
    private int _lent;

    /// <summary>Lends them, if they are not lent yet.</summary>
    public void Lend()
    {
        if (Interlocked.Exchange(ref _lent, 1) != 0) return;
        feed.Open();
        foreach (var host in terminals.Hosts) engine().Directory.Tell(new WorkspaceDirectory.Lend(new LentHost(host, terminals.Owner)), ActorRefs.NoSender);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (pins.Names.Any(person => pins.Of(person) is not null)) Lend();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>A policy that has the terminals lent when it lets somebody in.</summary>
public sealed class LendingPolicy(IInboundPolicy policy, TerminalLending lending) : IInboundPolicy
{
    /// <inheritdoc/>
    public async ValueTask<InboundDecision> DecideAsync(string carrier, string from, string dialled, CallerAttestation attestation, CancellationToken cancellationToken)
    {
        var decision = await policy.DecideAsync(carrier, from, dialled, attestation, cancellationToken).ConfigureAwait(false);
        if (decision is InboundDecision.Admit { Person: var person } && person != PersonId.Unknown) lending.Lend();
        return decision;
    }
}
