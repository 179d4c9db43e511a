using System.Threading.Channels;
using CallActors.Contracts.Calls;

namespace CallActors.Gateway.Calls;

/// <summary>What happens in calls, for those who follow them while it happens.</summary>
public interface ICallEvents
{
    /// <summary>Writes into the channel what happens in a call, beginning with its phase, until it is disposed. Never waits for room.</summary>
    ICallFollowing Follow(CallId callId, ChannelWriter<CallActivity> into);
}

/// <summary>One who follows a call. Disposing ends it.</summary>
public interface ICallFollowing : IDisposable
{
    /// <summary>Asks the call for its phase again, which also finds a call that was recovered and has forgotten who follows it.</summary>
    void Renew();
}
