using CallActors.Demo;
using CallActors.Simulators.Softphone;

namespace CallActors.EndToEnd.Tests;

/// <summary>Calls on a loudspeaker: our own voice comes back over real sockets, and marks tell when it was played.</summary>
public sealed class LoudspeakerTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Message =
        "I have looked at the failing build. The compiler was updated on Monday, and two of the warnings have become errors. "
        + "I can silence them, or mend the code that they are about. Mending takes a little longer, but it is only three files.";

    private static TimeSpan Patience => RunningGateway.Patience;

    [Theory]
    [InlineData(8, 90)]
    [InlineData(14, 240)]
    public async Task Our_own_voice_come_back_interrupts_nothing_and_is_no_turn(double lossDb, int delayMilliseconds)
    {
        var clears = new Clears();
        await using var phone = await gateway.PhoneAsync(On(lossDb, delayMilliseconds, clears));
        var call = await gateway.TalkAsync(phone);
        var before = clears.Count;
        var speaking = await gateway.PostAsync($"/api/call/{call}/speak?include=details", new { message = Message });
        Assert.False(speaking.Flag("interrupted"));
        Assert.Equal(Message, speaking.Text("heard").Trim());
        Assert.Equal(before, clears.Count);

        var view = await gateway.GetAsync($"/api/call/{call}");
        Assert.Equal(["yes"], view.GetProperty("transcript").EnumerateArray().Where(e => e.GetProperty("speaker").GetString() == "person").Select(e => e.GetProperty("text").GetString()));
        await phone.HangUpAsync();
    }

    [Fact]
    public async Task A_person_who_speaks_over_the_loudspeaker_interrupts()
    {
        var wait = await CallersVoice.SayAsync("No. Stop. That is not what I wanted.", CancellationToken.None);
        await using var phone = await gateway.PhoneAsync(On(12, 150, new Clears()));
        var call = await gateway.TalkAsync(phone);
        var speaking = gateway.PostAsync($"/api/call/{call}/speak?include=details", new { message = Message });
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Utterance == 2 && a.HeardLength >= 40, Patience);
        await phone.SayAsync(wait);
        var answer = await speaking;
        Assert.True(answer.Flag("interrupted"));
        Assert.InRange(answer.Text("heard").Length, 40, Message.Length - 20);
        await phone.HangUpAsync();
    }

    private static HeadlessSoftphoneOptions On(double lossDb, int delayMilliseconds, IMediaProbe probe) =>
        new() { Room = new EchoingRoom(lossDb, TimeSpan.FromMilliseconds(delayMilliseconds)), Probe = probe };

    private sealed class Clears : IMediaProbe
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public void Sent(long at, bool voiced)
        {
        }

        public void Received(long at, int bytes)
        {
        }

        public void Cleared(long at) => Interlocked.Increment(ref _count);
    }
}
