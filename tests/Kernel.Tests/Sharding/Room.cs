using Kernel.Actor;
using Kernel.Cluster.Sharding;

namespace Kernel.Tests.Sharding;

/// <summary>An entity of the specs: says what it was told, asks to leave, and stops when the spec lets it.</summary>
public sealed class Room : ReceiveActor
{
    private readonly string _id;
    private readonly IActorRef _observer;

    public Room(string id, IActorRef observer)
    {
        (_id, _observer) = (id, observer);
        Receive<Say>(say => Sender.Tell($"{_id}: {say.Text}"));
        Receive<string>(text => Sender.Tell($"{_id}: bare {text}"));
        Receive<WhereAreYou>(_ => Sender.Tell(Self));
        Receive<Leave>(_ => Context.Parent.Tell(new Passivate(StopWhenLetGo.Instance)));
        Receive<Die>(_ => Context.Stop(Self));
        Receive<Break>(_ => throw new InvalidOperationException("The ceiling came down."));
        Receive<StopWhenLetGo>(_ => _observer.Tell(new Stopping(_id, Self)));
        Receive<LetGo>(_ => Context.Stop(Self));
    }

    protected override void PreStart() => _observer.Tell($"started {_id}");

    protected override void PostStop() => _observer.Tell($"stopped {_id}");

    public interface IForRoom
    {
        string Room { get; }
    }

    public sealed record Say(string Room, string Text) : IForRoom;

    public sealed record WhereAreYou(string Room) : IForRoom;

    public sealed record Leave(string Room) : IForRoom;

    public sealed record Die(string Room) : IForRoom;

    public sealed record Break(string Room) : IForRoom;

    public sealed record BreakExtractor;

    public sealed record LetGo;

    public sealed record Stopping(string Id, IActorRef Room);

    public sealed class StopWhenLetGo
    {
        public static readonly StopWhenLetGo Instance = new();
    }

    public sealed class Extractor(int shards = 10) : HashCodeMessageExtractor(shards)
    {
        public override string? EntityId(object message) => message switch
        {
            IForRoom forRoom => forRoom.Room,
            BreakExtractor => throw new InvalidOperationException("The extractor cannot read this."),
            _ => null,
        };
    }
}
