using CallActors.Carriers.Softphone;
using CallActors.Engine.Speech;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Doctor;

namespace CallActors.Gateway.Health;

/// <summary>The journal is read: the index of calls answers only when it was recovered from it.</summary>
public sealed class JournalCheck(ICallService calls) : IReadinessCheck
{
    public string Name => "journal";

    public async Task<ReadinessFinding> CheckAsync(CancellationToken cancellationToken)
    {
        await calls.ListAsync(1, cancellationToken).ConfigureAwait(false);
        return ReadinessFinding.Well(Name);
    }
}

/// <summary>A part of the machine that the doctor examines too.</summary>
/// <param name="name">Name in the answer.</param>
/// <param name="examine">May block for some milliseconds.</param>
public sealed class ComponentCheck(string name, Func<Finding> examine) : IReadinessCheck
{
    public string Name => name;

    public Task<ReadinessFinding> CheckAsync(CancellationToken cancellationToken) => Task.Run(
        () => examine() is { Ok: false } finding ? ReadinessFinding.Amiss(name, $"{finding.State}. Mend: {finding.Mend}") : ReadinessFinding.Well(name),
        cancellationToken);
}

/// <summary>The softphone carrier takes orders; whether a phone is open is said beside it.</summary>
public sealed class SoftphoneCheck(SoftphoneExchange exchange) : IReadinessCheck
{
    public string Name => "carrier";

    public Task<ReadinessFinding> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(
        new ReadinessFinding(Name, true, exchange.LineCount == 0 ? "No phone is registered now; a call rings as soon as one is." : ""));
}

/// <summary>What the calls have learned of voices and recognisers: those that keep failing are named, and calls go on with the others.</summary>
public sealed class SpeechCheck(SpeechHealth health, TimeProvider time) : IReadinessCheck
{
    public string Name => "speech";

    public Task<ReadinessFinding> CheckAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var failing = Failing("voice", health.Voices.View(now)).Concat(Failing("recogniser", health.Recognizers.View(now)));
        return Task.FromResult(new ReadinessFinding(Name, true, string.Join(" ", failing)));
    }

    private static IEnumerable<string> Failing(string kind, IReadOnlyList<ProviderHealth> providers) => providers.Where(p => p.State is not CircuitState.Closed)
        .Select(p => $"The {kind} {p.Provider} has failed {p.Failures} times in a row and is asked last for now.");
}
