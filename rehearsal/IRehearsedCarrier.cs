using CallActors.Simulators.Media;

namespace CallActors.Rehearsal;

/// <summary>A simulated carrier with an account for the gateway, and one phone in its network.</summary>
internal interface IRehearsedCarrier : IAsyncDisposable
{
    /// <summary>Where it is and what the account is called, in a line for the terminal.</summary>
    string Description { get; }

    Handset Phone { get; }

    /// <summary>The environment of a gateway with this account.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>What the carrier would complain of so far.</summary>
    IEnumerable<string> Complaints { get; }
}
