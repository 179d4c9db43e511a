using System.Text.Json;
using CallActors.Contracts.Audio;
using CallActors.Simulators.Twilio;

namespace CallActors.Simulators.Tests.Twilio;

/// <summary>A network that leaves silence out and holds frames up.</summary>
public sealed class NetworkTests : TwilioTest
{
    internal override TwilioSimulatorOptions Configure(TwilioSimulatorOptions options) =>
        options with { Disorder = new TwilioDisorder { Seed = 3, Gaps = 0.1, Jitter = 0.1 } };

    [Fact]
    public async Task Numbers_stay_continuous_times_tell_the_gaps_and_no_voice_is_lost()
    {
        var (_, _, peer) = await StreamAsync();
        peer.Started();
        var voice = Enumerable.Range(0, 100 * AudioFormat.FrameBytes).Select(i => (byte)(i % 120)).ToArray();
        _ = Phone.SayAsync(voice);
        Time.Advance(AudioFormat.FrameDuration * 200);
        Phone.Press("1");
        var heard = new List<JsonElement>();
        for (var message = peer.Next(); message.GetProperty("event").GetString() == "media"; message = peer.Next()) heard.Add(message);
        Assert.InRange(heard.Count, 101, 199);
        Assert.Equal(Enumerable.Range(2, heard.Count).Select(i => $"{i}"), heard.Select(media => media.GetProperty("sequenceNumber").GetString()!));
        var times = heard.Select(media => int.Parse(media.GetProperty("media").GetProperty("timestamp").GetString()!)).ToArray();
        Assert.Equal(times.Order(), times);
        Assert.Contains(times.Zip(times.Skip(1)), pair => pair.Second - pair.First > 20);
        Assert.Equal(voice, heard.TakeWhile((_, i) => times[i] < 2000).SelectMany(media => media.GetProperty("media").GetProperty("payload").GetBytesFromBase64()));
    }

    [Fact]
    public void Held_up_frames_come_in_a_burst()
    {
        var line = new StreamLine(new TwilioDisorder { Seed = 3, Jitter = 0.2 }, 1);
        var arrived = new List<int>();
        long expected = 0;
        for (var i = 0; i < 200; i++)
        {
            line.Take(new byte[AudioFormat.FrameBytes], voiced: true);
            var count = 0;
            for (; line.TryNext(out _, out var timestamp); count++)
            {
                Assert.Equal(expected, timestamp);
                expected += AudioFormat.FrameMilliseconds;
            }
            arrived.Add(count);
        }
        Assert.Contains(arrived, count => count == 0);
        Assert.Contains(arrived, count => count > 1);
        Assert.True(arrived.Max() <= 6);
    }
}
