using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>Messages that come in pieces.</summary>
public sealed class CallDeciderTextSpec : CallDeciderSpec
{
    [Fact]
    public void A_message_is_said_as_its_pieces_come()
    {
        Streaming("I have ");
        Assert.Equal(("I have ", false), (Told<StreamCommands.Say>().Text, Told<StreamCommands.Say>().IsComplete));
        Add(7, "looked.", isLast: false);
        Assert.Equal(new StreamCommands.SayMore(Id, 2, "looked.", false), Told<StreamCommands.SayMore>());
        Assert.Equal(new CallReplies.TextTaken(Id, new OperationId("op-2"), 14, true), Effect<CallEffect.Reply>().Message);
        Add(14, " All green.", isLast: true);
        Assert.True(Told<StreamCommands.SayMore>().IsComplete);
        Begun(2);
        Spoken(25, utterance: 2);
        Hear("good");
        Assert.Equal("I have looked. All green.", Answered<CallReplies.TurnTaken>("op-2").Heard);
    }

    [Fact]
    public void A_piece_that_is_sent_again_is_not_said_again()
    {
        Streaming("I have ");
        Add(7, "looked.", isLast: false);
        Add(7, "looked.", isLast: false);
        Assert.Equal([new CallEffect.Reply(new CallReplies.TextTaken(Id, new OperationId("op-2"), 14, true))], Effects);
        Add(7, "looked. All", isLast: false);
        Assert.Equal(" All", Told<StreamCommands.SayMore>().Text);
        Assert.Equal("I have looked. All", State.Current!.Message);
        Add(18, ".", isLast: true);
        Add(18, ".", isLast: true);
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
    }

    [Fact]
    public void A_piece_that_comes_again_does_not_open_a_complete_message_that_waits()
    {
        Talking();
        Do(d => d.Operate(Piece("I have "), "softphone"));
        Add(7, "looked.", isLast: true);
        Add(7, "looked.", isLast: false);
        Finished("yes");
        Assert.True(Told<StreamCommands.Say>().IsComplete);
    }

    [Fact]
    public void Text_for_a_call_that_nobody_placed_or_that_is_over_is_refused_as_such()
    {
        Add(0, "Hello.", isLast: true);
        Assert.Equal(RefusalReason.UnknownCall, Refused().Reason);
        Streaming("I have ");
        Do(d => d.HangUp(new CallCommands.HangUp(Id, CallEndReason.Cancelled, "Enough.")));
        Do(d => d.AddText(new CallCommands.AddText(Id, new OperationId("op-9"), 0, "x", true)));
        Assert.Equal(RefusalReason.CallEnded, Refused().Reason);
        Add(7, "looked.", isLast: true);
        Assert.False(Assert.IsType<CallReplies.TextTaken>(Effect<CallEffect.Reply>().Message).IsWanted);
    }

    [Fact]
    public void A_gap_a_complete_message_and_an_unknown_operation_are_refused()
    {
        Streaming("I have ");
        Add(9, "looked.", isLast: false);
        Assert.Equal(RefusalReason.TextMisplaced, Refused().Reason);
        Add(7, "looked.", isLast: true);
        Add(14, " More.", isLast: true);
        Assert.Equal("The message is complete already.", Refused().Detail);
        Do(d => d.AddText(new CallCommands.AddText(Id, new OperationId("op-9"), 0, "x", true)));
        Assert.Equal(RefusalReason.UnknownOperation, Refused().Reason);
        Add(0, new string('x', 20_000), isLast: true);
        Assert.Equal(RefusalReason.TextMisplaced, Refused().Reason);
    }

    [Fact]
    public void A_text_that_stalls_ends_with_what_came()
    {
        Streaming("I have ");
        Assert.Contains(new CallEffect.Arm(CallTimer.TextStall, TimeSpan.FromSeconds(15), 2), Effects);
        Do(d => d.Elapsed(CallTimer.TextStall, 2));
        Assert.Equal(new StreamCommands.SayMore(Id, 2, "", true), Told<StreamCommands.SayMore>());
    }

    [Fact]
    public void A_text_is_not_wanted_any_more_when_the_person_has_cut_in()
    {
        Streaming("I have ");
        Begun(2);
        Spoken(2, interrupted: true, utterance: 2);
        Add(7, "looked.", isLast: true);
        Assert.False(Assert.IsType<CallReplies.TextTaken>(Effect<CallEffect.Reply>().Message).IsWanted);
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream);
    }

    [Fact]
    public void Pieces_for_an_operation_that_waits_are_kept_for_its_time()
    {
        Talking();
        Do(d => d.Operate(Piece("I have "), "softphone"));
        Add(7, "looked.", isLast: true);
        Assert.True(Assert.IsType<CallReplies.TextTaken>(Effect<CallEffect.Reply>().Message).IsWanted);
        Finished("yes");
        Assert.Equal(("I have looked.", true), (Told<StreamCommands.Say>().Text, Told<StreamCommands.Say>().IsComplete));
    }

    [Fact]
    public void An_empty_beginning_waits_for_its_first_words_without_blaming_the_voice()
    {
        Streaming("");
        Assert.DoesNotContain(Effects, e => e is CallEffect.Arm { Timer: CallTimer.SpeechStart });
        Add(0, "Done.", isLast: true);
        Assert.Contains(Effects, e => e is CallEffect.Arm { Timer: CallTimer.SpeechStart });
    }

    private void Streaming(string beginning)
    {
        Talking();
        Finished("yes");
        Do(d => d.Operate(Piece(beginning), "softphone"));
    }

    private CallCommands.ContinueCall Piece(string beginning) =>
        new(Id, new OperationId("op-2"), beginning, Expectation.Open.Instance, null, Interruptible: true, IsComplete: false);

    private void Add(int offset, string text, bool isLast) =>
        Do(d => d.AddText(new CallCommands.AddText(Id, new OperationId("op-2"), offset, text, isLast)));
}
