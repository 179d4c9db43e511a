using CallActors.Contracts.Audio;
using CallActors.Rehearsal;
using CallActors.Simulators.Softphone;
using CallActors.Simulators.Twilio;

namespace CallActors.Simulators.Tests.Twilio;

/// <summary>The phone page's protocol in the place of a phone, spoken by the phone without a screen, in real time.</summary>
public sealed class HandsetPageTests : TwilioTest
{
    internal override TwilioSimulatorOptions Configure(TwilioSimulatorOptions options) => options with { Time = TimeProvider.System };

    [Fact]
    public async Task A_call_rings_the_page_and_each_side_hears_the_other()
    {
        await using var page = await HandsetPage.StartAsync(Phone, Ours);
        await using var person = await HeadlessSoftphone.ConnectAsync(page.Address);
        App.On("voice", $"<Connect><Stream url=\"{App.Stream()}\"/></Connect>");
        var call = await PlaceAsync();
        await person.WaitForRingAsync(Soon);
        await person.AnswerAsync();
        var peer = App.NextStream();
        peer.Started();
        await peer.MediaAsync(Frames(first: 1));
        await person.WaitForPlayedAsync(AudioFormat.DurationOf(8 * AudioFormat.FrameBytes), Soon);
        await peer.MarkAsync("said");
        peer.Next("mark");
        await person.SayAsync(Frames(first: 21));
        var heard = new List<byte>();
        while (heard.LastOrDefault(AudioFormat.Silence) != 30)
            heard.AddRange(peer.Next("media").GetProperty("media").GetProperty("payload").GetBytesFromBase64().Where(sample => sample != AudioFormat.Silence));
        AssertInOrder(heard, first: 21);
        await person.PressAsync('5');
        Assert.Equal("5", peer.Next("dtmf").GetProperty("dtmf").GetProperty("digit").GetString());
        AssertInOrder(person.Played.Since(DateTimeOffset.MinValue).Where(sample => sample != AudioFormat.Silence), first: 1);
        await person.HangUpAsync();
        await call.WaitForStatusAsync(status => status == "completed", Soon);
        Assert.Empty(Alerts);
    }

    /// <summary>Ten frames, each of one sample value.</summary>
    private static byte[] Frames(int first) => [.. Enumerable.Range(0, 10 * AudioFormat.FrameBytes).Select(i => (byte)(first + i / AudioFormat.FrameBytes))];

    /// <summary>Between two clocks a silent frame may come in between, and on a busy machine a frame may be left out.</summary>
    private static void AssertInOrder(IEnumerable<byte> heard, int first)
    {
        var frames = heard.Distinct().ToArray();
        Assert.Equal(frames.Order(), frames);
        Assert.All(frames, frame => Assert.InRange(frame, first, first + 9));
        Assert.InRange(frames.Length, 8, 10);
    }

    [Fact]
    public async Task Declining_at_the_page_declines_in_the_network_and_the_page_rings_again()
    {
        await using var page = await HandsetPage.StartAsync(Phone, Ours);
        await using var person = await HeadlessSoftphone.ConnectAsync(page.Address);
        var call = await PlaceAsync();
        await person.WaitForRingAsync(Soon);
        await person.DeclineAsync();
        await call.WaitForStatusAsync(status => status == "busy", Soon);
        await PlaceAsync();
        await person.WaitForRingAsync(Soon);
    }

    [Fact]
    public async Task The_page_calls_in_and_is_hung_up_on()
    {
        App.On("voice", "<Pause length=\"60\"/>");
        await using var page = await HandsetPage.StartAsync(Phone, Ours);
        await using var person = await HeadlessSoftphone.ConnectAsync(page.Address);
        await person.DialAsync("1");
        var call = await Twilio.WaitForCallAsync(one => one.Direction == "inbound", Soon);
        await call.WaitForVerbAsync<TwimlVerb.Pause>(Soon);
        Assert.Equal(200, (await PostAsync($"Calls/{call.Sid}.json", ("Status", "completed"))).Status);
        await person.WaitForEndAsync(Soon);
    }
}
