using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Engine.Speech;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Speech;

/// <summary>Which voice speaks on a call that has wishes of its own.</summary>
public sealed class CallSpeechSpec
{
    private readonly WordyVoice _first = new()
    {
        Name = "first",
        Voices = [new("emma", "en-US", VoiceGender.Female), new("george", "en-US", VoiceGender.Male), new("heidi", "de-DE", VoiceGender.Female)],
    };

    private readonly WordyVoice _second = new()
    {
        Name = "second",
        Voices = [new("guy", "en-US", VoiceGender.Male), new("sally", "en-US", VoiceGender.Female), new("klaus", "de-DE", VoiceGender.Male), new("inge", "de-DE", VoiceGender.Female)],
    };

    private readonly WordyVoice _silentAboutItself = new() { Name = "third" };

    [Theory]
    [InlineData("GEORGE", "", "first: george, second: guy, third: ")]
    [InlineData("sally", "", "second: sally, first: emma, third: ")]
    // A voice that is asked for speaks whatever language; who takes over speaks it with a voice of it.
    [InlineData("george", "de", "first: george, second: klaus, third: ")]
    [InlineData("nobody", "", "first: , second: sally, third: ")]
    [InlineData("", "de-AT", "first: , second: inge, third: ")]
    [InlineData("", "EN-us", "first: , second: sally, third: ")]
    public void A_voice_is_asked_of_whoever_has_it_and_the_others_come_near_to_it(string voice, string language, string expected)
    {
        var services = Services(SpeechRules.Default).For(CallSpeech.Of(voice, language, null));
        Assert.Equal(expected, string.Join(", ", services.Voices.Select(v => $"{v.Name}: {services.VoiceFor(v)}")));
    }

    [Fact]
    public void A_configured_voice_stays_unless_it_is_known_to_speak_another_language()
    {
        var rules = SpeechRules.Default with
        {
            Voices = new Dictionary<string, string> { ["first"] = "george", ["second"] = "klaus", ["third"] = "nova" },
        };
        var german = Services(rules).For(CallSpeech.Of(null, "de-DE", null));
        Assert.Equal(["", "klaus", "nova"], german.Voices.Select(german.VoiceFor));
        var english = Services(rules).For(CallSpeech.Of(null, "en-us", null));
        Assert.Equal(["george", "klaus", "nova"], english.Voices.Select(english.VoiceFor));
    }

    [Fact]
    public void Hints_take_the_place_of_the_nodes()
    {
        var services = Services(SpeechRules.Default with { Hints = ["node"] });
        Assert.Equal(["node"], services.For(CallSpeech.OfNode).Rules.Hints);
        Assert.Equal(["kunduz"], services.For(CallSpeech.Of(null, null, ["kunduz"])).Rules.Hints);
    }

    private SpeechServices Services(SpeechRules rules) => new(
        [_first, _second, _silentAboutItself], [new ScriptedRecognizer()], new PlainSentences(), new PlainEars(), new ManualClock(), rules,
        Engine.Turns.TurnRules.Default, Engine.Audio.PlayoutRules.Default, new SpeechHealth());
}
