using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Engine.Audio;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Audio;

/// <summary>Where a carrier's buffer was cleared, found out through roads of any delay. The carrier here plays what arrives, returns marks
/// when it has played them, at once when it has nothing to play, and all the others when it is told to clear.</summary>
public sealed class ClearedBufferSpec
{
    private static readonly TimeSpan Frame = AudioFormat.FrameDuration;
    private readonly Playout _playout = new(PlayoutRules.Default);
    private readonly RecordingOutlet _outlet = new();

    [Theory]
    [InlineData(0, 0, 0, 30)]
    [InlineData(20, 20, 0, 30)]
    [InlineData(150, 40, 0, 30)]
    [InlineData(40, 150, 0, 33)]
    [InlineData(60, 60, 80, 47)]
    [InlineData(100, 100, 0, 5)]
    [InlineData(100, 100, 60, 12)]
    public void The_position_is_the_carriers_own_whatever_the_roads_and_its_buffer_delay(int downMs, int upMs, int bufferMs, int pauseFrame)
    {
        var carrier = new DelayedCarrier(_outlet, Ms(downMs), Ms(upMs), Ms(bufferMs));
        Say(frames: 200);
        var now = At(0);
        for (var i = 0; i <= pauseFrame; i++)
        {
            now = At(i);
            _playout.Send(now, _outlet);
            carrier.Pass(now, m => _playout.MarkReturned(m, now));
        }

        _playout.Pause(now, _outlet);
        Assert.True(_playout.AwaitsClear);
        for (var i = pauseFrame; i <= pauseFrame + 25; i++)
        {
            now = At(i);
            carrier.Pass(now, m => _playout.MarkReturned(m, now));
        }

        Assert.False(_playout.AwaitsClear);
        _playout.Resume();
        var before = _outlet.Frames.Count;
        _playout.Send(now, _outlet);
        Assert.Equal(Ramp(carrier.PlayedSamples, AudioFormat.FrameBytes), _outlet.Frames[before]);
    }

    [Fact]
    public void A_carrier_that_returns_no_marks_leaves_the_estimate()
    {
        Say(frames: 200);
        for (var i = 0; i <= 30; i++) _playout.Send(At(i), _outlet);
        _playout.Pause(At(30), _outlet);
        Assert.True(_playout.AwaitsClear);
        var before = _outlet.Frames.Count;
        _playout.Resume();
        Assert.False(_playout.AwaitsClear);
        _playout.Send(At(60), _outlet);
        // Not even the first frame's mark has come back: nothing is known to be played.
        Assert.Equal(Ramp(AudioFormat.FrameBytes - 1, AudioFormat.FrameBytes), _outlet.Frames[before]);
    }

    private void Say(int frames)
    {
        const string text = "one two three";
        _playout.Begin(1, text, 0);
        _playout.BeginSentence(new SpeakableSentence(text, 0, text.Length));
        _playout.Append(Ramp(0, frames * AudioFormat.FrameBytes), []);
        _playout.EndSentence();
        _playout.Complete();
    }

    private static TimeSpan At(double frame) => TimeSpan.FromSeconds(100) + frame * Frame;

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static byte[] Ramp(long from, int length) => [.. Enumerable.Range(0, length).Select(i => (byte)((from + i) * 31 / 7))];

    /// <summary>Looks at what was sent, in steps of 20 ms.</summary>
    private sealed class DelayedCarrier(RecordingOutlet outlet, TimeSpan down, TimeSpan up, TimeSpan startDelay)
    {
        private readonly Queue<(TimeSpan At, object Item)> _road = new();
        private readonly Queue<object> _buffer = new();
        private readonly Queue<(TimeSpan At, MediaMark Mark)> _back = new();
        private int _seen;
        private TimeSpan? _frameEnds;

        public long PlayedSamples { get; private set; }

        public void Pass(TimeSpan now, Action<MediaMark> returned)
        {
            var sent = outlet.Sent;
            for (; _seen < sent.Count; _seen++) _road.Enqueue((now + down, sent[_seen]));
            for (; _frameEnds is { } end && now >= end; _frameEnds = end + Frame) PlayOne(now);
            while (_road.TryPeek(out var next) && next.At <= now)
            {
                var item = _road.Dequeue().Item;
                if (item is RecordingOutlet.Clear) Flush(now);
                else if (item is MediaMark mark && _buffer.Count == 0) _back.Enqueue((now + up, mark));
                else _buffer.Enqueue(item);
                _frameEnds ??= now + startDelay + Frame;
            }

            while (_back.TryPeek(out var back) && back.At <= now) returned(_back.Dequeue().Mark);
        }

        private void PlayOne(TimeSpan now)
        {
            if (!_buffer.TryDequeue(out var frame)) return;
            PlayedSamples += ((byte[])frame).Length;
            while (_buffer.TryPeek(out var item) && item is MediaMark mark)
            {
                _buffer.Dequeue();
                _back.Enqueue((now + up, mark));
            }
        }

        private void Flush(TimeSpan now)
        {
            foreach (var item in _buffer)
                if (item is MediaMark mark) _back.Enqueue((now + up, mark));
            _buffer.Clear();
        }
    }
}
