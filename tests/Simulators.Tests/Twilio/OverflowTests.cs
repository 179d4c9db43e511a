using CallActors.Simulators.Twilio;

namespace CallActors.Simulators.Tests.Twilio;

/// <summary>A stream with a small buffer.</summary>
public sealed class OverflowTests : TwilioTest
{
    internal override TwilioSimulatorOptions Configure(TwilioSimulatorOptions options) => options with { LongestPlayback = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task More_audio_than_is_held_is_dropped_and_complained_of_once()
    {
        var (_, stream, peer) = await StreamAsync();
        peer.Started();
        await peer.MediaAsync(new byte[8000]);
        await peer.MediaAsync(new byte[160]);
        await peer.MediaAsync(new byte[160]);
        await peer.MarkAsync("end");
        await stream.WaitForReceivedAsync(counts => counts.Marks == 1, Soon);
        Assert.Equal([31930], Alerts);
        Assert.Equal(8000, stream.Received.Bytes);
    }
}
