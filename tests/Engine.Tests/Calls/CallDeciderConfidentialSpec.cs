using System.Text;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Recordings;
using CallActors.Contracts.Speech;
using CallActors.Contracts.Switchboard;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>What is said to a confidential operation is in its reply, and nowhere else.</summary>
public sealed class CallDeciderConfidentialSpec : CallDeciderSpec
{
    private const string Prompt = "Please enter your PIN.";

    [Fact]
    public void A_pin_that_is_keyed_over_its_prompt_is_in_the_reply_alone()
    {
        Prompted();
        Enter("0417");
        Spoken(7, interrupted: true, utterance: 2);
        Assert.DoesNotContain(Effects, e => e is CallEffect.Answer);
        Key('#');
        var turn = Answered<CallReplies.TurnTaken>("op-2");
        Assert.Equal(("0417", WordSource.Keypad), (turn.Response, turn.Source));
        AssertUnknown("0417");
        Assert.Equal(CallEvents.NotKept, State.Find(new OperationId("op-2"))!.Response);
        Assert.Contains(State.View().Transcript, l => l.Text == CallEvents.NotKept);
    }

    [Fact]
    public void An_entry_that_is_over_before_the_prompt_is_answers_it_when_the_prompt_has_stopped()
    {
        Prompted();
        Enter("4711");
        Key('#');
        Assert.DoesNotContain(Effects, e => e is CallEffect.Answer);
        Spoke(7, interrupted: true);
        Assert.Equal("4711", Answered<CallReplies.TurnTaken>("op-2").Response);
        AssertUnknown("4711");
    }

    [Fact]
    public void An_entry_that_is_over_before_anything_of_the_prompt_was_heard_answers_it_too()
    {
        Prompted();
        Enter("4711");
        Key('#');
        Pass(1);
        Begun(2);
        Assert.DoesNotContain(Effects, e => e is CallEffect.Answer);
        Spoke(Prompt.Length);
        Assert.Equal("4711", Answered<CallReplies.TurnTaken>("op-2").Response);
        AssertUnknown("4711");
    }

    [Fact]
    public void The_pause_ends_an_entry_too()
    {
        Asked();
        Enter("4711");
        Do(d => d.Elapsed(CallTimer.Keypad, 0));
        Assert.Equal("4711", Answered<CallReplies.TurnTaken>("op-2").Response);
        AssertUnknown("4711");
    }

    [Fact]
    public void A_pin_that_is_spoken_isShown_to_nobody()
    {
        Asked();
        Do(d => d.VoiceBegan(1));
        Do(d => d.PersonHeard(new StreamEvents.PersonHeard(Id, 1, "four seven")));
        Do(d => d.VoiceEnded(1));
        Say("four seven eleven");
        Assert.Equal(("four seven eleven", WordSource.Recognizer), (Answered<CallReplies.TurnTaken>("op-2").Response, Answered<CallReplies.TurnTaken>("op-2").Source));
        AssertUnknown("four");
    }

    [Fact]
    public void Words_over_the_prompt_are_as_secret_as_behind_it()
    {
        Prompted();
        Pass(1);
        Say("four seven eleven");
        Spoke(7, interrupted: true);
        Assert.Equal("four seven eleven", Answered<CallReplies.TurnTaken>("op-2").Response);
        AssertUnknown("four");
    }

    [Fact]
    public void Words_of_before_are_put_in_front_and_stay_what_they_are()
    {
        Unlocking();
        Say("hello there");
        Begin();
        Enter("4711");
        Spoke(7, interrupted: true);
        Key('#');
        Assert.Equal("hello there 4711", Answered<CallReplies.TurnTaken>("op-2").Response);
        Assert.Equal("hello there", State.Turns[^2].Text);
        AssertUnknown("4711");
    }

    [Fact]
    public void The_same_request_again_is_told_that_it_was_not_kept()
    {
        Asked();
        Enter("4711");
        Key('#');
        Do(d => d.Operate(Pin("op-2"), null));
        var again = Assert.IsType<CallReplies.TurnTaken>(Effect<CallEffect.Reply>().Message);
        Assert.Equal((CallEvents.NotKept, WordSource.Keypad), (again.Response, again.Source));
    }

    [Fact]
    public void A_wish_is_fulfilled_and_its_words_are_not_kept()
    {
        Asked();
        Say("could you repeat that");
        Assert.Equal(Prompt, Said().Text);
        Assert.Equal(CallEvents.NotKept, Stored.OfType<CallEvents.WishHeard>().Single().Text);
        AssertUnknown("repeat");
    }

    [Fact]
    public void A_zero_is_a_digit_of_a_pin_whatever_is_expected()
    {
        Asked();
        Key('0');
        Assert.DoesNotContain(Effects, e => e is CallEffect.Answer or CallEffect.TellStream { Message: StreamCommands.Say });
        Enter("815");
        Key('#');
        Assert.Equal("0815", Answered<CallReplies.TurnTaken>("op-2").Response);
    }

