using System.Threading.Channels;
using CallActors.Contracts.Calls;

namespace CallActors.Gateway.Calls;

/// <summary>Observes calls for the clients that follow them, and hands each what happens in its call. Holds nothing that must survive: a
/// client that lost it comes back.</summary>
public sealed class CallFollowersActor : ReceiveActor
{
    private readonly Dictionary<CallId, List<ChannelWriter<CallActivity>>> _followers = [];

    /// <param name="calls">The calls' shard region.</param>
    public CallFollowersActor(IActorRef calls)
    {
        Receive<Follow>(follow =>
        {
            if (!_followers.TryGetValue(follow.CallId, out var writers)) _followers[follow.CallId] = writers = [];
            writers.Add(follow.Into);
            calls.Tell(new CallCommands.ObserveCall(follow.CallId), Self);
        });
        Receive<Renew>(renew => calls.Tell(new CallCommands.ObserveCall(renew.CallId), Self));
        Receive<Unfollow>(unfollow =>
        {
            if (!_followers.TryGetValue(unfollow.CallId, out var writers)) return;
            writers.Remove(unfollow.Into);
            if (writers.Count == 0) _followers.Remove(unfollow.CallId);
        });
        Receive<CallActivity>(activity =>
        {
            if (!_followers.TryGetValue(activity.CallId, out var writers)) return;
            foreach (var writer in writers) writer.TryWrite(activity);
        });
    }

    public static Props PropsFor(IActorRef calls) => Props.Create(() => new CallFollowersActor(calls));

    /// <summary>Sent by <see cref="CallFollowers"/>: this channel follows the call from now on. No reply.</summary>
    public sealed record Follow(CallId CallId, ChannelWriter<CallActivity> Into);

    /// <summary>Sent by <see cref="CallFollowers"/>: ask the call for its phase again. No reply.</summary>
    public sealed record Renew(CallId CallId);

    /// <summary>Sent by <see cref="CallFollowers"/>: this channel follows the call no more. No reply.</summary>
    public sealed record Unfollow(CallId CallId, ChannelWriter<CallActivity> Into);
}

/// <summary>The door to the actor.</summary>
public sealed class CallFollowers(IActorRef followers) : ICallEvents
{
    public ICallFollowing Follow(CallId callId, ChannelWriter<CallActivity> into)
    {
        followers.Tell(new CallFollowersActor.Follow(callId, into), ActorRefs.NoSender);
        return new Following(followers, callId, into);
    }

    private sealed class Following(IActorRef followers, CallId callId, ChannelWriter<CallActivity> into) : ICallFollowing
    {
        public void Renew() => followers.Tell(new CallFollowersActor.Renew(callId), ActorRefs.NoSender);

        public void Dispose() => followers.Tell(new CallFollowersActor.Unfollow(callId, into), ActorRefs.NoSender);
    }
}
