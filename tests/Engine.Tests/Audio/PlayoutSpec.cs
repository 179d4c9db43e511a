using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Engine.Audio;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Audio;

public sealed class PlayoutSpec
{
    private const string Text = "one two three four five";
    private static readonly TimeSpan Frame = AudioFormat.FrameDuration;
    private readonly Playout _playout = new(PlayoutRules.Default);
    private readonly RecordingOutlet _outlet = new();

    [Fact]
    public void The_lead_goes_out_at_once_and_then_one_frame_every_20_ms()
    {
        Say(Text, frames: 100);
        Assert.Equal(8, _playout.Send(At(0), _outlet));
        Assert.Equal(0, _playout.Send(At(0.9), _outlet));
        Assert.Equal(1, _playout.Send(At(1), _outlet));
        Assert.Equal(3, _playout.Send(At(4), _outlet));
    }

    [Fact]
    public void After_ten_seconds_exactly_500_frames_and_the_lead_are_out_however_late_the_ticks_were()
    {
        Say(Text, frames: 1000);
        var random = new Random(7);
        var now = 0.0;
        _playout.Send(At(0), _outlet);
        while (now < 500)
        {
            now = Math.Min(500, now + random.NextDouble() * 3);
            _playout.Send(At(now), _outlet);
        }

        Assert.Equal(508, _outlet.Frames.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.04)]
    [InlineData(0.5)]
    [InlineData(0.97)]
    public void Every_tick_sends_one_frame_though_ticks_come_a_little_early_or_late(double phase)
    {
        Say(Text, frames: 100);
        _playout.Send(At(0), _outlet);
        for (var i = 1; i <= 50; i++)
        {
            var now = At(i + phase + (i % 2 == 0 ? 0.08 : -0.08));
            _playout.Tick(now);
            var sent = _playout.Send(now, _outlet);
            // The first tick may find the frame due or not yet; from then on each finds one.
            if (i > 1) Assert.Equal(1, sent);
        }
    }

    [Fact]
    public void A_late_voice_is_not_caught_up_in_a_burst()
    {
        _playout.Begin(1, Text, 0);
        _playout.BeginSentence(new SpeakableSentence(Text, 0, Text.Length));
        _playout.Append(Audio(10), []);
        Assert.Equal(8, _playout.Send(At(0), _outlet));
        Assert.Equal(2, _playout.Send(At(5), _outlet));
        _playout.Append(Audio(100), []);
        Assert.Equal(8, _playout.Send(At(60), _outlet));
        Assert.Equal(1, _playout.Send(At(61), _outlet));
    }

    [Fact]
    public void Marks_follow_the_first_frame_every_200_ms_and_the_end()
    {
        Say(Text, frames: 25);
        for (var i = 0; i <= 30; i++) _playout.Send(At(i), _outlet);
        Assert.Equal([new MediaMark(1, 0), new MediaMark(1, 1), new MediaMark(1, 2), new MediaMark(1, 3)], _outlet.Marks);
        Assert.Equal([1, 10, 20, 25], MarkPositions());
    }

    [Fact]
    public void The_utterance_is_finished_when_its_last_mark_has_come_back()
    {
        Say(Text, frames: 25);
        for (var i = 0; i <= 30; i++) _playout.Send(At(i), _outlet);
        Assert.False(_playout.IsFinished(At(30)));
        Assert.True(_playout.MarkReturned(new MediaMark(1, 3), At(30)));
        Assert.True(_playout.IsFinished(At(30)));
        Assert.Equal(Text.Length, _playout.HeardLength(At(30)));
    }

    [Fact]
    public void A_carrier_that_returns_no_marks_is_given_its_grace()
    {
        Say(Text, frames: 25);
        for (var i = 0; i <= 30; i++) _playout.Send(At(i), _outlet);
        Assert.False(_playout.IsFinished(At(25) + TimeSpan.FromMilliseconds(1490)));
        Assert.True(_playout.IsFinished(At(25) + TimeSpan.FromMilliseconds(1510)));
    }

