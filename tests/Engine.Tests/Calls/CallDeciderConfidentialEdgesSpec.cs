using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Speech;
using CallActors.Contracts.Switchboard;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>What is said just before a confidential operation, just behind it, and between two of them.</summary>
public sealed class CallDeciderConfidentialEdgesSpec : ConfidentialSpec
{
    [Fact]
    public void An_entry_that_outlives_its_operation_is_nobodys_and_stays_secret()
    {
        Asked();
        Enter("47");
        Do(d => d.Abandon(new OperationId("op-2")));
        Enter("11");
        Key('#');
        Do(d => d.Operate(new CallCommands.Listen(Id, new OperationId("op-3"), Expectation.Open.Instance), null));
        Assert.DoesNotContain(Effects, e => e is CallEffect.Answer);
        Pass(1);
        Say("hello");
        Assert.Equal("hello", Answered<CallReplies.TurnTaken>("op-3").Response);
        AssertUnknown("47", "11");
    }

    [Fact]
    public void Words_whose_text_comes_when_their_operation_is_over_are_nobodys_and_stay_secret()
    {
        Asked();
        Do(d => d.VoiceBegan(1));
        Enter("4711");
        Key('#');
        Do(d => d.PersonHeard(new StreamEvents.PersonHeard(Id, 1, "four seven")));
        Do(d => d.Operate(Continue("op-3", "Welcome."), null));
        Begun(3);
        Do(d => d.VoiceEnded(1));
        Say("four seven eleven", voiceSeconds: 3);
        Spoken(8, utterance: 3);
        Assert.DoesNotContain(Effects, e => e is CallEffect.Answer);
        Pass(1);
        Do(d => d.VoiceBegan(1));
        Do(d => d.PersonHeard(new StreamEvents.PersonHeard(Id, 1, "what is")));
        Say("what is running");
        Assert.Equal("what is running", Answered<CallReplies.TurnTaken>("op-3").Response);
        Assert.Contains(Shown, a => a is CallActivity.PersonSays { Text: "what is", IsFinal: false });
        AssertUnknown("four");
    }

    [Fact]
    public void Words_of_the_persons_browser_that_come_when_their_operation_is_over_stay_secret_too()
    {
        Asked();
        Do(d => d.PersonHeard(new StreamEvents.PersonHeard(Id, 1, "four seven")));
        Enter("4711");
        Key('#');
        Pass(1);
        // They bring no time at which the voice began.
        Say("four seven eleven", voiceSeconds: 0, source: WordSource.Browser);
        Do(d => d.Operate(new CallCommands.Listen(Id, new OperationId("op-3"), Expectation.Open.Instance), null));
        Assert.DoesNotContain(Effects, e => e is CallEffect.Answer);
        AssertUnknown("four");
    }

    [Fact]
    public void What_was_said_to_one_question_is_not_told_to_the_asker_of_another()
    {
        Prompted();
        Pass(1);
        Say("four seven eleven");
        Do(d => d.Abandon(new OperationId("op-2")));
        Do(d => d.Operate(Pin("op-3"), null));
        Begun(3);
        Spoken(Prompt.Length, utterance: 3);
        Assert.DoesNotContain(Effects, e => e is CallEffect.Answer);
        Pass(1);
        Say("one two three four");
        Assert.Equal("one two three four", Answered<CallReplies.TurnTaken>("op-3").Response);
    }

    [Fact]
    public void Typed_words_behind_the_operation_are_a_turn_as_ever()
    {
        Asked();
        Enter("4711");
        Key('#');
        Do(d => d.Operate(Continue("op-3", "Welcome."), null));
        Begun(3);
        Spoken(8, utterance: 3);
        Say("what is running", voiceSeconds: 60, source: WordSource.Typed);
        Assert.Equal("what is running", Answered<CallReplies.TurnTaken>("op-3").Response);
    }

    [Fact]
    public void A_voice_that_became_nothing_hides_no_caption_ten_seconds_later()
    {
        Asked();
        Do(d => d.VoiceBegan(1));
        Do(d => d.VoiceEnded(1));
        Enter("4711");
        Key('#');
        Do(d => d.Operate(Continue("op-3", "Right."), null));
        Pass(10);
        Do(d => d.VoiceBegan(1));
        Do(d => d.PersonHeard(new StreamEvents.PersonHeard(Id, 1, "what is")));
        Assert.Contains(Shown, a => a is CallActivity.PersonSays { Text: "what is" });
    }

