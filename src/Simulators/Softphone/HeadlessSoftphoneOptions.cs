using System.Security.Cryptography;
using CallActors.Simulators.Media;

namespace CallActors.Simulators.Softphone;

/// <summary>How a headless phone behaves.</summary>
public sealed record HeadlessSoftphoneOptions
{
    /// <summary>The phone's key; 22–64 characters A–Z a–z 0–9 - _. Random by default.</summary>
    public string LineKey { get; init; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The phone's name. At most 60 characters.</summary>
    public string Name { get; init; } = "headless";

    /// <summary>Path of the line at the gateway.</summary>
    public string LinePath { get; init; } = "/phone/line";

    /// <summary>How long a socket may take to open. Default 5 s.</summary>
    public TimeSpan ConnectWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Wait before the first try after a loss; doubles up to <see cref="LongestRetry"/>. Default 100 ms.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait between two tries. Default 1 s.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How much of what was played is kept; zero keeps nothing, for load. Default 10 min, 4.8 MB.</summary>
    public TimeSpan KeepPlayed { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Most audio that the carrier holds for the person; more is dropped and counted as a fault. Default 60 s.</summary>
    public TimeSpan LongestQueue { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The phone's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told what goes over the media socket, for measurements.</summary>
    public IMediaProbe? Probe { get; init; }

    /// <summary>The room that a loudspeaker stands in. Null for a handset: its microphone hears the person alone.</summary>
    public IPhoneRoom? Room { get; init; }
}

/// <summary>Told what goes over a headless phone's media socket. Called on the socket's and the clock's threads; must not block.
/// Times are <see cref="TimeProvider.GetTimestamp"/> of the phone's clock.</summary>
public interface IMediaProbe
{
    /// <summary>A frame of the person's audio was handed to the socket.</summary>
    /// <param name="voiced">It came from <see cref="HeadlessSoftphone.SayAsync"/>.</param>
    void Sent(long at, bool voiced);

    /// <summary>Audio for the person came in.</summary>
    void Received(long at, int bytes);

    /// <summary>A clear came in.</summary>
    void Cleared(long at);
}
