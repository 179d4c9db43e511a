using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>A text that pauses in the middle of its message: the person hears that the agent works.</summary>
public sealed class CallDeciderSlowTextSpec : CallDeciderSpec
{
    private const string Beginning = "I have looked. ";

    [Fact]
    public void A_soft_sound_bridges_the_pause_and_the_next_words_end_it()
    {
        Streaming(Beginning);
        Begun(2);
        RunsDry(15);
        Assert.Contains(new CallEffect.Arm(CallTimer.Working, TimeSpan.FromSeconds(2.5)), Effects);
        Do(d => d.Elapsed(CallTimer.Working, 0));
        Assert.Equal(Earcon.Working, Told<StreamCommands.PlayEarcon>().Earcon);
        Assert.Contains(new CallEffect.Arm(CallTimer.Working, TimeSpan.FromSeconds(8)), Effects);
        Add(15, "All green.", isLast: true);
        Do(d => d.SpeechWentOn(new StreamEvents.SpeechWentOn(Id, 1, 2)));
        Assert.Contains(new CallEffect.Disarm(CallTimer.Working), Effects);
        Do(d => d.Elapsed(CallTimer.Working, 0));
        Assert.Empty(Effects);
    }

    [Fact]
    public void Pieces_that_bring_nothing_to_say_do_not_put_the_sound_off()
    {
        Streaming(Beginning);
        Begun(2);
        RunsDry(15);
        Pass(2);
        Add(15, "All", isLast: false);
        Assert.DoesNotContain(Effects, e => e is CallEffect.Disarm { Timer: CallTimer.Working });
        RunsDry(15);
        Assert.DoesNotContain(Effects, e => e is CallEffect.Arm { Timer: CallTimer.Working });
    }

    [Fact]
    public void Nor_do_they_put_off_a_progress_line_that_waits()
    {
        Rules = Rules with { WorkingAfter = TimeSpan.Zero };
        Streaming(Beginning);
        Begun(2);
        RunsDry(15);
        Do(d => d.ProgressReported("Running the tests."));
        Spoken(15, utterance: 2);
        AsideIsOver();
        RunsDry(15);
        Pass(2);
        Do(d => d.ProgressReported("Still running."));
        Assert.Contains(new CallEffect.Arm(CallTimer.Progress, TimeSpan.FromSeconds(4)), Effects);
        Pass(2);
        Add(15, "All", isLast: false);
        RunsDry(15);
        Assert.DoesNotContain(Effects, e => e is CallEffect.Arm);
        Pass(2);
        Do(d => d.Elapsed(CallTimer.Progress, 0));
        Assert.Equal("Still running.", Said().Text);
    }

    [Fact]
    public void What_was_heard_when_the_text_paused_is_kept()
    {
        Streaming(Beginning);
        Begun(2);
        RunsDry(15);
        Assert.Equal(15, State.Current!.HeardLength);
    }

    [Fact]
    public void Progress_is_said_in_the_pause_and_the_message_goes_on_behind_it()
    {
        Streaming(Beginning);
        Begun(2);
        RunsDry(15);
        Do(d => d.ProgressReported("Running the tests."));
        Assert.Equal("Running the tests.", Said().Text);
        // The stream says one utterance at a time: it gives the message up.
        Spoken(15, utterance: 2);
        Assert.Null(State.Current!.SpokenAt);
        Add(15, "All green.", isLast: true);
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
        AsideIsOver();
        Assert.Equal((Beginning + "All green.", 15, true), Told<StreamCommands.Say>() is var say ? (say.Text, say.From, say.IsComplete) : default);
        Begun(2);
        Spoken(25, utterance: 2);
        Hear("good");
        var turn = Answered<CallReplies.TurnTaken>("op-2");
        Assert.Equal((Beginning + "All green.", false), (turn.Heard, turn.Interrupted));
    }