    [Theory]
    [InlineData(0, 18, "one ")]
    [InlineData(0, 20, "one ")]
    [InlineData(1, 20, "one two ")]
    [InlineData(1, 24, "one two ")]
    public void Heard_are_the_whole_words_before_the_position_that_marks_confirm(int marksReturned, int frame, string heard)
    {
        // Five words of ten frames each; the mark behind frame 20 must not be passed before it comes back.
        Say(Text, frames: 50, [0, 10, 20, 30, 40]);
        for (var i = 0; i <= 30; i++) _playout.Send(At(i), _outlet);
        _playout.MarkReturned(new MediaMark(1, 1), At(10));
        if (marksReturned >= 1) _playout.MarkReturned(new MediaMark(1, 2), At(20));
        Assert.Equal(heard, Text[.._playout.HeardLength(At(frame))]);
    }

    [Fact]
    public void A_mark_that_does_not_come_back_holds_the_position()
    {
        Say(Text, frames: 50, [0, 10, 20, 30, 40]);
        for (var i = 0; i <= 45; i++) _playout.Send(At(i), _outlet);
        _playout.MarkReturned(new MediaMark(1, 1), At(10));
        Assert.Equal("one ", Text[.._playout.HeardLength(At(45))]);
    }

    [Fact]
    public void What_a_broken_voice_gave_of_a_word_is_dropped_as_far_as_it_was_not_sent()
    {
        Append(30, sample: 1);
        for (var i = 0; i <= 14; i++) _playout.Send(At(i), _outlet);
        _playout.BreakSentence("one two ".Length, 20 * AudioFormat.FrameBytes);
        Append(10, sample: 2);
        _playout.EndSentence();
        _playout.Complete();
        for (var i = 15; i <= 60; i++) _playout.Send(At(i), _outlet);
        // 22 frames were out.
        Assert.Equal([.. Enumerable.Repeat((byte)1, 22), .. Enumerable.Repeat((byte)2, 10)], _outlet.Frames.Select(f => f[0]));
    }

    [Fact]
    public void While_it_is_not_known_what_of_a_cleared_buffer_was_heard_nothing_of_it_is_dropped()
    {
        Append(30, sample: 1);
        for (var i = 0; i <= 14; i++) _playout.Send(At(i), _outlet);
        _playout.MarkReturned(new MediaMark(1, 0), At(1));
        _playout.MarkReturned(new MediaMark(1, 1), At(10));
        _playout.Pause(At(14), _outlet);
        _playout.BreakSentence("one two ".Length, 10 * AudioFormat.FrameBytes);
        Append(10, sample: 2);
        _playout.EndSentence();
        _playout.Complete();
        // The clear came late: it took the last frame only.
        _playout.MarkReturned(new MediaMark(1, 2), At(20));
        _playout.MarkReturned(new MediaMark(1, 3), At(21));
        Assert.False(_playout.AwaitsClear);
        _playout.Resume();
        var before = _outlet.Frames.Count;
        for (var i = 21; i <= 60; i++) _playout.Send(At(i), _outlet);
        Assert.Equal([1, .. Enumerable.Repeat((byte)2, 10)], _outlet.Frames.Skip(before).Select(f => f[0]));
    }

    [Fact]
    public void A_false_alarm_resumes_at_the_sample_where_it_stopped()
    {
        _playout.Begin(1, Text, 0);
        _playout.BeginSentence(new SpeakableSentence(Text, 0, Text.Length));
        _playout.Append(Ramp(60 * AudioFormat.FrameBytes), []);
        _playout.EndSentence();
        _playout.Complete();
        for (var i = 0; i <= 20; i++) _playout.Send(At(i), _outlet);
        _playout.MarkReturned(new MediaMark(1, 1), At(10));
        _playout.MarkReturned(new MediaMark(1, 2), At(20));
        var paused = At(20) + TimeSpan.FromMilliseconds(5);

        Assert.Equal(1, _playout.Pause(paused, _outlet));
        Assert.Equal(0, _playout.Send(paused, _outlet));
        var before = _outlet.Frames.Count;
        _playout.Resume();
        _playout.Send(paused + TimeSpan.FromMilliseconds(600), _outlet);

        var played = 20 * AudioFormat.FrameBytes + 40;
        Assert.Equal(Ramp(60 * AudioFormat.FrameBytes).AsSpan(played, AudioFormat.FrameBytes).ToArray(), _outlet.Frames[before]);
        Assert.Equal(2, _playout.Epoch);
    }

