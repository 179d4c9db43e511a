using CallActors.Contracts.Speech;
using CallActors.Engine.Audio;
using CallActors.Engine.Speech;
using CallActors.Engine.Tests.Fakes;
using CallActors.Engine.Turns;

namespace CallActors.Engine.Tests.Speech;

public sealed class NearestVoiceSpec
{
    private static readonly VoiceProfile Wanted = new("wanted", "en-GB", VoiceGender.Female, 200, "calm");

    [Fact]
    public void The_language_decides_before_everything_else() =>
        Assert.Equal("b", NearestVoice.NameOf(Wanted, [Wanted with { Name = "a", Language = "de-DE" }, new("b", "en", VoiceGender.Male, 90, "angry")]));

    [Fact]
    public void Without_the_language_there_is_none() =>
        Assert.Equal("", NearestVoice.NameOf(Wanted, [Wanted with { Language = "fr-FR" }, Wanted with { Language = "eng" }]));

    [Fact]
    public void The_same_accent_comes_before_none_and_none_before_another()
    {
        var (same, none, other) = (Wanted with { Name = "same", Language = "EN-gb", Gender = VoiceGender.Male }, Wanted with { Name = "none", Language = "en" }, Wanted with { Name = "other", Language = "en-US" });
        Assert.Equal("same", NearestVoice.NameOf(Wanted, [other, none, same]));
        Assert.Equal("none", NearestVoice.NameOf(Wanted, [other, none]));
        Assert.Equal("other", NearestVoice.NameOf(Wanted, [other]));
    }

    [Fact]
    public void Then_who_seems_to_speak_where_that_is_told()
    {
        var (same, unknown, other) = (new VoiceProfile("same", "en-GB", VoiceGender.Female, 90), new VoiceProfile("unknown", "en-GB"), new VoiceProfile("other", "en-GB", VoiceGender.Male, 200, "calm"));
        Assert.Equal("same", NearestVoice.NameOf(Wanted, [other, unknown, same]));
        Assert.Equal("unknown", NearestVoice.NameOf(Wanted, [other, unknown]));
    }

    [Fact]
    public void Then_the_pitch_that_is_fewer_octaves_away()
    {
        VoiceProfile At(int pitch) => Wanted with { Name = $"{pitch}", PitchHz = pitch, Style = "" };
        Assert.Equal("260", NearestVoice.NameOf(Wanted, [At(140), At(260), Wanted with { PitchHz = 0 }]));
        Assert.Equal("0", NearestVoice.NameOf(Wanted, [At(120), At(400), At(0)]));
    }

    [Fact]
    public void Then_the_style_and_of_equals_the_first()
    {
        Assert.Equal("b", NearestVoice.NameOf(Wanted, [Wanted with { Name = "a", Style = "news" }, Wanted with { Name = "b", Style = "Calm" }]));
        Assert.Equal("a", NearestVoice.NameOf(Wanted, [Wanted with { Name = "a" }, Wanted with { Name = "b" }]));
    }

    [Theory]
    [InlineData("", "sally")]
    [InlineData("george", "guy")]
    public void It_is_near_to_the_configured_voice_or_to_the_first_that_speaks_the_language(string configured, string nearest)
    {
        var first = new WordyVoice
        {
            Name = "first",
            Voices = [new("heidi", "de-DE", VoiceGender.Female), new("emma", "en-US", VoiceGender.Female), new("george", "en-US", VoiceGender.Male)],
        };
        var second = new WordyVoice { Name = "second", Voices = [new("guy", "en-US", VoiceGender.Male), new("sally", "en-US", VoiceGender.Female)] };
        var rules = SpeechRules.Default with { Voices = configured.Length > 0 ? new Dictionary<string, string> { ["first"] = configured } : [] };
        var services = Services(rules, first, second);
        Assert.Equal(configured, services.VoiceFor(first));
        Assert.Equal(nearest, services.VoiceFor(second));
    }

    [Fact]
    public void What_is_configured_for_a_synthesizer_is_taken_as_it_is()
    {
        var second = new WordyVoice { Name = "second", Voices = [new("guy", "en-US", VoiceGender.Male)] };
        var services = Services(SpeechRules.Default with { Voices = new Dictionary<string, string> { ["second"] = "nova" } }, new WordyVoice(), second);
        Assert.Equal("nova", services.VoiceFor(second));
    }

    private static SpeechServices Services(SpeechRules rules, params WordyVoice[] voices) => new(
        voices, [new ScriptedRecognizer()], new PlainSentences(), new PlainEars(), new ManualClock(), rules, TurnRules.Default, PlayoutRules.Default, new SpeechHealth());
}
