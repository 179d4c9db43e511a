using CallActors.Contracts.Switchboard;
using CallActors.Engine;

namespace CallActors.Gateway.Calls;

/// <summary>What calls did, as the REST edge sees it.</summary>
public interface ICallAudit
{
    /// <summary>A person's newest entries, newest first.</summary>
    /// <exception cref="TimeoutException">The switchboard did not answer.</exception>
    Task<IReadOnlyList<AuditEntry>> ReadAsync(PersonId person, int limit, CancellationToken cancellationToken);
}

/// <summary>The audit of the engine's switchboards.</summary>
public sealed class ActorCallAudit(EngineHandle engine, TimeProvider time) : ICallAudit
{
    private static readonly TimeSpan QuestionWithin = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(PersonId person, int limit, CancellationToken cancellationToken)
    {
        var audit = await engine.Switchboards.AskWithinAsync<SwitchboardReplies.Audit>(new SwitchboardCommands.GetAudit(person, limit), QuestionWithin, time, cancellationToken).ConfigureAwait(false);
        return audit?.Entries ?? throw new TimeoutException("The switchboard did not answer.");
    }
}
