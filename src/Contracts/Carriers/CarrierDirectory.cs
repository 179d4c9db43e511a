using CallActors.Contracts.Calls;

namespace CallActors.Contracts.Carriers;

/// <summary>The carriers that there are. A call keeps the one that it was placed with, by name.</summary>
public sealed class CarrierDirectory(params IReadOnlyList<ICarrier> carriers)
{
    /// <summary>The first that reaches this callee, in the order of configuration; null when none does.</summary>
    public ICarrier? Reaching(Callee callee) => carriers.FirstOrDefault(carrier => carrier.Reaches(callee));

    /// <summary>The carrier of this name. For one that is not configured any more, while calls of it are still stored, another stands in that
    /// refuses everything.</summary>
    public ICarrier Named(string name) => carriers.FirstOrDefault(carrier => carrier.Name == name) ?? new Gone(name);

    private sealed class Gone(string name) : ICarrier
    {
        public string Name => name;

        // Its phones must not be rung again by others.
        public bool LegsOutliveProcess => true;

        public Task<LegId> DialAsync(DialOrder order, CancellationToken cancellationToken) => throw Absent();

        public Task HangUpAsync(LegId leg, CancellationToken cancellationToken) => throw Absent();

        private CarrierException Absent() => new($"The carrier {name} is not configured any more.");
    }
}
