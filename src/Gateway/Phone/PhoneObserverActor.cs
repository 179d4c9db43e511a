using CallActors.Carriers.Softphone;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Calls;

namespace CallActors.Gateway.Phone;

/// <summary>
/// Observes the calls of the softphones and has the exchange show on the phones what happens in them. Holds nothing: a call's own list
/// of observers is the record, and a call that forgot it is observed again with the next news of its phone.
/// </summary>
public sealed class PhoneObserverActor : ReceiveActor
{
    /// <param name="calls">The calls' shard region.</param>
    public PhoneObserverActor(IActorRef calls, SoftphoneExchange exchange)
    {
        Receive<WatchCall>(watch => calls.Tell(new CallCommands.ObserveCall(watch.CallId), Self));
        Receive<CallActivity>(exchange.Notify);
        Receive<CallReplies.Refused>(_ =>
        {
            // The call is over or was never placed: there is nothing to show.
        });
    }

    public static Props PropsFor(IActorRef calls, SoftphoneExchange exchange) => Props.Create(() => new PhoneObserverActor(calls, exchange));

    /// <summary>Sent by <see cref="PhoneWatch"/>: observe this call. No reply.</summary>
    public sealed record WatchCall(CallId CallId);
}

/// <summary>The door to the actor.</summary>
public sealed class PhoneWatch(IActorRef observer) : ICallWatch
{
    public void Watch(CallId callId) => observer.Tell(new PhoneObserverActor.WatchCall(callId), ActorRefs.NoSender);
}
