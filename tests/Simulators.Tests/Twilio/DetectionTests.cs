using CallActors.Contracts.Audio;
using CallActors.Simulators.Media;
using CallActors.Simulators.Twilio;

namespace CallActors.Simulators.Tests.Twilio;

/// <summary>Answering machines, and Twilio's telling them from people.</summary>
public sealed class DetectionTests : TwilioTest
{
    private static readonly byte[] Greeting = [.. Enumerable.Repeat((byte)0x11, 2 * AudioFormat.SampleRate)];

    [Fact]
    public async Task An_asynchronous_verdict_comes_while_the_call_goes_on()
    {
        App.On("voice", "<Pause length=\"60\"/>");
        var call = await TalkAsync(Async("Enable"));
        await call.WaitForVerbAsync<TwimlVerb.Pause>(Soon);
        Assert.Null(call.AnsweredBy);
        Time.Advance(TimeSpan.FromSeconds(2));
        var told = App.Next("amd");
        Assert.Equal(("human", "2000", call.Sid, Twilio.Options.AccountSid), (told["AnsweredBy"], told["MachineDetectionDuration"], told["CallSid"], told["AccountSid"]));
        Assert.Equal("human", (await GetAsync($"Calls/{call.Sid}.json")).Body.GetProperty("answered_by").GetString());
    }

    [Fact]
    public async Task A_synchronous_verdict_keeps_the_document_waiting_and_comes_with_its_request()
    {
        App.On("voice", "<Hangup/>");
        Phone.Verdict = new MachineVerdict("fax", TimeSpan.FromSeconds(4));
        var call = await TalkAsync(("MachineDetection", "Enable"));
        await Twilio.WaitForWebhookAsync(made => made["SequenceNumber"] == "2", Soon);
        Assert.Empty(App.Requests("voice"));
        Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("fax", App.Next("voice")["AnsweredBy"]);
        Assert.Equal("fax", call.AnsweredBy);
    }

    [Theory]
    [InlineData("Enable", true, "machine_start", 2400)]
    [InlineData("DetectMessageEnd", true, "machine_end_beep", 2400)]
    [InlineData("DetectMessageEnd", false, "machine_end_silence", 3200)]
    public async Task A_machine_is_told_by_its_greeting_its_beep_or_its_silence(string mode, bool beeps, string verdict, int milliseconds)
    {
        App.On("voice", "<Pause length=\"60\"/>");
        Phone.Plan = new HandsetPlan.Voicemail(TimeSpan.FromSeconds(5), Greeting) is var machine && beeps ? machine : machine with { Beep = default };
        var call = await PlaceAsync(Async(mode));
        await Twilio.WaitForWebhookAsync(made => made["SequenceNumber"] == "1", Soon);
        Time.Advance(TimeSpan.FromSeconds(5));
        await call.WaitForVerbAsync<TwimlVerb.Pause>(Soon);
        Time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        var told = App.Next("amd");
        Assert.Equal((verdict, $"{milliseconds}"), (told["AnsweredBy"], told["MachineDetectionDuration"]));
    }

    [Fact]
    public async Task A_verdict_that_takes_too_long_is_unknown()
    {
        App.On("voice", "<Pause length=\"60\"/>");
        Phone.Verdict = new MachineVerdict("machine_start", TimeSpan.FromSeconds(10));
        var call = await TalkAsync([.. Async("Enable"), ("MachineDetectionTimeout", "5")]);
        await call.WaitForVerbAsync<TwimlVerb.Pause>(Soon);
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("unknown", App.Next("amd")["AnsweredBy"]);
    }

    [Fact]
    public async Task A_machine_greets_beeps_and_records_what_is_said_after_the_beep()
    {
        Phone.Plan = new HandsetPlan.Voicemail(TimeSpan.Zero, Greeting);
        App.On("voice", $"<Connect><Stream url=\"{App.Stream()}\"/></Connect>");
        var call = await PlaceAsync();
        Time.Advance(TimeSpan.Zero);
        var peer = App.NextStream();
        var stream = await call.WaitForStreamAsync(Soon);
        peer.Started();
        await peer.MediaAsync(new byte[AudioFormat.SampleRate]);
        await stream.WaitForReceivedAsync(counts => counts.Media == 1, Soon);
        Time.Advance(TimeSpan.FromSeconds(2.4));
        var heard = Enumerable.Range(0, 120).Select(_ => peer.Next()).SelectMany(media => media.GetProperty("media").GetProperty("payload").GetBytesFromBase64()).ToArray();
        Assert.Equal(Greeting, heard[..Greeting.Length]);
        Assert.Equal(new HandsetPlan.Voicemail(default, default).Beep.ToArray(), heard[Greeting.Length..]);
        await Phone.WaitForRecordingAsync(Soon);
        Assert.Empty(Phone.Message);
        var message = Enumerable.Range(0, 4 * AudioFormat.FrameBytes).Select(i => (byte)i).ToArray();
        await peer.MediaAsync(message);
        await stream.WaitForReceivedAsync(counts => counts.Media == 2, Soon);
        Time.Advance(AudioFormat.FrameDuration * 5);
        Assert.Equal(message, Phone.Message);
    }

    [Fact]
    public async Task A_verdict_after_the_end_is_not_told()
    {
        App.On("voice", "<Pause length=\"60\"/>");
        var call = await TalkAsync(Async("Enable"));
        await call.WaitForVerbAsync<TwimlVerb.Pause>(Soon);
        Phone.HangUp();
        Assert.Equal(["initiated", "ringing", "in-progress", "completed"], StatusesTold(4));
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(App.Requests("amd"));
        Assert.Null(call.AnsweredBy);
    }

    private (string, string)[] Async(string mode) => [("MachineDetection", mode), ("AsyncAmd", "true"), ("AsyncAmdStatusCallback", new Uri(App.Url, "amd").AbsoluteUri)];
}

/// <summary>A verdict that comes too late.</summary>
public sealed class LateDetectionTests : TwilioTest
{
    internal override TwilioSimulatorOptions Configure(TwilioSimulatorOptions options) => options with { Disorder = new TwilioDisorder { LateDetection = true } };

    [Fact]
    public async Task It_is_told_although_the_call_is_over()
    {
        App.On("voice", "<Pause length=\"60\"/>");
        var call = await TalkAsync(("MachineDetection", "Enable"), ("AsyncAmd", "true"), ("AsyncAmdStatusCallback", new Uri(App.Url, "amd").AbsoluteUri));
        await call.WaitForVerbAsync<TwimlVerb.Pause>(Soon);
        Phone.HangUp();
        Assert.Equal(["initiated", "ringing", "in-progress", "completed"], StatusesTold(4));
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("human", App.Next("amd")["AnsweredBy"]);
    }
}
