using CallActors.Contracts.Calls;

namespace CallActors.Gateway.Calls;

/// <summary>Follows calls for those who show them.</summary>
public interface ICallWatch
{
    /// <summary>Follows a call until it ends. Watching it again is harmless. Returns at once.</summary>
    void Watch(CallId callId);
}
