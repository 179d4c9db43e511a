using CallActors.Engine.Turns;

namespace CallActors.Engine.Tests.Turns;

public sealed class TurnTrackerSpec
{
    private static readonly TurnRules Rules = TurnRules.Default;
    private static readonly TurnLimits Limits = TurnLimits.Of(Rules.CommitVoiced, Rules.AskAfterOpen, Rules.EndSilence);
    private readonly TurnTracker _tracker = new(Rules);

    [Fact]
    public void Onset_comes_with_the_fourth_voiced_frame_so_after_80_ms_of_voice()
    {
        Assert.Equal(VoiceSteps.None, Voiced(3, speaking: true));
        Assert.Equal(VoiceSteps.Began | VoiceSteps.Onset, Voiced(1, speaking: true));
    }

    [Fact]
    public void Onset_tolerates_two_unvoiced_frames_in_its_window()
    {
        Assert.Equal(VoiceSteps.None, Voiced(2, speaking: true));
        Assert.Equal(VoiceSteps.None, Silent(2, speaking: true));
        Assert.Equal(VoiceSteps.Began | VoiceSteps.Onset, Voiced(2, speaking: true));
    }

    [Fact]
    public void A_click_of_60_ms_is_no_onset()
    {
        Assert.Equal(VoiceSteps.None, Voiced(3, speaking: true));
        Assert.Equal(VoiceSteps.None, Silent(50, speaking: true));
        Assert.False(_tracker.InVoice);
    }

    [Fact]
    public void A_voice_while_we_are_silent_begins_a_turn_without_an_onset() =>
        Assert.Equal(VoiceSteps.Began, Voiced(4, speaking: false));

    [Fact]
    public void Speech_commits_by_its_length()
    {
        Voiced(4, speaking: true);
        Assert.Equal(VoiceSteps.None, Voiced(17, speaking: true));
        Assert.Equal(VoiceSteps.Commit, Voiced(1, speaking: true));
        Assert.False(_tracker.IsUndecided);
    }

    [Fact]
    public void Gaps_up_to_200_ms_do_not_start_the_count_anew_but_longer_ones_do()
    {
        Voiced(10, speaking: true);
        Silent(10, speaking: true);
        Assert.Equal(VoiceSteps.Commit, Voiced(12, speaking: true));

        var other = new TurnTracker(Rules);
        Run(other, true, 10);
        Run(other, false, 11);
        Assert.Equal(VoiceSteps.None, Run(other, true, 21));
        Assert.Equal(VoiceSteps.Commit, Run(other, true, 1));

        static VoiceSteps Run(TurnTracker tracker, bool voiced, int frames) => Step(tracker, voiced, frames, speaking: true);
    }

    [Fact]
    public void A_short_burst_is_asked_about_and_then_a_false_alarm()
    {
        Voiced(8, speaking: true);
        Assert.Equal(VoiceSteps.None, Silent(12, speaking: true));
        Assert.Equal(VoiceSteps.AskText, Silent(1, speaking: true));
        Assert.Equal(VoiceSteps.None, Silent(11, speaking: true));
        Assert.Equal(VoiceSteps.FalseAlarm, Silent(1, speaking: true));
        Assert.False(_tracker.InVoice);
    }

    [Fact]
    public void Clicks_and_keys_after_a_pause_do_not_keep_a_turn_open()
    {
        Voiced(20, speaking: false);
        Silent(11, speaking: false);
        for (var key = 0; key < 4; key++)
        {
            Voiced(2, speaking: false);
            Silent(3, speaking: false);
        }

        Assert.Equal(VoiceSteps.None, Silent(3, speaking: false));
        Assert.Equal(VoiceSteps.Ended, Silent(1, speaking: false));
    }

    [Fact]
    public void A_voice_that_goes_on_after_a_pause_is_believed_with_its_third_frame_and_the_pause_was_as_long_as_it_was()
    {
        Voiced(20, speaking: false);
        Silent(15, speaking: false);
        Assert.Equal(VoiceSteps.None, Voiced(2, speaking: false));
        Assert.Equal(VoiceSteps.WentOn, Voiced(1, speaking: false));
        Assert.Equal(TimeSpan.FromMilliseconds(300), _tracker.LastPause);
        Assert.Equal(23 * TimeSpan.FromMilliseconds(20), _tracker.Voiced);
    }

