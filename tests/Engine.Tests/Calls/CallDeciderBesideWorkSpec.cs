using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Speech;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>The person is listened to while the agent is the one at work.</summary>
public sealed class CallDeciderBesideWorkSpec : CallDeciderSpec
{
    [Fact]
    public void The_person_hears_work_and_is_asked_nothing()
    {
        Beside();
        Assert.Contains(new CallEffect.Arm(CallTimer.Working, TimeSpan.FromSeconds(2.5)), Effects);
        Assert.DoesNotContain(Effects, e => e is CallEffect.Arm { Timer: CallTimer.Listen or CallTimer.Quiet or CallTimer.Idle });
        Pass(2.5);
        Do(d => d.Elapsed(CallTimer.Working, 0));
        Assert.Equal(Earcon.Working, Told<StreamCommands.PlayEarcon>().Earcon);
        Assert.Contains(new CallEffect.Arm(CallTimer.Working, TimeSpan.FromSeconds(8)), Effects);
        // A timer of before that was on its way.
        Do(d => d.Elapsed(CallTimer.Quiet, 0));
        Do(d => d.Elapsed(CallTimer.Idle, 0));
        Assert.Empty(Effects);
    }

    [Fact]
    public void A_progress_line_is_said_and_one_of_before_is_not_dropped()
    {
        Talking();
        Finished("run the tests");
        Do(d => d.ProgressReported("Building."));
        Assert.Equal("Building.", Said().Text);
        Do(d => d.ProgressReported("Testing."));
        Do(d => d.Operate(Listen(), null));
        AsideIsOver();
        Pass(6);
        Do(d => d.Elapsed(CallTimer.Progress, 0));
        Assert.Equal("Testing.", Said().Text);
    }

    [Fact]
    public void What_the_person_says_ends_it()
    {
        Beside();
        Hear("stop");
        var turn = Answered<CallReplies.TurnTaken>("op-2");
        Assert.Equal(("stop", WordSource.Recognizer), (turn.Response, turn.Source));
    }

    [Fact]
    public void Words_behind_its_abandoning_are_kept_for_the_next_operation()
    {
        Beside();
        Do(d => d.VoiceBegan(1));
        Do(d => d.Abandon(new OperationId("op-2")));
        Assert.Equal(RefusalReason.Abandoned, Answered<CallReplies.Refused>("op-2").Reason);
        Do(d => d.Operate(Continue("op-3", "All green."), null));
        Do(d => d.VoiceEnded(1));
        Hear("wait a bit");
        Begun(3);
        Spoken(10, utterance: 3);
        Hear("and now go on");
        Assert.Equal("wait a bit and now go on", Answered<CallReplies.TurnTaken>("op-3").Response);
    }

    [Fact]
    public void Hanging_up_ends_it()
    {
        Beside();
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        Assert.Equal(CallEndReason.HungUp, Answered<CallReplies.TurnTaken>("op-2").EndReason);
    }

    [Fact]
    public void Nothing_understood_and_a_recogniser_that_is_lost_are_said_and_do_not_end_it()
    {
        Beside();
        for (var i = 0; i < 3; i++)
        {
            Do(d => d.NotUnderstood(new StreamEvents.NotUnderstood(Id, 1, TimeSpan.FromSeconds(1))));
            Assert.Equal(i < 2, Live.Aside is not null);
            if (i < 2) AsideIsOver();
        }

        Do(d => d.RecognitionLost(new StreamEvents.RecognitionLost(Id, 1, "It broke.")));
        Assert.StartsWith("I cannot hear you", Said().Text, StringComparison.Ordinal);
        AsideIsOver();
        Assert.NotNull(State.Current);
        Press('7');
        Press('#');
        Assert.Equal(("7", WordSource.Keypad), Answered<CallReplies.TurnTaken>("op-2") is var t ? (t.Response, t.Source) : default);
    }

    [Fact]
    public void A_phone_that_comes_back_finds_the_same()
    {
        Beside();
        Do(d => d.Detached(1));
        Attach("ticket-2");
        Assert.Contains(new CallEffect.Arm(CallTimer.Working, TimeSpan.FromSeconds(2.5)), Effects);
        Assert.DoesNotContain(Effects, e => e is CallEffect.Arm { Timer: CallTimer.Listen or CallTimer.Quiet });
    }

    [Fact]
    public void A_hold_that_is_over_asks_nothing_either()
    {
        Beside();
        Hear("hold on");
        AsideIsOver();
        Pass(120);
        Do(d => d.Elapsed(CallTimer.Hold, 0));
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream or CallEffect.Arm { Timer: CallTimer.Listen });
    }

    [Fact]
    public void A_recovered_call_learns_of_it_when_its_asker_asks_again()
    {
        Beside();
        Live = CallLive.Fresh;
        Do(d => d.Recovered(legsOutliveProcess: true));
        Attach("ticket-2");
        Assert.Contains(Effects, e => e is CallEffect.Arm { Timer: CallTimer.Quiet });
        Do(d => d.Operate(Listen(), null));
        Assert.Contains(new CallEffect.Disarm(CallTimer.Listen), Effects);
        Assert.Contains(new CallEffect.Disarm(CallTimer.Quiet), Effects);
        Assert.Contains(new CallEffect.Arm(CallTimer.Working, TimeSpan.FromSeconds(2.5)), Effects);
    }

    [Fact]
    public void What_was_said_before_is_brought_at_once()
    {
        Talking();
        Finished("run the tests");
        Hear("and deploy");
        Do(d => d.Operate(Listen(), null));
        Assert.Equal("and deploy", Answered<CallReplies.TurnTaken>("op-2").Response);
    }

    private CallCommands.Listen Listen() => new(Id, new OperationId("op-2"), Expectation.Open.Instance, TimeSpan.FromSeconds(30), AgentWorks: true);

    private void Beside()
    {
        Talking();
        Finished("run the tests");
        Pass(1);
        Do(d => d.Operate(Listen(), null));
    }
}
