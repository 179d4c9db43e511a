namespace CallActors.Compliance.Tests.Sharding;

/// <summary>An entity of the specs: says who it is, asks to leave, and stops when it is let go.</summary>
public sealed class Cabin : ReceiveActor
{
    private readonly string _id;
    private readonly IActorRef _observer;

    public Cabin(string id, IActorRef observer)
    {
        (_id, _observer) = (id, observer);
        Receive<For>(letter => letter.Word == "who?", _ => Sender.Tell(Self));
        Receive<For>(letter => letter.Word == "leave", _ => Context.Parent.Tell(new Passivate("stop")));
        Receive<For>(letter => letter.Word == "die", _ => Context.Stop(Self));
        Receive<For>(letter => Sender.Tell($"{id}: {letter.Word}"));
        Receive<LetGo>(_ => Context.Stop(Self));
        Receive<string>(text => text == "stop", _ => observer.Tell(Self));
        Receive<string>(text => Sender.Tell($"{id}: bare {text}"));
    }

    protected override void PreStart() => _observer.Tell($"{_id} starts");

    protected override void PostStop() => _observer.Tell($"{_id} stops");

    /// <summary>To the cabin of a name, by way of its region.</summary>
    public sealed record For(string Name, string Word);

    public sealed record LetGo;

    public sealed class Extractor() : HashCodeMessageExtractor(10)
    {
        public override string? EntityId(object message) => (message as For)?.Name;
    }
}
