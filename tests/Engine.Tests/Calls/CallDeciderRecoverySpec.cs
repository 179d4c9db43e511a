using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Speech;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>A call that was in another process before, or whose line was away: it goes on, and its times with it.</summary>
public sealed class CallDeciderRecoverySpec : CallDeciderSpec
{
    [Fact]
    public void A_recovered_call_waits_for_its_phone_and_then_goes_on()
    {
        Talking();
        Begun();
        Do(d => d.SpeechProgressed(new StreamEvents.SpeechProgressed(Id, 1, 1, 16)));
        Live = CallLive.Fresh;
        Do(d => d.Recovered(legsOutliveProcess: true));
        Assert.Equal(CallPhase.Connecting, State.Phase);
        Assert.Contains(new CallEffect.Arm(CallTimer.Media, TimeSpan.FromSeconds(30)), Effects);
        Attach("after the restart");
        Assert.Equal(16, Told<StreamCommands.Say>().From);
    }

    [Fact]
    public void A_recovered_call_that_was_listening_goes_on_listening()
    {
        Talking();
        Spoken(Question.Length);
        Live = CallLive.Fresh;
        Do(d => d.Recovered(legsOutliveProcess: true));
        Attach("after the restart");
        Assert.Contains(new CallEffect.Arm(CallTimer.Listen, TimeSpan.FromSeconds(180), 1), Effects);
        Hear("still here", stream: 2);
        Do(d => d.Operate(Place("op-1"), "softphone"));
        Assert.Equal("still here", Assert.IsType<CallReplies.TurnTaken>(Effect<CallEffect.Reply>().Message).Response);
    }

    [Fact]
    public void A_recovered_call_that_was_ringing_rings_again_where_its_leg_died_with_the_process()
    {
        Ringing();
        Live = CallLive.Fresh;
        Do(d => d.Recovered(legsOutliveProcess: false));
        Assert.Equal(Id, Effect<CallEffect.Dial>().Order.CallId);
        var next = new LegId("leg-2");
        Do(d => d.LegReported(next, LegNews.Answered));
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        Assert.Equal((CallPhase.Connecting, next), (State.Phase, State.Leg));
    }

    [Fact]
    public void A_recovered_call_that_was_ringing_is_not_dialled_twice_where_its_leg_lives_on()
    {
        Ringing();
        Live = CallLive.Fresh;
        Do(d => d.Recovered(legsOutliveProcess: true));
        Assert.Empty(Effects.OfType<CallEffect.Dial>());
    }

    [Fact]
    public void The_ring_time_goes_on_where_the_leg_lives_on()
    {
        Do(d => d.Operate(Place("op-1") with { RingFor = TimeSpan.FromSeconds(20) }, "softphone"));
        Do(d => d.Dialled(Leg));
        Pass(15);
        Recover();
        Assert.Contains(new CallEffect.Arm(CallTimer.Ring, TimeSpan.FromSeconds(7)), Effects);
        Pass(60);
        Recover();
        Assert.Contains(new CallEffect.Arm(CallTimer.Ring, TimeSpan.FromSeconds(1)), Effects);
    }

    [Fact]
    public void A_phone_that_is_rung_again_rings_for_its_whole_time()
    {
        Do(d => d.Operate(Place("op-1") with { RingFor = TimeSpan.FromSeconds(20) }, "softphone"));
        Do(d => d.Dialled(Leg));
        Pass(15);
        Recover(legsOutliveProcess: false);
        Assert.Equal(TimeSpan.FromSeconds(20), Effect<CallEffect.Dial>().Order.RingFor);
        Assert.Contains(new CallEffect.Arm(CallTimer.Ring, TimeSpan.FromSeconds(22)), Effects);
    }

    [Fact]
    public void The_listening_time_goes_on_and_leaves_the_person_a_moment()
    {
        Listening();
        Pass(100);
        Recover();
        Pass(20);
        Attach("after the restart");
        Assert.Contains(new CallEffect.Arm(CallTimer.Listen, TimeSpan.FromSeconds(60), 1), Effects);
        Assert.Contains(new CallEffect.Arm(CallTimer.Quiet, TimeSpan.FromSeconds(45)), Effects);
        Do(d => d.Detached(2));
        Pass(100);
        Attach("later still");
        Assert.Contains(new CallEffect.Arm(CallTimer.Listen, TimeSpan.FromSeconds(5), 1), Effects);
    }

    [Fact]
    public void A_hold_goes_on_with_the_time_that_is_left_and_the_listening_time_begins_behind_it()
    {
        Listening();
        Hear("hold on");
        Pass(50);
        Recover();
        Pass(10);
        Attach("after the restart");
        Assert.Contains(new CallEffect.Arm(CallTimer.Hold, TimeSpan.FromSeconds(60)), Effects);
        Assert.DoesNotContain(Effects, e => e is CallEffect.Arm { Timer: CallTimer.Listen or CallTimer.Quiet });
        Do(d => d.Detached(2));
        Pass(80);
        Attach("when it is over");
        Assert.DoesNotContain(Effects, e => e is CallEffect.Arm { Timer: CallTimer.Hold });
        Assert.Contains(new CallEffect.Arm(CallTimer.Listen, TimeSpan.FromSeconds(160), 1), Effects);
    }

    [Fact]
    public void The_time_in_which_an_agent_must_come_goes_on()
    {
        Listening();
        Hear("run the tests");
        Pass(300);
        Recover();
        Attach("after the restart");
        Assert.Contains(new CallEffect.Arm(CallTimer.Idle, TimeSpan.FromMinutes(2)), Effects);
    }

    [Fact]
    public void An_agent_that_asks_again_brings_the_terms_that_were_not_stored()
    {
        Do(d => d.Operate(Place("op-1") with { Expects = Expectation.Digits.Instance, ListenFor = TimeSpan.FromSeconds(9) }, "softphone"));
        Do(d => d.Dialled(Leg));
        Do(d => d.LegReported(Leg, LegNews.Answered));
        Attach("ticket");
        Recover();
        Attach("after the restart");
        Assert.Equal(Expectation.Open.Instance, Told<StreamCommands.Expect>().Expectation);
        Do(d => d.Operate(Place("op-1") with { Expects = Expectation.Digits.Instance, ListenFor = TimeSpan.FromSeconds(9) }, "softphone"));
        Assert.Equal(Expectation.Digits.Instance, Told<StreamCommands.Expect>().Expectation);
        Spoken(Question.Length);
        Assert.Contains(new CallEffect.Arm(CallTimer.Listen, TimeSpan.FromSeconds(9), 1), Effects);
    }

    private void Recover(bool legsOutliveProcess = true)
    {
        Live = CallLive.Fresh;
        Do(d => d.Recovered(legsOutliveProcess));
    }
}
