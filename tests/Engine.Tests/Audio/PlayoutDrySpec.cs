using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Engine.Audio;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Audio;

/// <summary>An utterance of which everything at hand was played, and more will come.</summary>
public sealed class PlayoutDrySpec
{
    private const string Text = "one two. ";
    private readonly Playout _playout = new(PlayoutRules.Default);
    private readonly RecordingOutlet _outlet = new();

    [Fact]
    public void It_is_dry_when_the_last_mark_is_back_and_not_before()
    {
        Say(samples: 5 * AudioFormat.FrameBytes);
        _playout.Send(At(0), _outlet);
        Assert.False(_playout.IsDry(At(4)));
        _playout.MarkReturned(_outlet.Marks[^1], At(5));
        Assert.True(_playout.IsDry(At(5)));
        Assert.Equal(Text.Length, _playout.FullLength);
    }

    [Fact]
    public void It_is_dry_a_while_after_its_time_where_marks_do_not_come_back()
    {
        Say(samples: 5 * AudioFormat.FrameBytes);
        _playout.Send(At(0), _outlet);
        Assert.False(_playout.IsDry(At(5)));
        Assert.True(_playout.IsDry(At(6) + PlayoutRules.Default.MarkGrace));
    }

    [Fact]
    public void What_is_left_of_a_frame_goes_out_so_that_the_last_word_is_heard()
    {
        Say(samples: 5 * AudioFormat.FrameBytes + 40);
        _playout.Send(At(0), _outlet);
        Assert.Equal(5, _outlet.Frames.Count);
        _playout.SendRest(_outlet);
        Assert.Equal(6, _outlet.Frames.Count);
        Assert.Equal((0x90, AudioFormat.Silence), (_outlet.Frames[5][39], _outlet.Frames[5][40]));
        _playout.MarkReturned(_outlet.Marks[^1], At(6));
        Assert.True(_playout.IsDry(At(6)));
        Assert.Equal(Text.Length, _playout.HeardLength(At(6)));
        _playout.SendRest(_outlet);
        Assert.Equal(6, _outlet.Frames.Count);
    }

    [Fact]
    public void A_whole_frame_is_no_rest_and_keeps_its_time()
    {
        Say(samples: 20 * AudioFormat.FrameBytes);
        _playout.Send(At(0), _outlet);
        _playout.SendRest(_outlet);
        Assert.Equal(8, _outlet.Frames.Count);
    }

    [Fact]
    public void Nothing_is_dry_that_is_whole_or_stands_still()
    {
        Say(samples: 5 * AudioFormat.FrameBytes);
        _playout.Send(At(0), _outlet);
        _playout.MarkReturned(_outlet.Marks[^1], At(5));
        _playout.Pause(At(5), _outlet);
        Assert.False(_playout.IsDry(At(5)));
        _playout.Resume();
        _playout.Complete();
        Assert.False(_playout.IsDry(At(60)));
    }

    private void Say(int samples)
    {
        _playout.Begin(1, Text, 0);
        _playout.BeginSentence(new SpeakableSentence("one two.", 0, Text.Length));
        _playout.Append([.. Enumerable.Repeat((byte)0x90, samples)], []);
        _playout.EndSentence();
    }

    private static TimeSpan At(double frame) => TimeSpan.FromSeconds(100) + frame * AudioFormat.FrameDuration;
}
