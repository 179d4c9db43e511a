using System.Text;
using System.Text.Json;
using CallActors.Speech.OpenAi;
using CallActors.Speech.OpenAi.Realtime;

namespace CallActors.Speech.Tests.OpenAi;

public sealed class AudioQueueSpec
{
    private readonly byte[] _piece = new byte[800];

    [Fact]
    public void Frames_are_joined_and_an_end_lets_go_what_is_not_enough()
    {
        using var queue = new AudioQueue(16_000, 640);
        Write(queue, 0, 600);
        Assert.False(queue.TryRead(_piece, out _, out _));
        Write(queue, 600, 40);
        Assert.True(queue.TryRead(_piece, out var count, out _));
        Assert.Equal(640, count);

        var end = new SegmentEnd(700);
        Write(queue, 640, 60);
        queue.Write(end);
        Write(queue, 700, 20);
        Assert.True(queue.TryRead(_piece, out count, out var none));
        Assert.Equal((60, null), (count, none));
        Assert.True(queue.TryRead(_piece, out count, out var given));
        Assert.Equal((0, end), (count, given));
        Assert.False(queue.TryRead(_piece, out _, out _));
    }

    [Fact]
    public void What_comes_out_is_what_went_in_however_much_waits()
    {
        var random = new Random(7);
        using var queue = new AudioQueue(160_000, 640);
        var (written, read) = (0, 0);
        for (var round = 0; round < 400; round++)
        {
            for (var frames = random.Next(60); frames > 0 && written - read < 150_000; frames--, written += 160) Write(queue, written, 160);
            for (var pieces = random.Next(14); pieces > 0 && queue.TryRead(_piece, out var count, out _); pieces--)
            {
                Assert.True(_piece.Take(count).SequenceEqual(Enumerable.Range(read, count).Select(i => (byte)i)));
                read += count;
            }
        }

        Assert.True(read > 100_000);
    }

    [Fact]
    public void More_than_the_bound_is_refused_and_what_waits_stays()
    {
        using var queue = new AudioQueue(16_000, 640);
        for (var at = 0; at < 16_000; at += 160) Assert.True(queue.TryWrite(new byte[160]));
        Assert.False(queue.TryWrite(new byte[160]));
        Assert.True(queue.TryRead(_piece, out var count, out _));
        Assert.Equal(800, count);
        Assert.True(queue.TryWrite(new byte[160]));
    }

    [Fact]
    public void A_steady_stream_allocates_nothing()
    {
        using var queue = new AudioQueue(160_000, 640);
        var message = new AppendMessage(_piece.Length, isPcm: true);
        var frame = Sounds.Tone(20);
        Steadily(queue, message, frame);

        Assert.Equal(0, Allocated.Least(() => Steadily(queue, message, frame)));
    }

    [Fact]
    public async Task A_closed_queue_wakes_its_reader()
    {
        var queue = new AudioQueue(16_000, 640);
        var waiting = queue.WaitAsync().AsTask();
        queue.Dispose();

        Assert.False(await waiting);
        Assert.False(queue.TryWrite(new byte[160]));
    }

    [Fact]
    public void A_message_holds_its_audio_as_it_is_or_as_pcm_of_three_times_the_rate()
    {
        var sound = Sounds.Tone(80);

        Assert.Equal(sound, AudioOf(new AppendMessage(800, isPcm: false).Write(sound)));
        var pcm = new AppendMessage(800, isPcm: true);
        var (begun, rest) = (AudioOf(pcm.Write(sound)), AudioOf(pcm.Flush()));
        Assert.Equal(640 * 3 * 2, begun.Length + rest.Length);
    }

    private static byte[] AudioOf(ReadOnlyMemory<byte> message)
    {
        using var json = JsonDocument.Parse(Encoding.UTF8.GetString(message.Span));
        Assert.Equal("input_audio_buffer.append", json.RootElement.GetProperty("type").GetString());
        return json.RootElement.GetProperty("audio").GetBytesFromBase64();
    }

    private void Steadily(AudioQueue queue, AppendMessage message, byte[] frame)
    {
        for (var i = 0; i < 500; i++)
        {
            queue.TryWrite(frame);
            while (queue.TryRead(_piece, out var count, out _)) message.Write(_piece.AsSpan(0, count));
        }
    }

    private static void Write(AudioQueue queue, int from, int count) =>
        Assert.True(queue.TryWrite([.. Enumerable.Range(from, count).Select(i => (byte)i)]));
}