    [Fact]
    public void Hanging_up_in_the_middle_of_a_pin_tells_the_asker_and_nobody_else()
    {
        Asked();
        Enter("47");
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        var turn = Answered<CallReplies.TurnTaken>("op-2");
        Assert.Equal(("47", CallEndReason.HungUp), (turn.Response, turn.EndReason));
        AssertUnknown("47");
    }

    [Fact]
    public void What_was_said_beside_an_entry_waits_for_its_end()
    {
        Asked();
        Enter("47");
        Say("um");
        Assert.DoesNotContain(Effects, e => e is CallEffect.Answer);
        Enter("11");
        Key('#');
        Assert.Equal("um 4711", Answered<CallReplies.TurnTaken>("op-2").Response);
        AssertUnknown("4711");
    }

    [Fact]
    public void A_listening_time_does_not_run_out_in_the_middle_of_an_entry()
    {
        Asked();
        Enter("47");
        Do(d => d.Elapsed(CallTimer.Listen, 2));
        Assert.Contains(new CallEffect.Arm(CallTimer.Listen, TimeSpan.FromSeconds(5), 2), Effects);
    }

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

    [Fact]
    public void The_recording_has_silence_from_the_operations_beginning_to_the_next_one()
    {
        Rules = Rules with { Recording = RecordingPolicy.On };
        Recorded();
        Do(d => d.Operate(Pin("op-2"), null));
        Assert.True(Told<StreamCommands.MuteRecording>().IsMuted);
        Begun(2);
        Spoken(Prompt.Length, utterance: 2);
        Enter("4711");
        Key('#');
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream { Message: StreamCommands.MuteRecording });
        Do(d => d.Operate(Continue("op-3", "Right."), null));
        Assert.False(Told<StreamCommands.MuteRecording>().IsMuted);
    }

    [Fact]
    public void The_recording_has_silence_until_the_person_has_said_what_was_begun()
    {
        Rules = Rules with { Recording = RecordingPolicy.On };
        Recorded();
        Do(d => d.Operate(Pin("op-2"), null));
        Begun(2);
        Spoken(Prompt.Length, utterance: 2);
        Do(d => d.VoiceBegan(1));
        Do(d => d.Abandon(new OperationId("op-2")));
        Do(d => d.Operate(Continue("op-3", "Right."), null));
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream { Message: StreamCommands.MuteRecording });
        Do(d => d.VoiceEnded(1));
        Say("four seven eleven", voiceSeconds: 2);
        Assert.False(Told<StreamCommands.MuteRecording>().IsMuted);
    }

    [Fact]
    public void A_stream_that_comes_in_the_middle_is_told_before_it_records()
    {
        Rules = Rules with { Recording = RecordingPolicy.On };
        Recorded();
        Do(d => d.Operate(Pin("op-2"), null));
        Do(d => d.Detached(1));
        Do(d => d.Invite(Leg, "ticket-2"));
        Do(d => d.Attach("ticket-2"));
        var told = Effects.OfType<CallEffect.TellStream>().Select(e => e.Message).ToList();
        Assert.True(told.IndexOf(new StreamCommands.MuteRecording(Id, true)) < told.FindIndex(m => m is StreamCommands.Record));
        Assert.Contains(new StreamCommands.MuteRecording(Id, true), told);
    }

    [Fact]
    public void A_call_that_is_not_recorded_is_not_told_to_be_silent()
    {
        Asked();
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream { Message: StreamCommands.MuteRecording });
    }

    /// <summary>Whatever comes in whatever order while a PIN is asked for: none of its words, and no key of it, is in an event or an
    /// activity.</summary>
    [Fact]
    public void No_order_of_keys_words_and_losses_lets_anything_out()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            (State, Live) = (new CallState(Id), CallLive.Fresh);
            Stored.Clear();
            Shown.Clear();
            Prompted();
            var (streams, secrets) = (1, 0);
            for (var i = 0; i < 40; i++)
            {
                Pass(random.NextDouble() * 4);
                var stream = State.Streams;
                switch (random.Next(12))
                {
                    case 0 or 1 or 2: Key("3456789"[random.Next(7)]); break;
                    case 3: Key("#*0"[random.Next(3)]); break;
                    case 4: Do(d => d.VoiceBegan(stream)); break;
                    case 5: Do(d => d.VoiceEnded(stream)); break;
                    case 6: Do(d => d.PersonHeard(new StreamEvents.PersonHeard(Id, stream, $"secret {++secrets}", random.Next(2) == 0))); break;
                    case 7: Say($"secret {++secrets}", random.NextDouble() * 5, (WordSource)random.Next(3)); break;
                    case 8: Do(d => d.Elapsed(CallTimer.Keypad, 0)); break;
                    case 9 when State.Current is { SpokenAt: null, BegunAt: not null }: Spoken(7, interrupted: random.Next(2) == 0, utterance: 2); break;
                    case 10 when State.Attached:
                        Do(d => d.Detached(stream));
                        Do(d => d.Invite(Leg, $"ticket-{++streams}"));
                        Do(d => d.Attach($"ticket-{streams}"));
                        break;
                    case 11 when random.Next(4) == 0: Do(d => d.Abandon(new OperationId("op-2"))); break;
                }
            }

            // What was begun and comes when it is over.
            Say($"secret {++secrets}", voiceSeconds: 500);
            Do(d => d.Elapsed(CallTimer.Keypad, 0));
            Do(d => d.LegReported(Leg, LegNews.HungUp));
            AssertUnknown("secret");
            Assert.DoesNotContain(Stored, e => e is CallEvents.DigitPressed);
            Assert.All(Stored.OfType<CallEvents.TurnHeard>(), t => Assert.Equal((CallEvents.NotKept, (bool?)true), (t.Text, t.Confidential)));
            Assert.All(Stored.OfType<CallEvents.OperationFinished>().Where(o => o.OperationId.Value == "op-2"), o => Assert.True(o.Response is "" or CallEvents.NotKept));
            Assert.All(Shown.OfType<CallActivity.PersonSays>(), s => Assert.Equal(CallEvents.NotKept, s.Text));
        }
    }

    private CallCommands.ContinueCall Pin(string operation) =>
        new(Id, new OperationId(operation), Prompt, Expectation.Open.Instance, Confidential: true);

    /// <summary>A call of a known person's, whose welcome was said.</summary>
    private void Unlocking()
    {
        Do(d => d.Admit(new CallCommands.AdmitInbound(Id, Leg, "softphone", "+15551234567", "1", PersonId.Of("ada"))));
        Do(d => d.Invite(Leg, "ticket"));
        Do(d => d.Attach("ticket"));
        Do(d => d.Operate(Speak("op-1", "Welcome."), null));
        Begun();
        Spoken(8);
    }

    private void Begin()
    {
        Do(d => d.Operate(Pin("op-2"), null));
        Do(d => d.SpeechBegun(new StreamEvents.SpeechBegun(Id, State.Streams, 2, TimeSpan.Zero)));
    }

    private void Prompted()
    {
        Unlocking();
        Begin();
    }

    private void Asked()
    {
        Prompted();
        Spoke(Prompt.Length);
    }

    private void Recorded()
    {
        Unlocking();
        Do(d => d.SpeechFinished(new StreamEvents.SpeechFinished(Id, 1, -1, "This call is recorded.".Length, false, "", null)));
        if (State.Current is null) return;
        Begun();
        Spoken(8);
    }

    private void Spoke(int heard, bool interrupted = false) =>
        Do(d => d.SpeechFinished(new StreamEvents.SpeechFinished(Id, State.Streams, 2, heard, interrupted, "", null)));

    private void Enter(string keys)
    {
        foreach (var key in keys) Key(key);
    }

    private void Key(char key) => Do(d => d.KeyPressed(new StreamEvents.KeyPressed(Id, State.Streams, key)));

    private void Say(string text, double voiceSeconds = 0.2, WordSource source = WordSource.Recognizer) => Do(d => d.TurnFinished(
        new StreamEvents.TurnFinished(Id, State.Streams, text, source, TimeSpan.FromSeconds(voiceSeconds), TimeSpan.Zero)));

    /// <summary>Neither events as they are stored, nor activities, nor what the call shows of itself have these words, or keys one by one.</summary>
    private void AssertUnknown(params string[] secrets)
    {
        var known = new StringBuilder();
        foreach (var e in Stored) known.Append(Encoding.UTF8.GetString(CallEventCodec.ToBytes(Undated(e)))).Append('\n');
        foreach (var activity in Shown) known.Append(activity with { CallId = CallId.Parse("call-aaaaaaaaaaaaaaaaaaaaaaaaaa") }).Append('\n');
        foreach (var line in State.View().Transcript) known.Append(line.Text).Append(line.Heard).Append('\n');
        foreach (var operation in State.View().Operations) known.Append(operation.Response).Append('\n');
        Assert.All(secrets, s => Assert.DoesNotContain(s, known.ToString(), StringComparison.Ordinal));
    }

    /// <summary>Times are full of digits.</summary>
    private static ICallEvent Undated(ICallEvent fact) => fact switch
    {
        CallEvents.TurnHeard e => e with { At = default, StartedAt = default, EndedAt = default },
        CallEvents.DigitPressed e => e with { At = default },
        CallEvents.WishHeard e => e with { At = default },
        CallEvents.AsideSaid e => e with { At = default },
        CallEvents.OperationFinished e => e with { At = default, Timings = null },
        CallEvents.OperationStarted e => e with { At = default },
        _ => new CallEvents.LegRinging(default),
    };
}
