using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Engine.Audio;
using CallActors.Engine.Calls;
using CallActors.Engine.Speech;

namespace CallActors.Engine;

/// <summary>Everything that the engine needs from its host.</summary>
public sealed record EngineServices(CarrierDirectory Carriers, CallRules Calls, SpeechServices Speech);

/// <summary>The engine's doors.</summary>
/// <param name="Calls">Takes every <see cref="ICallCommand"/>; the call's entity is woken by its id. Answers <see cref="ICallReply"/>.</param>
/// <param name="Media">Takes <see cref="MediaMessages.OpenStream"/>.</param>
/// <param name="Index">Takes <see cref="CallIndexMessages.ListCalls"/>.</param>
public sealed record EngineHandle(IActorRef Calls, IActorRef Media, IActorRef Index);

/// <summary>Starts the engine's actors in an actor system.</summary>
public static class CallEngine
{
    /// <summary>Name of the calls' shard region.</summary>
    public const string Region = "calls";

    /// <summary>Shards of the region: enough for some tens of nodes; it can never be changed for stored calls of a cluster.</summary>
    public const int Shards = 64;

    public static EngineHandle Start(ActorSystem system, EngineServices services)
    {
        var index = system.ActorOf(CallIndexActor.PropsFor(), "call-index");
        var forCalls = new CallServices(services.Carriers, index, services.Calls);
        var calls = ClusterSharding.Get(system).Start(
            Region,
            id => Props.Create(() => new CallActor(CallId.Parse(id), forCalls)),
            // A call with nothing to do is not idle: it leaves memory when it is over, by its own rule.
            ClusterShardingSettings.Create(system).WithPassivateIdleAfter(TimeSpan.Zero),
            new CallExtractor());
        index.Tell(new CallIndexMessages.WakeLive(), calls);
        var media = system.ActorOf(MediaSupervisorActor.PropsFor(calls, services.Speech), "media");
        return new EngineHandle(calls, media, index);
    }

    private sealed class CallExtractor() : HashCodeMessageExtractor(Shards)
    {
        public override string EntityId(object message) => message is IWithCallId call ? call.CallId.Value : null!;
    }
}
