using CallActors.Contracts.Texts;
using CallActors.Engine;

namespace CallActors.Gateway.Calls;

/// <summary>The text desk of the engine, for carriers' edges.</summary>
public sealed class ActorTextDesk(EngineHandle engine) : ITextDesk
{
    public void Received(TextReceived text) => engine.TextDesk.Tell(text, ActorRefs.NoSender);

    public void Reported(string carrier, string id, TextDelivery delivery, string detail) =>
        engine.TextDesk.Tell(new TextNews(carrier, id, delivery, detail), ActorRefs.NoSender);
}
