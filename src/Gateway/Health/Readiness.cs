using CallActors.Gateway.Calls;

namespace CallActors.Gateway.Health;

/// <summary>What one check found.</summary>
/// <param name="Name">The part, for example <c>journal</c>.</param>
/// <param name="Detail">Empty when it is well; else what is wrong and how to mend it. No secrets.</param>
public sealed record ReadinessFinding(string Name, bool Ok, string Detail)
{
    public static ReadinessFinding Well(string name) => new(name, true, "");

    public static ReadinessFinding Amiss(string name, string detail) => new(name, false, detail);
}

/// <summary>Tells whether one part that a call needs is usable now. Returns within the token's deadline.</summary>
public interface IReadinessCheck
{
    string Name { get; }

    Task<ReadinessFinding> CheckAsync(CancellationToken cancellationToken);
}

/// <summary>All checks, each within <see cref="Deadline"/>.</summary>
public sealed class Readiness(IEnumerable<IReadinessCheck> checks, ShutdownGate gate, TimeProvider time)
{
    /// <summary>A check that takes longer counts as failed.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<ReadinessFinding>> CheckAsync(CancellationToken cancellationToken)
    {
        if (gate.IsClosed) return [ReadinessFinding.Amiss("gateway", "It is stopping and takes no calls.")];
        return await Task.WhenAll(checks.Select(c => RunAsync(c, cancellationToken))).ConfigureAwait(false);
    }

    private async Task<ReadinessFinding> RunAsync(IReadinessCheck check, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await check.CheckAsync(either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ReadinessFinding.Amiss(check.Name, $"It did not answer within {Deadline.TotalSeconds} s.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return ReadinessFinding.Amiss(check.Name, $"It failed ({e.GetType().Name}); ./run doctor says what to mend.");
        }
    }
}