    [Fact]
    public void Marks_of_an_epoch_before_the_pause_are_stale()
    {
        Say(Text, frames: 50, [0, 10, 20, 30, 40]);
        for (var i = 0; i <= 15; i++) _playout.Send(At(i), _outlet);
        _playout.Pause(At(15), _outlet);
        var heard = _playout.HeardLength(At(15));
        Assert.False(_playout.MarkReturned(new MediaMark(1, 2), At(16)));
        _playout.Resume();
        _playout.Send(At(16), _outlet);
        Assert.False(_playout.MarkReturned(new MediaMark(1, 2), At(17)));
        Assert.Equal(heard, _playout.HeardLength(At(16)));
    }

    [Fact]
    public void The_next_utterance_starts_at_once_however_long_the_one_before_was()
    {
        Say(Text, frames: 300);
        for (var i = 0; i <= 310; i++) _playout.Send(At(i), _outlet);
        _playout.Stop();
        var before = _outlet.Frames.Count;
        Say(Text, frames: 100);
        Assert.Equal(8, _playout.Send(At(320), _outlet));
        Assert.Equal(1, _playout.Send(At(321), _outlet));
        Assert.Equal(new MediaMark(_playout.Epoch, 1), LastMarkAfter(before + 10, At(322)));
    }

    [Fact]
    public void An_utterance_without_any_audio_is_finished_at_once()
    {
        _playout.Begin(1, "", 0);
        _playout.Complete();
        Assert.True(_playout.IsFinished(At(0) + TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void What_was_heard_before_a_move_counts_as_heard()
    {
        _playout.Begin(1, Text, 8);
        Assert.Equal(8, _playout.HeardLength(At(0)));
    }

    [Fact]
    public void Long_speech_is_kept_only_as_far_as_it_can_be_asked_for_again()
    {
        _playout.Begin(1, Text, 0);
        _playout.BeginSentence(new SpeakableSentence(Text, 0, Text.Length));
        var mark = 0;
        var piece = Audio(5);
        var before = 0L;
        for (var i = 0; i < 3000; i++)
        {
            if (i == 500) before = GC.GetAllocatedBytesForCurrentThread();
            if (_playout.WantsAudio) _playout.Append(piece, []);
            _playout.Send(At(i), NullOutlet.Instance);
            if (i % 10 == 9) _playout.MarkReturned(new MediaMark(1, ++mark), At(i));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private MediaMark LastMarkAfter(int frames, TimeSpan now)
    {
        _playout.Send(now, _outlet);
        Assert.Equal(frames, _outlet.Frames.Count);
        return _outlet.Marks[^1];
    }

    private int[] MarkPositions()
    {
        var frames = 0;
        var positions = new List<int>();
        foreach (var item in _outlet.Sent)
        {
            if (item is byte[]) frames++;
            if (item is MediaMark) positions.Add(frames);
        }

        return [.. positions];
    }

    private void Say(string text, int frames, int[]? wordFrames = null)
    {
        _playout.Begin(1, text, 0);
        _playout.BeginSentence(new SpeakableSentence(text, 0, text.Length));
        var starts = text.Split(' ').Aggregate((At: 0, All: new List<int>()), (s, w) => (s.At + w.Length + 1, [.. s.All, s.At])).All;
        var words = wordFrames?.Select((f, i) => new SpokenWord(starts[i], 3, f * AudioFormat.FrameBytes)).ToArray() ?? [];
        _playout.Append(Audio(frames), words);
        _playout.EndSentence();
        _playout.Complete();
    }

    private static TimeSpan At(double frame) => TimeSpan.FromSeconds(100) + frame * Frame;

    private static byte[] Audio(int frames) => [.. Enumerable.Repeat((byte)0x90, frames * AudioFormat.FrameBytes)];

    private void Append(int frames, byte sample)
    {
        if (!_playout.IsActive) _playout.Begin(1, Text, 0);
        _playout.BeginSentence(new SpeakableSentence(Text, 0, Text.Length));
        var audio = new byte[frames * AudioFormat.FrameBytes];
        Array.Fill(audio, sample);
        _playout.Append(audio, [new SpokenWord(0, 3, 0)]);
    }

    private static byte[] Ramp(int bytes) => [.. Enumerable.Range(0, bytes).Select(i => (byte)(i * 7))];

    private sealed class NullOutlet : IMediaOutlet
    {
        public static NullOutlet Instance { get; } = new();

        public bool SendAudio(ReadOnlySpan<byte> frame) => true;

        public bool SendMark(MediaMark mark) => true;

        public bool SendClear() => true;

        public void Close(string reason)
        {
        }
    }
}
