using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>A line about something else, in the middle of a conversation.</summary>
public sealed class CallDeciderNoticesSpec : CallDeciderSpec
{
    private const string Line = "Kinder has finished.";

    [Fact]
    public void A_person_who_is_listened_to_is_told_and_the_listening_begins_anew_behind_it()
    {
        Listening();
        Tell(Line);
        Assert.IsType<CallReplies.ProgressTaken>(Effect<CallEffect.Reply>().Message);
        Assert.Equal((Line, true), (Said().Text, Said().Manner!.Interruptible));
        Assert.Contains(new CallEffect.Disarm(CallTimer.Listen), Effects);
        Assert.Contains(new CallEffect.Disarm(CallTimer.Quiet), Effects);
        Pass(100);
        AsideIsOver();
        Assert.Contains(new CallEffect.Arm(CallTimer.Listen, TimeSpan.FromSeconds(180), 1), Effects);
        Assert.Contains(new CallEffect.Arm(CallTimer.Quiet, TimeSpan.FromSeconds(45)), Effects);
        Hear("yes");
        Assert.Equal("yes", Answered<CallReplies.TurnTaken>("op-1").Response);
    }

    [Fact]
    public void The_sound_comes_first_and_the_line_when_it_is_over()
    {
        Listening();
        Tell(Line, Earcon.Notice);
        Assert.Equal(Earcon.Notice, Told<StreamCommands.PlayEarcon>().Earcon);
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream { Message: StreamCommands.Say });
        Assert.Contains(new CallEffect.Arm(CallTimer.Notice, TimeSpan.FromMilliseconds(500)), Effects);
        Pass(0.2);
        Tell("Another.");
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
        Pass(0.3);
        Do(d => d.Elapsed(CallTimer.Notice, 0));
        Assert.Equal(Line, Said().Text);
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream { Message: StreamCommands.PlayEarcon });
    }

    [Fact]
    public void An_empty_line_is_the_sound_alone()
    {
        Listening();
        Tell("", Earcon.Notice);
        Assert.Equal(Earcon.Notice, Told<StreamCommands.PlayEarcon>().Earcon);
        Pass(0.5);
        Do(d => d.Elapsed(CallTimer.Notice, 0));
        Assert.Empty(Effects);
        Assert.DoesNotContain(Stored, e => e is CallEvents.AsideSaid);
    }

    [Fact]
    public void A_message_is_said_to_its_end_first()
    {
        Talking();
        Begun();
        Tell(Line);
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
        Spoken(Question.Length);
        Assert.Equal(Line, Said().Text);
    }

    [Fact]
    public void A_text_that_still_grows_is_said_to_its_end_first()
    {
        Talking();
        Finished("yes");
        Do(d => d.Operate(Continue("op-2", "I have ") with { IsComplete = false }, null));
        Begun(2);
        Do(d => d.SpeechAwaitsText(new StreamEvents.SpeechAwaitsText(Id, 1, 2, 7, 7)));
        Tell(Line);
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
    }

    [Fact]
    public void Nobody_is_talked_over_and_who_answers_the_person_goes_first()
    {
        Listening();
        Pass(10);
        Do(d => d.VoiceBegan(1));
        Tell(Line);
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
        Do(d => d.VoiceEnded(1));
        Assert.Contains(new CallEffect.Arm(CallTimer.Notice, TimeSpan.FromSeconds(2.5)), Effects);
        Hear("yes");
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream { Message: StreamCommands.Say });
        Pass(2.5);
        Do(d => d.Elapsed(CallTimer.Notice, 0));
        Assert.Equal(Line, Said().Text);
    }

    [Fact]
    public void Nobody_is_told_anything_between_two_keys()
    {
        Listening();
        Press('4');
        Tell(Line);
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
        Press('#');
        Pass(2.5);
        Do(d => d.Elapsed(CallTimer.Notice, 0));
        Assert.Equal(Line, Said().Text);
    }

    [Fact]
    public void Four_wait_in_order_and_one_more_drops_the_oldest()
    {
        Talking();
        Begun();
        foreach (var line in (string[])["one", "two", "three", "four", "five"]) Tell(line);
        Spoken(Question.Length);
        Assert.Equal("two", Said().Text);
        foreach (var line in (string[])["three", "four", "five"])
        {
            AsideIsOver();
            Assert.Equal(line, Said().Text);
        }

        AsideIsOver();
        Assert.Null(Live.Aside);
    }

    [Fact]
    public void A_person_who_cuts_into_it_is_answered_as_ever()
    {
        Listening();
        Tell(Line);
        Do(d => d.VoiceBegan(1));
        AsideIsOver(interrupted: true);
        Do(d => d.VoiceEnded(1));
        Hear("what has finished");
        Assert.Equal("what has finished", Answered<CallReplies.TurnTaken>("op-1").Response);
    }

    [Fact]
    public void On_a_line_that_is_away_it_waits_for_the_phone()
    {
        Listening();
        Do(d => d.Detached(1));
        Tell(Line);
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
        Attach("ticket-2");
        Assert.Equal(Line, Said().Text);
    }

    [Fact]
    public void A_person_who_asked_for_a_moment_keeps_it()
    {
        Listening();
        Hear("hold on");
        AsideIsOver();
        Pass(10);
        Tell(Line);
        Assert.Equal(Line, Said().Text);
        AsideIsOver();
        Assert.DoesNotContain(Effects, e => e is CallEffect.Arm { Timer: CallTimer.Listen or CallTimer.Quiet });
    }

    [Fact]
    public void The_goodbye_is_not_followed_by_news()
    {
        Talking();
        Finished("yes");
        Do(d => d.Operate(new CallCommands.EndCall(Id, new OperationId("op-2"), "Goodbye."), null));
        Begun(2);
        Tell(Line);
        Spoken(4, interrupted: true, utterance: 2);
        Assert.True(Live.Ending);
        Pass(5);
        Do(d => d.Elapsed(CallTimer.Notice, 0));
        Assert.Empty(Effects);
    }

    [Fact]
    public void A_call_that_is_over_or_was_never_placed_refuses()
    {
        Tell(Line);
        Assert.Equal(RefusalReason.UnknownCall, Refused().Reason);
        Talking();
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        Tell(Line);
        Assert.Equal(RefusalReason.CallEnded, Refused().Reason);
    }

    private void Tell(string line, Earcon? sound = null) => Do(d => d.Announce(new CallCommands.Announce(Id, line, sound)));
}
