using System.Diagnostics;
using CallActors.Demo;
using CallActors.Simulators.Softphone;

namespace CallActors.EndToEnd.Tests;

/// <summary>Calls on a loudspeaker: our own voice comes back over real sockets, and marks tell when it was played.</summary>
[Collection(Alone.Name)]
public sealed class LoudspeakerTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const string Message =
        "I have looked at the failing build. The compiler was updated on Monday, and two of the warnings have become errors. "
        + "I can silence them, or mend the code that they are about. Mending takes a little longer, but it is only three files.";

    private static TimeSpan Patience => RunningGateway.Patience;

    /// <summary>A phone that stands still for longer is no phone line: what was heard on it then is not judged.</summary>
    private static readonly TimeSpan Standstill = TimeSpan.FromMilliseconds(250);

    [Theory]
    [InlineData(8, 90)]
    [InlineData(14, 240)]
    public async Task Our_own_voice_come_back_interrupts_nothing_and_is_no_turn(double lossDb, int delayMilliseconds)
    {
        for (var attempt = 1; ; attempt++)
        {
            var line = new LineProbe();
            await using var phone = await gateway.PhoneAsync(On(lossDb, delayMilliseconds, line));
            var call = await gateway.TalkAsync(phone);
            var before = line.Clears;
            var speaking = await gateway.PostAsync($"/api/call/{call}/speak?include=details", new { message = Message });
            if (line.LongestGap > Standstill && attempt < 4)
            {
                await phone.HangUpAsync();
                continue;
            }
            var gap = $"The phone's longest standstill was {line.LongestGap.TotalMilliseconds:0} ms, in attempt {attempt}.";
            Assert.False(speaking.Flag("interrupted"), gap);
            Assert.Equal(Message, speaking.Text("heard").Trim());
            Assert.Equal(before, line.Clears);

            var view = await gateway.GetAsync($"/api/call/{call}");
            Assert.Equal(["yes"], view.GetProperty("transcript").EnumerateArray().Where(e => e.GetProperty("speaker").GetString() == "person").Select(e => e.GetProperty("text").GetString()));
            await phone.HangUpAsync();
            return;
        }
    }

    [Fact]
    public async Task A_person_who_speaks_over_the_loudspeaker_interrupts()
    {
        var wait = await CallersVoice.SayAsync("No. Stop. That is not what I wanted.", CancellationToken.None);
        await using var phone = await gateway.PhoneAsync(On(12, 150, new LineProbe()));
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

    /// <summary>Counts the clears, and watches whether the machine keeps time.</summary>
    private sealed class LineProbe : IMediaProbe
    {
        private int _clears;
        private long _sentAt;
        private long _longest;

        public int Clears => Volatile.Read(ref _clears);

        /// <summary>Longest time between two frames of the phone's, which are due every 20 ms.</summary>
        public TimeSpan LongestGap => Stopwatch.GetElapsedTime(0, Volatile.Read(ref _longest));

        public void Sent(long at, bool voiced)
        {
            if (_sentAt != 0) Volatile.Write(ref _longest, Math.Max(_longest, at - _sentAt));
            _sentAt = at;
        }

        public void Received(long at, int bytes)
        {
        }

        public void Cleared(long at) => Interlocked.Increment(ref _clears);
    }
}
