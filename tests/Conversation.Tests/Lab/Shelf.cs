namespace CallActors.Conversation.Tests.Lab;

/// <summary>Keeps actors as a shard keeps its entities: one that asks to leave memory is stopped.</summary>
internal sealed class Shelf : ReceiveActor
{
    public Shelf()
    {
        Receive<Props>(props => Sender.Tell(Context.ActorOf(props), Self));
        Receive<Passivate>(p => Sender.Tell(p.StopMessage, Self));
        // Only the agent, which belongs to the lab, is left when everything was freed.
        Receive<Count>(_ => Sender.Tell(Context.GetChildren().Count() - 1, Self));
    }

    public sealed record Count
    {
        public static Count Instance { get; } = new();
    }
}
