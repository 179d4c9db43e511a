using CallActors.Contracts.Calls;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard.Language;

/// <summary>Who wants to be called at a time names no workspace.</summary>
public sealed class ScheduledWordsSpec
{
    [Theory]
    [InlineData("call me tomorrow at nine", "en-US")]
    [InlineData("call me in an hour about the build", "en-US")]
    [InlineData("I want to be called at noon", "en-US")]
    [InlineData("I want to know which calls there are", "en-US")]
    [InlineData("ruf mich morgen um neun an", "de-DE")]
    [InlineData("wähle mich morgen um neun an", "de-DE")]
    [InlineData("ich will morgen um neun angerufen werden", "de-DE")]
    public void It_is_said_to_whoever_listens(string words, string language) =>
        Assert.IsType<Intent.Instruction>(Grammar.Understand(words, WordSource.Recognizer, Situation.AtMenu, language));

    [Theory]
    [InlineData("call kunduz", "en-US")]
    [InlineData("call mercury", "en-US")]
    [InlineData("I want kunduz", "en-US")]
    [InlineData("I want the tomato", "en-US")]
    [InlineData("gib mir kunduz", "de-DE")]
    public void Names_are_still_names(string words, string language) =>
        Assert.IsType<Intent.TalkTo>(Grammar.Understand(words, WordSource.Recognizer, Situation.AtMenu, language));
}
