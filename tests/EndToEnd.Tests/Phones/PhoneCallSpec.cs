using CallActors.Contracts.Audio;
using CallActors.Demo;
using CallActors.Simulators.Media;

namespace CallActors.EndToEnd.Tests.Phones;

/// <summary>The product rings a telephone, whichever carrier leads to it: the gateway's process, a simulated carrier and a handset with real
/// audio. What our side does wrong is in the carrier's complaints, and there must be none.</summary>
public abstract class PhoneCallSpec
{
    private readonly PhoneNetwork _network;
    private readonly RunningGateway _gateway;
    private readonly Handset _phone;

    protected PhoneCallSpec(PhoneNetwork network)
    {
        (_network, _gateway, _phone) = (network, network.Gateway, network.Phone);
        _phone.Plan = new HandsetPlan.Rings();
    }

    protected PhoneNetwork Network => _network;

    protected static TimeSpan Patience => RunningGateway.Patience;

    [Fact]
    public async Task A_telephone_is_rung_spoken_to_and_heard_and_goes_on_over_a_lost_socket()
    {
        var already = _network.Complaints.Count;
        var placing = _gateway.PostAsync("/api/call?include=details", new { message = "Shall I run the tests?" });
        var call = await _phone.WaitForRingAsync(Patience);
        var answer = await TalkAsync(call, placing, TimeSpan.FromSeconds(1));
        Assert.True(answer.Status == 200, answer.Body + _gateway.Process.Output);
        Assert.Contains("run the tests", answer.Text("response"), StringComparison.OrdinalIgnoreCase);

        call.DropStreams();
        await _phone.WaitForStreamsAsync(call, 2, Patience);
        var id = answer.Text("callId");
        var speaking = await _gateway.PostAsync($"/api/call/{id}/speak?include=details", new { message = "They have passed." });
        Assert.Equal("They have passed.", speaking.Text("heard"));
        var ended = await _gateway.PostAsync($"/api/call/{id}/end", new { message = "Goodbye." });
        Assert.Equal(200, ended.Status);
        await _phone.WaitForEndAsync(call, Patience);
        var transcript = await _gateway.GetTextAsync($"/api/call/{id}/transcript?format=text");
        Assert.Matches(@"(?s)Agent: Shall I.*Person: .*run the tests.*Agent: They have passed\..*Agent: Goodbye\.", transcript);
        // The connection that was broken on purpose, and nothing else.
        Assert.Equal(_network.OfABrokenSocket, _network.Complaints.Skip(already).Select(complaint => complaint.Split(' ')[0]));
    }

    [Fact]
    public async Task An_engaged_line_is_told_at_once_and_the_phone_is_not_rung_again()
    {
        var (calls, already) = (_network.Calls, _network.Complaints.Count);
        _phone.Plan = new HandsetPlan.Busy();
        var answer = await _gateway.PostAsync("/api/call", new { message = "Hello?" });
        Assert.Equal((409, "busy"), (answer.Status, answer.Text("outcome")));
        Assert.Equal(calls + 1, _network.Calls);
        Assert.Empty(_network.Complaints.Skip(already));
    }

    [Fact]
    public async Task An_answering_machine_gets_the_message_after_its_beep_and_the_agent_is_told_so()
    {
        var already = _network.Complaints.Count;
        var greeting = await CallersVoice.SayAsync("Hello. I cannot take your call right now. Please leave a message after the tone.", CancellationToken.None);
        // As many machines do, this one pauses before its beep: what is said into the pause is not on the tape.
        var pause = Enumerable.Repeat(AudioFormat.Silence, AudioFormat.SampleRate);
        _phone.Plan = new HandsetPlan.Voicemail(TimeSpan.FromMilliseconds(300), (byte[])[.. greeting, .. pause]);
        var answer = await _gateway.PostAsync("/api/call?include=details", new { message = "The build has failed. Please call me back." });
        Assert.True(answer.Status == 200, answer.Body + _gateway.Process.Output);
        Assert.Equal(("voicemail", "The build has failed. Please call me back."), (answer.Text("endReason"), answer.Text("heard")));
        Assert.Equal("", answer.Text("response"));
        await _phone.WaitForEndAsync(Patience);
        // All of it is on the tape: 2.5 s.
        Assert.InRange(_phone.Message.Length, 19_500, 60_000);
        Assert.Empty(_network.Complaints.Skip(already));
    }

    /// <summary>Picks up if it rings, listens for a while, and answers what the agent waits for.</summary>
    protected async Task<T> TalkAsync<T>(IPhoneCall call, Task<T> asked, TimeSpan listen)
    {
        var played = _phone.Played.Total;
        if (call.IsRinging) _phone.Answer();
        await _phone.WaitForStreamsAsync(call, 1, Patience);
        await _phone.WaitForPlayedAsync(played + listen, Patience);
        await _phone.SayAsync(await CallersVoice.SayAsync("Yes, run the tests.", CancellationToken.None));
        return await asked;
    }
}
