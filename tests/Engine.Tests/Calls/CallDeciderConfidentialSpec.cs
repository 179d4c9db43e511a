using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>What is said to a confidential operation is in its reply, and nowhere else.</summary>
public sealed class CallDeciderConfidentialSpec : ConfidentialSpec
{
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
}
