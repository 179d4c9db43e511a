using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Engine.Audio;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Audio;

/// <summary>What of ours the person hears with each frame that comes in: the detector of voices knows our echo by it.</summary>
public sealed class PlayoutListeningSpec
{
    private const string Text = "one two three four five";
    private readonly Playout _playout = new(PlayoutRules.Default);
    private readonly RecordingOutlet _outlet = new();

    [Fact]
    public void Frames_are_heard_one_after_the_other_and_nothing_behind_the_last()
    {
        Say(frames: 20);
        var heard = new List<int>();
        for (var i = 0; i <= 24; i++)
        {
            Play(i);
            heard.Add(Heard());
        }

        Assert.Equal(Enumerable.Range(1, 20), heard.Where(frame => frame > 0));
        Assert.Equal(0, heard[^1]);
    }

    [Fact]
    public void Nothing_is_heard_before_the_first_mark_has_come_back()
    {
        Say(frames: 20);
        Assert.Equal(0, Heard());
        for (var i = 0; i < 10; i++) _playout.Send(At(i), _outlet);
        Assert.Equal(0, Heard());
        _playout.MarkReturned(_outlet.Marks[0], At(10));
        Assert.Equal(1, Heard());
    }

    [Fact]
    public void A_carrier_without_marks_is_taken_to_play_in_time()
    {
        Say(frames: 20);
        for (var i = 0; i < 5; i++) _playout.Send(At(i), Unmarked.Instance);
        Assert.Equal([1, 2, 3], Enumerable.Range(1, 3).Select(_ => Heard()));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(30)]
    public void Whatever_is_held_up_on_the_road_and_comes_in_a_burst_hears_what_it_heard(int frames)
    {
        Say(frames: 100);
        PlayAndHear(40);
        var late = 40 + frames;
        for (var i = 41; i <= late; i++) _playout.Send(At(i), _outlet);
        for (var i = 41; i <= late; i++)
        {
            // Marks come between the frames in which they were reached, but all of them now.
            Return(upTo: i, now: late);
            Assert.Equal(i, Heard());
        }
    }

    [Fact]
    public void A_carrier_that_ran_dry_is_known_again_with_its_next_mark()
    {
        const int dry = 10;
        Say(frames: 100);
        PlayAndHear(44);
        for (var i = 45; i < 45 + dry; i++)
        {
            _playout.Send(At(i), _outlet);
            Heard();
        }

        for (var i = 45 + dry; i < 100; i++)
        {
            _playout.Send(At(i), _outlet);
            Return(upTo: i - dry, i);
            var heard = Heard();
            // Marks are ten frames apart.
            if (i - dry >= 50) Assert.InRange(heard, i - dry, i - dry + 1);
        }
    }

    [Fact]
    public void What_is_heard_follows_the_marks_when_they_tell_something_else()
    {
        Say(frames: 60);
        PlayAndHear(10);
        for (var i = 11; i <= 40; i++) _playout.Send(At(i), _outlet);
        // No mark tells for a second that the carrier plays on; then four come at once.
        foreach (var mark in _outlet.Marks.Skip(2).Take(2)) _playout.MarkReturned(mark, At(40));
        Assert.Equal(31, Heard());
        Assert.Equal(32, Heard());
    }

    [Fact]
    public void After_a_clear_the_carrier_plays_on_until_its_mark_says_that_it_has_stopped()
    {
        Say(frames: 60);
        PlayAndHear(20);
        _playout.Pause(At(20), _outlet);
        Assert.Equal(21, Heard());
        Assert.Equal(22, Heard());
        _playout.MarkReturned(_outlet.Marks[^1], At(22));
        Assert.Equal(0, Heard());
    }

    [Fact]
    public void A_carrier_that_never_says_so_plays_no_more_than_it_was_sent()
    {
        Say(frames: 60);
        PlayAndHear(20);
        _playout.Pause(At(20), _outlet);
        var heard = Enumerable.Range(21, 20).Select(_ => Heard()).Where(frame => frame > 0).ToArray();
        Assert.Equal(Enumerable.Range(21, 8), heard);
    }

    [Fact]
    public void An_utterance_that_was_given_up_is_heard_until_the_clear_has_taken_effect()
    {
        Say(frames: 60);
        PlayAndHear(20);
        _playout.Pause(At(20), _outlet);
        _playout.Stop();
        Assert.Equal(21, Heard());
        _playout.MarkReturned(_outlet.Marks[^1], At(21));
        Assert.Equal(0, Heard());
    }

    [Fact]
    public void A_pause_is_heard_as_silence_and_speech_that_goes_on_from_where_it_goes_on()
    {
        Say(frames: 60);
        PlayAndHear(20);
        _playout.Pause(At(20), _outlet);
        _playout.MarkReturned(_outlet.Marks[^1], At(20));
        Assert.Equal(0, Heard());
        _playout.Resume();
        var heard = new List<int>();
        for (var i = 40; i < 50; i++)
        {
            Play(i, from: 20, at: 40);
            heard.Add(Heard());
        }

        Assert.Equal(Enumerable.Range(21, 9), heard.Where(frame => frame > 0).Take(9));
    }

    private void PlayAndHear(int frames)
    {
        for (var i = 0; i <= frames; i++)
        {
            Play(i);
            if (i > 0) Assert.Equal(i, Heard());
        }
    }

    /// <summary>Sends what is due, to a carrier that plays at once and returns its marks at once.</summary>
    /// <param name="from">The frame that the carrier went on with…</param>
    /// <param name="at">… when it was told to.</param>
    private void Play(int now, int from = 0, int at = 0)
    {
        _playout.Send(At(now), _outlet);
        Return(upTo: from + now - at, now);
    }

    private void Return(int upTo, int now)
    {
        var frame = 0;
        foreach (var item in _outlet.Sent)
        {
            if (item is byte[] sent) frame = sent[0];
            else if (item is MediaMark mark && frame <= upTo) _playout.MarkReturned(mark, At(now));
        }
    }

    /// <summary>The number of the frame that is heard with the next one that comes in; 0 for nothing.</summary>
    private int Heard() => _playout.Listen() is { IsEmpty: false } frame ? frame[0] : 0;

    private void Say(int frames)
    {
        _playout.Begin(1, Text, 0);
        _playout.BeginSentence(new SpeakableSentence(Text, 0, Text.Length));
        _playout.Append([.. Enumerable.Range(0, frames * AudioFormat.FrameBytes).Select(i => (byte)(1 + i / AudioFormat.FrameBytes))], []);
        _playout.EndSentence();
        _playout.Complete();
    }

    private sealed class Unmarked : IMediaOutlet
    {
        public static Unmarked Instance { get; } = new();

        public bool SendAudio(ReadOnlySpan<byte> frame) => true;

        public bool SendMark(MediaMark mark) => false;

        public bool SendClear() => true;

        public void Close(string reason)
        {
        }
    }

    private static TimeSpan At(double frame) => TimeSpan.FromSeconds(100) + frame * AudioFormat.FrameDuration;
}