    [Fact]
    public void Progress_does_not_cut_words_that_are_on_their_way()
    {
        Streaming(Beginning);
        Begun(2);
        Add(15, "All green. ", isLast: false);
        // The stream ran dry before that piece came to it.
        RunsDry(15, textLength: 15);
        Do(d => d.ProgressReported("Running the tests."));
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
        Do(d => d.SpeechWentOn(new StreamEvents.SpeechWentOn(Id, 1, 2)));
        Do(d => d.ProgressReported("Still running."));
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
    }

    [Fact]
    public void A_person_who_cuts_into_the_progress_line_has_cut_into_the_message()
    {
        Streaming(Beginning);
        Begun(2);
        RunsDry(15);
        Do(d => d.ProgressReported("Running the tests."));
        Spoken(15, utterance: 2);
        Do(d => d.VoiceBegan(1));
        AsideIsOver(interrupted: true);
        Do(d => d.VoiceEnded(1));
        Hear("never mind");
        var turn = Answered<CallReplies.TurnTaken>("op-2");
        Assert.Equal(("never mind", Beginning, true), (turn.Response, turn.Heard, turn.Interrupted));
        Add(15, "All green.", isLast: true);
        Assert.False(Assert.IsType<CallReplies.TextTaken>(Effect<CallEffect.Reply>().Message).IsWanted);
    }

    [Fact]
    public void A_voice_that_cuts_in_while_the_text_is_awaited_ends_the_message()
    {
        Streaming(Beginning);
        Begun(2);
        RunsDry(15);
        Do(d => d.VoiceBegan(1));
        Assert.Contains(new CallEffect.Disarm(CallTimer.Working), Effects);
        Spoken(15, interrupted: true, utterance: 2);
        Assert.NotNull(State.Current!.SpokenAt);
    }

    [Fact]
    public void The_sounds_of_an_agent_that_works_go_on_until_the_first_words_of_its_text()
    {
        Listening();
        Hear("run the tests");
        Assert.Contains(new CallEffect.Arm(CallTimer.Working, TimeSpan.FromSeconds(2.5)), Effects);
        Pass(2);
        Do(d => d.Operate(Piece("I ha"), "softphone"));
        Assert.DoesNotContain(Effects, e => e is CallEffect.Disarm { Timer: CallTimer.Working });
        RunsDry(0, textLength: 4);
        Assert.DoesNotContain(Effects, e => e is CallEffect.Arm { Timer: CallTimer.Working });
        Pass(0.5);
        Do(d => d.Elapsed(CallTimer.Working, 0));
        Assert.Equal(Earcon.Working, Told<StreamCommands.PlayEarcon>().Earcon);
        Begun(2);
        Assert.Contains(new CallEffect.Disarm(CallTimer.Working), Effects);
    }

    [Fact]
    public void The_voice_is_not_blamed_for_a_text_that_gives_it_nothing_to_say()
    {
        Streaming("I ha");
        Assert.Contains(Effects, e => e is CallEffect.Arm { Timer: CallTimer.SpeechStart });
        RunsDry(0, textLength: 4);
        Assert.Contains(new CallEffect.Disarm(CallTimer.SpeechStart), Effects);
        Do(d => d.Elapsed(CallTimer.TextStall, 2));
        Assert.Contains(Effects, e => e is CallEffect.Arm { Timer: CallTimer.SpeechStart });
    }

    private void Streaming(string beginning)
    {
        Talking();
        Finished("yes");
        Do(d => d.Operate(Piece(beginning), "softphone"));
    }

    private void RunsDry(int heard, int? textLength = null) =>
        Do(d => d.SpeechAwaitsText(new StreamEvents.SpeechAwaitsText(Id, 1, 2, heard, textLength ?? State.Current!.Message.Length)));

    private CallCommands.ContinueCall Piece(string beginning) =>
        new(Id, new OperationId("op-2"), beginning, Expectation.Open.Instance, null, Interruptible: true, IsComplete: false);

    private void Add(int offset, string text, bool isLast) =>
        Do(d => d.AddText(new CallCommands.AddText(Id, new OperationId("op-2"), offset, text, isLast)));
}
