using Kernel.Actor;
using Kernel.Event;

namespace Kernel.Cluster.Sharding;

/// <summary>Passes everything on to the region of its type; keeps what comes before there is one, up to a bound.</summary>
internal sealed class ShardRegionProxy : ReceiveActor
{
    private readonly Queue<Envelope> _waiting = new();

    public ShardRegionProxy(string typeName, int bufferSize)
    {
        var log = Context.GetLogger();
        Receive<RegionStarted>(started =>
        {
            Become(() => Forwarding(started.Region));
            while (_waiting.TryDequeue(out var envelope)) started.Region.Tell(envelope.Message, envelope.Sender);
        });
        ReceiveAny(message =>
        {
            if (_waiting.Count < bufferSize)
            {
                _waiting.Enqueue(new Envelope(message, Sender));
                return;
            }

            log.Warning("The proxy of [{0}] keeps {1} messages already (buffer-size): one goes to dead letters.", typeName, _waiting.Count);
            Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
        });
    }

    private void Forwarding(IActorRef region)
    {
        Receive<RegionStarted>(started => Become(() => Forwarding(started.Region)));
        ReceiveAny(region.Forward);
    }

    /// <summary>From the extension: the region of this type is there.</summary>
    public sealed record RegionStarted(IActorRef Region);
}
