using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>The voice of what comes next is at work while the current message is said.</summary>
public sealed class CallDeciderPreparingSpec : CallDeciderSpec
{
    [Fact]
    public void Each_operation_is_prepared_when_the_one_before_it_is_being_said()
    {
        Talking();
        Do(d => d.Operate(Speak("op-2", "Two."), "softphone"));
        Do(d => d.Operate(Speak("op-3", "Three."), "softphone"));
        Assert.Empty(Prepared());
        Begun();
        Assert.Equal([(2, "Two.")], Prepared());
        Spoken(Question.Length);
        Assert.Empty(Prepared());
        Hear("yes");
        Assert.Empty(Prepared());
        Begun(2);
        Assert.Equal([(3, "Three.")], Prepared());
    }

    [Fact]
    public void An_operation_that_comes_while_the_person_is_listened_to_is_prepared_at_once()
    {
        Listening();
        Do(d => d.Operate(Speak("op-2", "Two."), "softphone"));
        Assert.Equal([(2, "Two.")], Prepared());
        Do(d => d.Operate(Speak("op-3", "Three."), "softphone"));
        Assert.Empty(Prepared());
    }

    [Fact]
    public void The_next_is_prepared_when_the_one_that_was_is_abandoned()
    {
        Listening();
        Do(d => d.Operate(Speak("op-2", "Two."), "softphone"));
        Do(d => d.Operate(Speak("op-3", "Three."), "softphone"));
        Do(d => d.Abandon(new OperationId("op-2")));
        Assert.Equal([(2, "Three.")], Prepared());
    }

    [Fact]
    public void A_message_that_waits_is_prepared_when_its_text_is_whole()
    {
        Listening();
        Do(d => d.Operate(Speak("op-2", "I have ") with { IsComplete = false }, "softphone"));
        Assert.Empty(Prepared());
        Do(d => d.AddText(new CallCommands.AddText(Id, new OperationId("op-2"), 7, "looked.", IsLast: true)));
        Assert.Equal([(2, "I have looked.")], Prepared());
    }

    [Fact]
    public void What_the_call_itself_says_takes_the_preparations_place_and_gives_it_back()
    {
        Listening();
        Do(d => d.Operate(Speak("op-2", "Two."), "softphone"));
        Do(d => d.Elapsed(CallTimer.Quiet, 0));
        AsideIsOver();
        Assert.Equal([(2, "Two.")], Prepared());
    }

    [Fact]
    public void Behind_a_line_in_the_middle_of_a_message_the_next_is_prepared_when_the_message_goes_on()
    {
        Listening();
        Hear("yes");
        Do(d => d.Operate(Speak("op-2", "Two. ") with { IsComplete = false }, "softphone"));
        Begun(2);
        Do(d => d.Operate(Speak("op-3", "Three."), "softphone"));
        Assert.Equal([(3, "Three.")], Prepared());
        Do(d => d.SpeechAwaitsText(new StreamEvents.SpeechAwaitsText(Id, 1, 2, 5, 5)));
        Do(d => d.ProgressReported("Building."));
        Spoken(5, utterance: 2);
        AsideIsOver();
        // The message takes the place of what is prepared.
        Assert.Empty(Prepared());
        Begun(2);
        Assert.Equal([(3, "Three.")], Prepared());
    }

    [Fact]
    public void Another_phone_is_told_anew()
    {
        Listening();
        Do(d => d.Operate(Speak("op-2", "Two."), "softphone"));
        Do(d => d.Detached(1));
        Attach("again");
        Assert.Equal([(2, "Two.")], Prepared());
    }

    private List<(int Utterance, string Text)> Prepared() =>
        [.. Effects.OfType<CallEffect.TellStream>().Select(e => e.Message).OfType<StreamCommands.Prepare>().Select(p => (p.Utterance, p.Text))];
}
