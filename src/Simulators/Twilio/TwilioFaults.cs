using CallActors.Simulators.Server;

namespace CallActors.Simulators.Twilio;

/// <summary>Faults of the REST API with Twilio's own bodies, for <see cref="TwilioSimulator.Faults"/>.</summary>
public static class TwilioFaults
{
    /// <summary>20429: too many requests.</summary>
    public static SimulatedFault TooManyRequests(TimeSpan? retryAfter = null) =>
        new SimulatedFault.Status(429, new RestError(429, TwilioCodes.TooManyRequests, "Too Many Requests").Body, retryAfter);

    /// <summary>20500: an error of Twilio's own.</summary>
    public static SimulatedFault InternalError() => new SimulatedFault.Status(500, new RestError(500, 20500, "An internal server error has occurred").Body);

    /// <summary>20503: Twilio is busy.</summary>
    public static SimulatedFault Unavailable(TimeSpan? retryAfter = null) =>
        new SimulatedFault.Status(503, new RestError(503, 20503, "Service unavailable").Body, retryAfter);
}
