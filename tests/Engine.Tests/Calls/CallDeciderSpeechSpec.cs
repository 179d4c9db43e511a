using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>A call that is placed in a language and with a voice of its own.</summary>
public sealed class CallDeciderSpeechSpec : CallDeciderSpec
{
    [Fact]
    public void The_call_speaks_and_understands_the_language_that_its_agent_asked_for()
    {
        Listening(Place("op-1") with { Language = "de-AT" });
        Hear("Einen Moment bitte.");
        Assert.Equal("Lassen Sie sich Zeit.", Said().Text);
        AsideIsOver();
        Hear("hold on");
        Assert.Equal("hold on", Answered<CallReplies.TurnTaken>("op-1").Response);
    }

    [Fact]
    public void Calling_back_is_understood_in_the_calls_language()
    {
        Listening(Place("op-1") with { Language = "de" });
        Hear("ruf mich zurück");
        Assert.Equal("In Ordnung, ich rufe zurück. Bis dann.", Said().Text);
    }

    [Fact]
    public void A_call_that_asks_for_nothing_is_as_its_node_is_set()
    {
        Rules = CallRules.Default with { Language = "de-DE" };
        Listening(Place("op-1"));
        Assert.Equal(("", "", 0), (State.Speech.Voice, State.Speech.Language, State.Speech.Hints.Count));
        Hear("Einen Moment bitte.");
        Assert.Equal("Lassen Sie sich Zeit.", Said().Text);
    }

    [Fact]
    public void What_was_asked_for_is_in_the_calls_history_and_nothing_else()
    {
        Do(d => d.Operate(Place("op-1") with { Voice = " Sarah ", Hints = ["kunduz", " ", "TurnTracker"] }, "softphone"));
        var speech = State.Speech;
        Assert.Equal(("Sarah", ""), (speech.Voice, speech.Language));
        Assert.Equal(["kunduz", "TurnTracker"], speech.Hints);
        var placed = new CallEvents.CallPlaced(Now, new("softphone"), "softphone", Voice: "Sarah");
        Assert.Null((placed.Language ?? placed.Hints as object));
        Assert.Equal("Sarah", new CallState(Id).Apply(placed).Speech.Voice);
    }

    [Fact]
    public void What_is_beyond_the_bounds_counts_as_not_given()
    {
        var long61 = new string('x', CallSpeech.LongestHint + 1);
        var speech = CallSpeech.Of(new string('v', 101), new string('l', 36), [long61, .. Enumerable.Range(0, 150).Select(i => $"word{i}")]);
        Assert.Equal(("", "", CallSpeech.MostHints), (speech.Voice, speech.Language, speech.Hints.Count));
        Assert.Equal(("word0", "word99"), (speech.Hints[0], speech.Hints[^1]));
    }

    private void Listening(CallCommands.PlaceCall order)
    {
        Do(d => d.Operate(order, "softphone"));
        Do(d => d.Dialled(Leg));
        Do(d => d.LegReported(Leg, LegNews.Answered));
        Attach("ticket");
        Begun();
        Spoken(Question.Length);
    }
}