    [Fact]
    public void Who_keys_a_pin_before_anything_is_asked_leaves_nothing_either_and_is_asked_for_it()
    {
        Do(d => d.Admit(new CallCommands.AdmitInbound(Id, Leg, "softphone", "+15551234567", "1", PersonId.Of("ada"))));
        Do(d => d.Invite(Leg, "ticket"));
        Do(d => d.Attach("ticket"));
        Enter("0417");
        Key('#');
        Say("four seven eleven");
        Do(d => d.Operate(Pin("op-1"), null));
        Begun();
        Spoken(Prompt.Length);
        Assert.DoesNotContain(Effects, e => e is CallEffect.Answer);
        Enter("4711");
        Key('#');
        Assert.Equal("4711", Answered<CallReplies.TurnTaken>("op-1").Response);
        AssertUnknown("0417", "4711", "four");
    }

    [Fact]
    public void Who_is_called_back_and_keys_a_pin_over_the_first_words_leaves_nothing_either()
    {
        Do(d => d.Operate(Place("back") with { Attendant = CallAttendant.Switchboard, Person = PersonId.Of("ada") }, "softphone"));
        Do(d => d.Dialled(Leg));
        Do(d => d.LegReported(Leg, LegNews.Answered));
        Do(d => d.Invite(Leg, "ticket"));
        Do(d => d.Attach("ticket"));
        Begun();
        Enter("47");
        Spoken(Question.Length);
        // The rest of it, when it is asked for.
        Do(d => d.Operate(Pin("op-2"), null));
        Enter("11");
        Key('#');
        Begun(2);
        Spoken(3, interrupted: true, utterance: 2);
        Assert.Equal("4711", Answered<CallReplies.TurnTaken>("op-2").Response);
        Assert.DoesNotContain(Stored, e => e is CallEvents.DigitPressed);
        AssertUnknown("4711");
    }

    [Fact]
    public void A_second_try_that_is_keyed_before_the_first_is_judged_leaves_nothing_and_is_asked_for_again()
    {
        Asked();
        Enter("1111");
        Key('#');
        Do(d => d.PersonHeard(new StreamEvents.PersonHeard(Id, 1, "oh no")));
        Enter("2222");
        Key('#');
        Do(d => d.Operate(Pin("op-3"), null));
        Begun(3);
        Spoken(Prompt.Length, utterance: 3);
        Assert.DoesNotContain(Effects, e => e is CallEffect.Answer);
        Enter("4711");
        Key('#');
        Assert.Equal("4711", Answered<CallReplies.TurnTaken>("op-3").Response);
        AssertUnknown("1111", "2222", "4711", "oh no");
    }

    [Fact]
    public void Keys_of_before_the_prompt_and_behind_it_are_one_entry_and_the_rest_of_it_is_secret()
    {
        Unlocking();
        Key('1');
        Begin();
        Spoke(Prompt.Length);
        Enter("289");
        Key('#');
        Assert.Equal("1289", Answered<CallReplies.TurnTaken>("op-2").Response);
        Assert.Equal("", State.Digits);
        AssertUnknown("289");
    }

    [Fact]
    public void After_a_crash_in_the_middle_nothing_of_it_is_there_and_what_comes_next_is_secret_too()
    {
        Prompted();
        Say("four seven eleven");
        Enter("47");
        // All that a new process has.
        State = Stored.Aggregate(new CallState(Id), (state, e) => state.Apply(e));
        Live = CallLive.Fresh;
        Do(d => d.Recovered(legsOutliveProcess: true));
        Attach("ticket-2");
        Begun(2);
        Spoken(Prompt.Length, utterance: 2);
        // The words are lost: the person is listened to.
        Assert.DoesNotContain(Effects, e => e is CallEffect.Answer);
        Enter("4711");
        Key('#');
        Assert.Equal("4711", Answered<CallReplies.TurnTaken>("op-2").Response);
        AssertUnknown("four", "47");
    }
}
