using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Speech;
using CallActors.Contracts.Switchboard;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>A call that a reception holds: what of its keys and wishes is the reception's, and what stays the call's.</summary>
public sealed class CallDeciderReceptionSpec : CallDeciderSpec
{
    private static readonly PersonId Ada = PersonId.Of("Ada");

    [Fact]
    public void A_call_that_comes_in_keeps_whose_it_is()
    {
        CameIn(Ada);
        Assert.Equal((Ada, true), (State.Person, State.HasReception));
        CameInAnew();
        CameIn(null);
        Assert.False(State.HasReception);
        Assert.Equal(new CallSummary(Id, CallPhase.Talking, true, "+15551234567", Start, Start), State.Summary());
    }

    [Fact]
    public void A_call_that_is_placed_because_work_is_done_says_what_it_was_given_and_listens_to_nothing()
    {
        Do(d => d.Operate(Back(), "softphone"));
        Assert.Equal((OperationKind.Speak, "Kunduz has finished.", true), (State.Current!.Kind, State.Current.Message, State.HasReception));
        Do(d => d.Dialled(Leg));
        Do(d => d.LegReported(Leg, LegNews.Answered));
        Attach("ticket");
        Begun();
        Spoken(20);
        Assert.Equal("Kunduz has finished.", Answered<CallReplies.Spoken>("back").Heard);
    }

    [Fact]
    public void A_machine_that_answers_it_is_left_that_message_and_not_what_the_reception_said_behind_it()
    {
        PickedUp();
        Spoken(20);
        Do(d => d.Operate(Continue("pin", "Please enter your PIN.") with { Confidential = true }, null));
        Begun(2);
        Report(AnsweredBy.MachineAfterBeep);
        Assert.Equal("Kunduz has finished.", Said().Text);
        Do(d => d.SpeechFinished(new StreamEvents.SpeechFinished(Id, 1, Live.Aside!.Utterance, 20, false, "", null)));
        Assert.Equal((CallEndReason.Voicemail, VoicemailOutcome.MessageLeft), (State.EndReason, State.Voicemail));
    }

    [Fact]
    public void A_greeting_that_was_taken_for_a_turn_is_one_when_the_carrier_says_so()
    {
        PickedUp();
        Hear("this is ada");
        Spoken(20);
        Do(d => d.Operate(Continue("pin", "Please enter your PIN.") with { Confidential = true }, null));
        Report(AnsweredBy.MachineAfterBeep);
        Assert.Equal("Kunduz has finished.", Said().Text);
    }

    [Fact]
    public void The_same_between_two_operations()
    {
        PickedUp();
        Spoken(20);
        Report(AnsweredBy.MachineAfterBeep);
        Assert.Equal("Kunduz has finished.", Said().Text);
    }

    [Theory]
    [InlineData('0', "0")]
    [InlineData('*', "*")]
    public void Zero_and_star_alone_are_turns(char key, string turn)
    {
        Menu();
        Press(key);
        var taken = Answered<CallReplies.TurnTaken>("op-1");
        Assert.Equal((turn, WordSource.Keypad), (taken.Response, taken.Source));
    }

    [Theory]
    [InlineData('0')]
    [InlineData('*')]
    public void Over_speech_they_answer_when_it_has_stopped(char key)
    {
        CameIn(Ada);
        Do(d => d.Operate(Continue("op-1", Question), null));
        Begun();
        Press(key);
        Spoken(3, interrupted: true);
        Assert.Equal(key.ToString(), Answered<CallReplies.TurnTaken>("op-1").Response);
    }

    [Fact]
    public void In_an_entry_zero_is_a_digit_and_star_is_nothing()
    {
        Menu();
        Press('1');
        Press('0');
        Press('*');
        Press('#');
        Assert.Equal("10", Answered<CallReplies.TurnTaken>("op-1").Response);
    }

    [Fact]
    public void Where_digits_are_expected_zero_begins_an_entry()
    {
        CameIn(Ada);
        Do(d => d.Operate(Continue("op-1", Question) with { Expects = Expectation.Digits.Instance }, null));
        Begun();
        Spoken(Question.Length);
        Press('0');
        Assert.DoesNotContain(Effects, e => e is CallEffect.Answer);
        Press('5');
        Press('#');
        Assert.Equal("05", Answered<CallReplies.TurnTaken>("op-1").Response);
    }

