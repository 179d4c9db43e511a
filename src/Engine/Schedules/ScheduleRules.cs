using CallActors.Contracts.Switchboard;

namespace CallActors.Engine.Schedules;

/// <summary>The limits and times of persons' schedules.</summary>
public sealed record ScheduleRules
{
    public static ScheduleRules Default { get; } = new();

    /// <summary>A call is ordered at least this long before its time. Default 5 s.</summary>
    public TimeSpan LeastLead { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A call is ordered at most this long before its time. Default 366 days.</summary>
    public TimeSpan MostLead { get; init; } = TimeSpan.FromDays(366);

    /// <summary>Pending calls of one person. Default 50.</summary>
    public int MostPending { get; init; } = 50;

    /// <summary>So long after its time a call is not placed any more. Default 30 min.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The waits between attempts to call; the last counts for all that follow. Default 5, 15, 30, 60 s.</summary>
    public IReadOnlyList<TimeSpan> AskAgain { get; init; } =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)];

    /// <summary>The switchboard must answer within this. Default 10 s.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What became due while there was no process waits for phones to come back. Default 10 s.</summary>
    public TimeSpan AfterStart { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest timer. Default 1 h.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a schedule without pending calls stays in memory. Default 5 min.</summary>
    public TimeSpan LingerFor { get; init; } = TimeSpan.FromMinutes(5);
}

/// <summary>What every person's schedule needs from its node.</summary>
/// <param name="Switchboards">Takes every <see cref="ISwitchboardCommand"/>.</param>
/// <param name="CanCall">Whether this person could be called at all. Must return at once.</param>
public sealed record ScheduleServices(IActorRef Switchboards, Func<PersonId, bool> CanCall, ScheduleRules Rules);