    [Fact]
    public void A_burst_that_words_decided_ends_as_a_turn()
    {
        Voiced(8, speaking: true);
        _tracker.Decide();
        Assert.Equal(VoiceSteps.None, Silent(34, speaking: false));
        Assert.Equal(VoiceSteps.Ended, Silent(1, speaking: false));
    }

    [Fact]
    public void A_turn_ends_after_700_ms_of_silence_and_the_silence_starts_anew_with_each_word()
    {
        Voiced(20, speaking: false);
        Assert.Equal(VoiceSteps.None, Silent(32, speaking: false));
        Assert.Equal(VoiceSteps.None, Voiced(2, speaking: false));
        Assert.Equal(VoiceSteps.WentOn, Voiced(1, speaking: false));
        Assert.Equal(TimeSpan.FromMilliseconds(640), _tracker.LastPause);
        Assert.Equal(VoiceSteps.None, Silent(34, speaking: false));
        Assert.Equal(VoiceSteps.Ended, Silent(1, speaking: false));
        Assert.Equal(TimeSpan.FromMilliseconds(700), _tracker.SinceVoiced);
    }

    [Fact]
    public void A_voice_that_begins_again_just_when_its_turn_would_end_goes_on_with_it()
    {
        Voiced(20, speaking: false);
        Assert.Equal(VoiceSteps.None, Silent(33, speaking: false));
        Assert.Equal(VoiceSteps.None, Voiced(2, speaking: false));
        Assert.Equal(VoiceSteps.WentOn, Voiced(1, speaking: false));
        Assert.Equal(TimeSpan.FromMilliseconds(660), _tracker.LastPause);
    }

    [Fact]
    public void The_text_is_not_asked_for_in_the_middle_of_what_may_be_the_next_word()
    {
        Voiced(20, speaking: false);
        Assert.Equal(VoiceSteps.None, Silent(19, speaking: false));
        Assert.Equal(VoiceSteps.None, Voiced(1, speaking: false));
        Assert.Equal(VoiceSteps.None, Silent(4, speaking: false));
        Assert.Equal(VoiceSteps.AskText, Silent(1, speaking: false));
    }

    [Fact]
    public void A_choice_ends_a_turn_sooner()
    {
        Voiced(10, speaking: false);
        Assert.Equal(VoiceSteps.Ended, Step(_tracker, false, 25, speaking: false, Rules.EndSilenceForChoice));
    }

    [Fact]
    public void Our_speech_beginning_over_a_voice_is_an_onset()
    {
        Voiced(10, speaking: false);
        Assert.Equal(VoiceSteps.Onset, Voiced(1, speaking: true));
        Assert.True(_tracker.IsUndecided);
    }

    [Fact]
    public void An_endless_voice_is_ended_after_the_longest_turn()
    {
        Voiced(4, speaking: false);
        Assert.Equal(VoiceSteps.None, Voiced(2995, speaking: false));
        Assert.Equal(VoiceSteps.Ended, Voiced(1, speaking: false));
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        _tracker.Step(true, true, Limits);
        Assert.Equal(0, Allocated.Least(() =>
        {
            for (var i = 0; i < 10_000; i++) _tracker.Step(i % 7 < 4, i % 3 == 0, Limits);
        }));
    }

    private VoiceSteps Voiced(int frames, bool speaking) => Step(_tracker, true, frames, speaking);

    private VoiceSteps Silent(int frames, bool speaking) => Step(_tracker, false, frames, speaking);

    /// <summary>Steps through the frames; everything but the last must change nothing.</summary>
    private static VoiceSteps Step(TurnTracker tracker, bool voiced, int frames, bool speaking, TimeSpan? endSilence = null)
    {
        var all = VoiceSteps.None;
        for (var i = 0; i < frames; i++)
        {
            Assert.Equal(VoiceSteps.None, all & ~(VoiceSteps.Began | VoiceSteps.Onset | VoiceSteps.AskText | VoiceSteps.WentOn));
            all = tracker.Step(voiced, speaking, TurnLimits.Of(Rules.CommitVoiced, Rules.AskAfterOpen, endSilence ?? Rules.EndSilence));
        }

        return all;
    }
}
