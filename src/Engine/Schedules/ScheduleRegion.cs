using CallActors.Contracts.Schedules;
using CallActors.Contracts.Switchboard;

namespace CallActors.Engine.Schedules;

/// <summary>Starts the schedules of an actor system.</summary>
public static class ScheduleRegion
{
    /// <summary>Name of the shard region.</summary>
    public const string Name = "schedules";

    /// <summary>Takes every <see cref="IScheduleCommand"/>; the person's schedule is woken by the person's name. Answers
    /// <see cref="IScheduleReply"/>.</summary>
    /// <param name="people">Who may be called: their schedules are woken at once.</param>
    public static IActorRef Start(ActorSystem system, ScheduleServices services, IReadOnlyList<PersonId> people)
    {
        var schedules = ClusterSharding.Get(system).Start(
            Name,
            id => Props.Create(() => new ScheduleActor(id, services)),
            // One that has to call its person is not idle.
            ClusterShardingSettings.Create(system).WithPassivateIdleAfter(TimeSpan.Zero),
            new CallEngine.PersonExtractor());
        foreach (var person in people) schedules.Tell(new ScheduleMessages.Wake(person), ActorRefs.NoSender);
        return schedules;
    }
}
