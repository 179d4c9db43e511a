using CallActors.Contracts.Switchboard;

namespace CallActors.Engine.Switchboard;

/// <summary>The limits and times of a person's switchboard.</summary>
public sealed record SwitchboardRules
{
    public static SwitchboardRules Default { get; } = new();

    /// <summary>PINs that may be tried in a call, and in all calls together since the last right one. Default 3.</summary>
    public int Tries { get; init; } = 3;

    /// <summary>How long a person is locked out, the first time and each further one; the last counts for all that follow.</summary>
    public IReadOnlyList<TimeSpan> LockOuts { get; init; } =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromHours(24),
    ];

    /// <summary>Attempts that may wait for the one that is judged. Default 16.</summary>
    public int Waiting { get; init; } = 16;

    /// <summary>How often a workspace is asked again how it stands while the person wants to be called about it. Default 60 s.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A wish to be called is given up after this. Default 7 days.</summary>
    public TimeSpan WishLasts { get; init; } = TimeSpan.FromDays(7);

    /// <summary>A call whose end was not told is taken for over after this: the longest call. Default 4 h.</summary>
    public TimeSpan CallLasts { get; init; } = TimeSpan.FromHours(4);

    /// <summary>A call of ours that nobody has picked up is taken for over after this. Default 6 min: longer than a phone may ring.</summary>
    public TimeSpan RingLasts { get; init; } = TimeSpan.FromMinutes(6);

    /// <summary>How long a switchboard without work stays in memory. Default 5 min.</summary>
    public TimeSpan LingerFor { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>What every person's switchboard needs from its node.</summary>
/// <param name="Pins">A person's PIN as it is configured now; null for a person without one. Asked at every attempt; must return at once.</param>
/// <param name="Workspaces">The workspaces' region; nobody where there are none.</param>
/// <param name="Calls">Calls persons whose work is done; null where nobody is called.</param>
public sealed record SwitchboardServices(Func<PersonId, PinHash?> Pins, IActorRef Workspaces, ICallOut? Calls, SwitchboardRules Rules)
{
    /// <summary>Compares a PIN with a hash, on a pool thread.</summary>
    public Func<PinHash, string, bool> Verify { get; init; } = (hash, digits) => hash.Verify(digits);

    /// <summary>Whose switchboards are woken at the start: somebody may want to be called.</summary>
    public IReadOnlyList<PersonId> People { get; init; } = [];
}
