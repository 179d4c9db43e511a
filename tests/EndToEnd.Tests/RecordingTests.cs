using System.Diagnostics;
using CallActors.Contracts.Audio;
using CallActors.Demo;
using CallActors.Simulators.Softphone;

namespace CallActors.EndToEnd.Tests;

/// <summary>Recorded calls over real sockets: the file, read by sox, against a tape that ran beside the phone.</summary>
public sealed class RecordingTests(RecordingTests.Recorded recorded) : IClassFixture<RecordingTests.Recorded>
{
    private const int Second = AudioFormat.SampleRate;

    /// <summary>40 ms: two frames.</summary>
    private const int Aligned = 2 * AudioFormat.FrameBytes;

    private readonly TapedRoom _room = new();
    private readonly RunningGateway _gateway = recorded.Gateway;

    private static TimeSpan Patience => RunningGateway.Patience;

    [Fact]
    public async Task Both_channels_hold_what_was_said_and_heard_aligned_and_cut_where_the_person_cut_in()
    {
        await using var phone = await _gateway.PhoneAsync(new HeadlessSoftphoneOptions { Room = _room });
        const string message = "The tests are green, and everything else that I have to say about them is cut off in the middle by a key.";
        var placing = _gateway.PostAsync("/api/call?include=details", new { message, expect = "yes-no", record = true });
        await phone.WaitForRingAsync(Patience);
        await phone.AnswerAsync();
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Utterance < 0 && a.Text == "This call is recorded.", Patience);
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a.Utterance == 1, Patience);
        await phone.WaitForPlayedAsync(TimeSpan.FromSeconds(2.6), Patience);
        await phone.PressAsync('*');
        await phone.SayAsync(await CallersVoice.SayAsync("yes", CancellationToken.None));
        var answer = await placing;
        Assert.True(answer.Status == 200, answer.Body + _gateway.Process.Output);
        var call = answer.Text("callId");
        Assert.Equal(200, (await _gateway.PostAsync($"/api/call/{call}/end", new { message = "Bye." })).Status);
        await phone.WaitForEndAsync(Patience);

        var recording = (await _gateway.GetAsync($"/api/call/{call}")).GetProperty("recording");
        Assert.NotEqual(default, recording.GetProperty("beganAt").GetDateTimeOffset());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, recording.GetProperty("stopped").ValueKind);

        var (person, agent) = await ReadAsync(call);
        var (sent, played) = (Plain(_room.Sent), Plain(_room.Played));

        // Left is the tape of the microphone, sample for sample, from its first frame to its last.
        var at = Find(sent, person.AsSpan(Second / 2, Second)) - Second / 2;
        var begins = person.AsSpan().IndexOfAnyExcept(AudioFormat.Silence);
        Assert.InRange(begins, 0, Second / 4);
        Assert.True(person.AsSpan(Second / 4).SequenceEqual(sent.AsSpan(at + Second / 4, person.Length - Second / 4)));

        // Right is the tape of the loudspeaker, from behind the announcement on: the message up to the key, and the goodbye.
        var spoken = Runs(agent);
        Assert.Equal(2, spoken.Count);
        foreach (var run in spoken) Assert.InRange(Find(played, agent.AsSpan(run.From + Second / 10, Second / 5)) - (run.From + Second / 10) - at, -Aligned, Aligned);
        var heard = Runs(played);
        Assert.Equal(2, heard.Count);
        Assert.InRange(heard[0].To - at - spoken[0].To, -Aligned, Aligned);
        // More than a second of speech, the announcement, was heard before it.
        Assert.InRange(at - heard[0].From, Second, 3 * Second);
    }

    [Fact]
    public async Task A_recording_survives_kill_9_and_goes_on_in_the_same_file_behind_silence_of_the_right_length()
    {
        await using var phone = await _gateway.PhoneAsync(new HeadlessSoftphoneOptions { Room = _room });
        var placing = _gateway.PostAsync("/api/call?include=details", new { message = "Ready?", record = true });
        await phone.WaitForRingAsync(Patience);
        await phone.AnswerAsync();
        await phone.WaitForCaptionAsync<Caption.Agent>(a => a is { Utterance: 1, Finished: true }, Patience);
        await phone.WaitForPlayedAsync(TimeSpan.FromSeconds(1), Patience);
        await phone.SendWordsAsync("yes");
        var call = (await placing).Text("callId");
        Assert.Equal(200, (await _gateway.PostAsync($"/api/call/{call}/speak", new { message = "Killed now." })).Status);

        var starts = phone.MediaStarts;
        await _gateway.Process.KillAsync();
        var file = Path.Combine(_gateway.Process.Data, "recordings", $"{call}.wav");
        var before = Plain(await SoxAsync(file, "remix", "1"));
        Assert.True(before.Length > Second, $"{before.Length} samples");
        await _gateway.Process.StartAgainAsync(CancellationToken.None);
        await phone.ReconnectedAsync(starts, Patience);
        Assert.Equal(200, (await _gateway.PostAsync($"/api/call/{call}/speak", new { message = "Back." })).Status);
        Assert.Equal(200, (await _gateway.PostAsync($"/api/call/{call}/end", new { message = "Bye." })).Status);
        await phone.WaitForEndAsync(Patience);

        var (person, agent) = await ReadAsync(call);
        Assert.True(person.AsSpan().StartsWith(before), "What was recorded before is there.");
        var sent = Plain(_room.Sent);
        const int moment = Second / 4;
        var (early, late) = (before.Length - moment, person.Length - moment);
        var (first, last) = (Find(sent, person.AsSpan(early, moment)), Find(sent, person.AsSpan(late, moment)));
        var apart = _room.At(last) - _room.At(first);
        Assert.InRange((AudioFormat.DurationOf(late - early) - apart).TotalMilliseconds, -300, 300);
        Assert.Equal(person.Length, agent.Length);

        Assert.Equal(204, await _gateway.DeleteAsync($"/api/call/{call}/recording"));
        Assert.False(File.Exists(file));
        Assert.Equal(404, await _gateway.DeleteAsync($"/api/call/{call}/recording"));
    }

    private async Task<(byte[] Person, byte[] Agent)> ReadAsync(string call)
    {
        // The last half second is written when the stream has ended, in the background.
        var path = Path.GetTempFileName();
        try
        {
            byte[] bytes, again = await _gateway.GetBytesAsync($"/api/call/{call}/recording");
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            do
            {
                await timer.WaitForNextTickAsync();
                (bytes, again) = (again, await _gateway.GetBytesAsync($"/api/call/{call}/recording"));
            }
            while (again.Length != bytes.Length);
            await File.WriteAllBytesAsync(path, again);
            return (Plain(await SoxAsync(path, "remix", "1")), Plain(await SoxAsync(path, "remix", "2")));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>What sox reads from a file, as µ-law.</summary>
    private static async Task<byte[]> SoxAsync(string path, params string[] effects)
    {
        using var sox = Process.Start(new ProcessStartInfo("sox", ["-t", "wav", path, "-t", "raw", "-", .. effects]) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        await sox.StandardOutput.BaseStream.CopyToAsync(output);
        await sox.WaitForExitAsync();
        Assert.Equal(0, sox.ExitCode);
        return output.ToArray();
    }

    /// <summary>sox knows one zero where µ-law has two.</summary>
    private static byte[] Plain(byte[] muLaw) => [.. muLaw.Select(s => s == 0x7F ? AudioFormat.Silence : s)];

    private static int Find(ReadOnlySpan<byte> tape, ReadOnlySpan<byte> sound)
    {
        var at = tape.IndexOf(sound);
        Assert.True(at >= 0, "The sound is not on the tape.");
        return at;
    }

    /// <summary>Stretches of sound, with less than 600 ms of silence in each.</summary>
    private static List<(int From, int To)> Runs(byte[] channel)
    {
        var runs = new List<(int From, int To)>();
        for (var i = 0; i < channel.Length; i++)
        {
            if (channel[i] is AudioFormat.Silence or 0xFE or 0x7E) continue;
            if (runs.Count > 0 && i - runs[^1].To < 6 * Second / 10) runs[^1] = (runs[^1].From, i);
            else runs.Add((i, i));
        }

        return runs;
    }

    /// <summary>A gateway that records calls whose requests ask for it.</summary>
    public sealed class Recorded : IAsyncLifetime
    {
        public RunningGateway Gateway { get; private set; } = null!;

        public async Task InitializeAsync() => Gateway = await RunningGateway.StartAsync("recording.calls = per-call");

        public Task DisposeAsync() => Gateway.DisposeAsync();
    }
}
