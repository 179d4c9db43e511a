using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Audio;

/// <summary>A stream whose call has a language, a voice and likely words of its own.</summary>
public sealed class AudioStreamLanguageSpec : AudioStreamSpec
{
    private static readonly CallSpeech German = CallSpeech.Of("heidi", "de-DE", ["kunduz", "TurnTracker"]);

    [Fact]
    public async Task The_voice_speaks_and_the_recogniser_listens_as_the_call_asks()
    {
        var second = new WordyVoice { Name = "second", Voices = [new("heidi", "de-DE", VoiceGender.Female)] };
        Stream = Open(Services with { Voices = [Voice, second] });
        await AttachAsync(German);
        Assert.Equal("de-DE", Recognizer.Request!.Language);
        Assert.Equal(["kunduz", "TurnTracker"], Recognizer.Request.Hints);
        Stream.Tell(new StreamCommands.Say(Call, 1, Text, 0));
        AwaitAssert(() => Assert.NotEmpty(second.Spoken));
        Assert.Equal(("heidi", "de-DE"), (second.AskedAs[0], second.AskedIn[0]));
        Assert.Empty(Voice.Spoken);
    }

    [Fact]
    public async Task Without_a_wish_everything_is_as_the_node_is_set()
    {
        Stream = Open(Services with { Rules = Services.Rules with { Language = "fr-FR", Hints = ["nœud"] } });
        await AttachAsync(CallSpeech.OfNode);
        Assert.Equal("fr-FR", Recognizer.Request!.Language);
        Assert.Equal(["nœud"], Recognizer.Request.Hints);
        Say(1);
        Assert.Equal(("", "fr-FR"), (Voice.AskedAs[0], Voice.AskedIn[0]));
    }

    [Fact]
    public async Task A_text_is_made_speakable_in_the_calls_language()
    {
        var asked = new List<string>();
        Stream = Open(Services with { SpeakableIn = language => Named(asked, language, readsTo: 28) });
        await AttachAsync(German);
        Stream.Tell(new StreamCommands.Say(Call, 1, Text, 0));
        AwaitAssert(() => Assert.Contains("there is more.", Voice.Spoken));
        Assert.Equal(["de-DE"], asked);
    }

    [Fact]
    public async Task A_listening_noise_of_the_calls_language_does_not_interrupt()
    {
        await AttachAsync(German);
        await HearOverSpeechAsync("genau");
        FishForMessage<StreamEvents.BargeInHeard>(b => b.Step is BargeInStep.FalseAlarm);
    }

    [Fact]
    public async Task A_word_that_is_a_noise_in_another_language_alone_interrupts()
    {
        await AttachAsync();
        await HearOverSpeechAsync("genau");
        InterruptedSpeech();
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task A_language_that_a_voice_refuses_on_one_call_is_not_held_against_it_on_others(bool isOfCall, int failures)
    {
        Voice.RefusesAtOnce = true;
        var second = new WordyVoice { Name = "second" };
        var services = Services with { Voices = [Voice, second] };
        Stream = Open(services);
        await AttachAsync(isOfCall ? German : null);
        Stream.Tell(new StreamCommands.Say(Call, 1, Text, 0));
        AwaitAssert(() => Assert.NotEmpty(second.Spoken));
        Assert.Equal(failures, services.Health.Voices.View(Sys.Scheduler.Now).Single(v => v.Provider == Voice.Name).Failures);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public async Task Nor_one_that_a_recogniser_refuses(bool isOfCall, int failures)
    {
        Recognizer.RefusesOnce = true;
        var services = Services;
        Stream = Open(services);
        Stream.Tell(new MediaSignals.Started(Call, "token"));
        ExpectMsg<StreamEvents.Attach>();
        Stream.Tell(new StreamEvents.Attached(Call, 1, isOfCall ? German : null));
        AwaitAssert(() => Assert.Equal(1, Recognizer.Attempts));
        Time.Advance(TimeSpan.FromSeconds(1));
        await Recognizer.OpenedAsync();
        Assert.Equal(failures, services.Health.Recognizers.View(Sys.Scheduler.Now).Single().Failures);
    }

    private static PlainSentences Named(List<string> asked, string language, int readsTo)
    {
        asked.Add(language);
        return new PlainSentences { ReadsTo = readsTo };
    }

    private async Task HearOverSpeechAsync(string words)
    {
        Say(1, LongText);
        SkipTheGreeting();
        Hear(10);
        Silence(13);
        await AwaitAssertAsync(() => Assert.Equal(1, Recognition.Ended));
        Recognition.Final(words);
        Silence(15);
    }
}