    [Fact]
    public void The_hash_and_repeat_that_say_the_last_message_again()
    {
        Menu();
        Press('#');
        Assert.Equal(Question, Said().Text);
        AsideIsOver();
        Hear("repeat that");
        Assert.Equal(Question, Said().Text);
        AsideIsOver();
        Hear("slower");
        Assert.Equal(0.8, Said().Manner!.Pace);
        AsideIsOver();
        Hear("hold on");
        Assert.Equal("Take your time.", Said().Text);
    }

    [Fact]
    public void Call_me_when_it_is_done_is_a_turn_and_the_line_stays_open()
    {
        Menu();
        Hear("call me when it's done");
        Assert.Equal("call me when it's done", Answered<CallReplies.TurnTaken>("op-1").Response);
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream { Message: StreamCommands.Say } or CallEffect.HangUpLeg);
    }

    [Fact]
    public void It_is_no_promise_of_the_calls_after_a_restart_either()
    {
        CameIn(Ada);
        Do(d => d.Operate(Speak("op-1", Question), null));
        Begun();
        Spoken(Question.Length);
        Pass(1);
        Hear("call me when it's done");
        Assert.Equal("call me when it's done", State.Turns.Single().Text);
        Live = CallLive.Fresh;
        Do(d => d.Recovered(legsOutliveProcess: true));
        Assert.Equal(CallPhase.Connecting, State.Phase);
    }

    [Fact]
    public void Without_a_reception_there_is_no_switchboard()
    {
        CameIn(null);
        Do(d => d.Operate(Continue("op-1", Question), null));
        Begun();
        Spoken(Question.Length);
        Press('*');
        Assert.DoesNotContain(Effects, e => e is CallEffect.Answer);
        Press('0');
        Assert.Equal("There is no switchboard on this line.", Said().Text);
    }

    [Fact]
    public void What_a_broken_reception_asked_is_given_up_and_none_of_it_is_begun()
    {
        Menu();
        Do(d => d.Operate(Continue("op-2", "Second."), null));
        Do(d => d.Operate(Continue("op-3", "Third."), null));
        Do(d => d.AbandonAll([new OperationId("op-1"), new OperationId("op-2"), new OperationId("op-3")]));
        Assert.Null(State.Current);
        Assert.Empty(Live.Queue);
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream { Message: StreamCommands.Say });
        Assert.Single(State.Operations);
    }

    [Fact]
    public void Who_calls_in_is_spoken_to_in_their_own_way_also_after_a_recovery()
    {
        Do(d => d.Admit(new CallCommands.AdmitInbound(Id, Leg, "softphone", "+15551234567", "1", Ada, "amy", "de-DE", ["kunduz"])));
        Assert.Equal(("amy", "de-DE", "kunduz"), (State.Speech.Voice, State.Speech.Language, Assert.Single(State.Speech.Hints)));
    }

    /// <summary>The person is called because work is done, and the line is picked up.</summary>
    private void PickedUp()
    {
        Do(d => d.Operate(Back(), "softphone"));
        Do(d => d.Dialled(Leg));
        Do(d => d.LegReported(Leg, LegNews.Answered));
        Attach("ticket");
        Begun();
    }

    private CallCommands.PlaceCall Back() =>
        Place("back") with { Message = "Kunduz has finished.", Attendant = CallAttendant.Switchboard, Person = Ada };

    private void CameIn(PersonId? person)
    {
        Do(d => d.Admit(new CallCommands.AdmitInbound(Id, Leg, "softphone", "+15551234567", "1", person)));
        Attach("ticket");
    }

    private void CameInAnew() => (State, Live) = (new CallState(Id), CallLive.Fresh);

    private void Menu()
    {
        CameIn(Ada);
        Do(d => d.Operate(Continue("op-1", Question), null));
        Begun();
        Spoken(Question.Length);
    }
}
