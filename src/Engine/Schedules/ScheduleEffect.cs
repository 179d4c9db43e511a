using CallActors.Contracts.Schedules;
using CallActors.Contracts.Switchboard;

namespace CallActors.Engine.Schedules;

/// <summary>Something a schedule's actor does after its events are stored. A closed set.</summary>
internal abstract record ScheduleEffect
{
    /// <summary>Answers the sender of the command.</summary>
    internal sealed record Reply(IScheduleReply Message) : ScheduleEffect;

    internal sealed record TellSwitchboard(ISwitchboardCommand Command) : ScheduleEffect;
}
