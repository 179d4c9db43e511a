using CallActors.Contracts.Speech;
using CallActors.Speech.Local.PocketSphinx;

namespace CallActors.Speech.Tests.Recognition;

public sealed class RecognitionQueueTests
{
    private readonly byte[] _read = new byte[100];

    [Fact]
    public void Audio_beyond_the_bound_is_refused_whole_and_what_was_taken_stays()
    {
        var queue = new RecognitionQueue(10);

        Assert.True(queue.TryWrite([1, 2, 3, 4, 5, 6, 7]));
        Assert.False(queue.TryWrite([8, 9, 10, 11]));
        Assert.True(queue.TryWrite([8, 9, 10]));

        Assert.True(queue.Read(_read, out var count, out _));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], _read[..count]);
    }

    [Fact]
    public void Audio_keeps_its_order_around_the_end_of_the_buffer()
    {
        var queue = new RecognitionQueue(5);
        queue.TryWrite([1, 2, 3, 4]);
        Assert.Equal([1, 2, 3, 4], ReadAudio(queue));

        queue.TryWrite([5, 6, 7]);

        Assert.Equal([5, 6, 7], [.. ReadAudio(queue), .. ReadAudio(queue)]);
    }

    [Fact]
    public void A_mark_comes_between_the_audio_before_and_after_it()
    {
        var queue = new RecognitionQueue(10);
        queue.TryWrite([1, 2]);
        queue.TryMark(QueueMark.SegmentEnd.Instance);
        queue.TryMark(new QueueMark.Expected(Expectation.Digits.Instance));
        queue.TryWrite([3]);

        Assert.Equal([1, 2], ReadAudio(queue));
        Assert.True(queue.Read(_read, out _, out var first));
        Assert.Same(QueueMark.SegmentEnd.Instance, first);
        Assert.True(queue.Read(_read, out _, out var second));
        Assert.IsType<QueueMark.Expected>(second);
        Assert.Equal([3], ReadAudio(queue));
    }

    [Fact]
    public void Marks_have_a_bound_too()
    {
        var queue = new RecognitionQueue(10);

        var taken = Enumerable.Range(0, RecognitionQueue.MaximumMarks + 1).Count(_ => queue.TryMark(QueueMark.SegmentEnd.Instance));

        Assert.Equal(RecognitionQueue.MaximumMarks, taken);
    }

    [Fact]
    public void A_closed_queue_drops_what_waits_and_takes_nothing()
    {
        var queue = new RecognitionQueue(10);
        queue.TryWrite([1, 2]);

        queue.Close();

        Assert.False(queue.Read(_read, out _, out _));
        Assert.False(queue.TryWrite([3]));
        Assert.False(queue.TryMark(QueueMark.SegmentEnd.Instance));
    }

    private byte[] ReadAudio(RecognitionQueue queue)
    {
        Assert.True(queue.Read(_read, out var count, out var mark));
        Assert.Null(mark);
        return _read[..count];
    }
}
