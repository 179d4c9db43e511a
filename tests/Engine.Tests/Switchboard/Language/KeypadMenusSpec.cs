using CallActors.Contracts.Calls;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard.Language;

public sealed class KeypadMenusSpec
{
    [Theory]
    [InlineData(nameof(Situation.AtMenu), "3", "Choose 3")]
    [InlineData(nameof(Situation.AtMenu), "0", "Menu")]
    [InlineData(nameof(Situation.AtMenu), "*", "Menu")]
    [InlineData(nameof(Situation.InWorkspace), "1", "HowIs")]
    [InlineData(nameof(Situation.InWorkspace), "2", "ReadAgain")]
    [InlineData(nameof(Situation.InWorkspace), "3", "Next")]
    [InlineData(nameof(Situation.InWorkspace), "4", "AnyErrors")]
    [InlineData(nameof(Situation.InWorkspace), "5", "ReadScreen")]
    [InlineData(nameof(Situation.InWorkspace), "6", "CallBackWhenDone")]
    [InlineData(nameof(Situation.InWorkspace), "7", "StopAgent")]
    [InlineData(nameof(Situation.InWorkspace), "8", "Press 8")]
    [InlineData(nameof(Situation.InWorkspace), "9", "Help")]
    [InlineData(nameof(Situation.InWorkspace), "0", "Menu")]
    [InlineData(nameof(Situation.InWorkspace), "1234", "Help")]
    [InlineData(nameof(Situation.WithAssistant), "1", "WhatRuns")]
    [InlineData(nameof(Situation.WithAssistant), "2", "Press 2")]
    [InlineData(nameof(Situation.WithAssistant), "3", "Next")]
    [InlineData(nameof(Situation.WithAssistant), "7", "StopAgent")]
    [InlineData(nameof(Situation.WithAssistant), "0", "Menu")]
    [InlineData(nameof(Situation.AtQuestion), "1", "Yes")]
    [InlineData(nameof(Situation.AtQuestion), "2", "No")]
    [InlineData(nameof(Situation.AtQuestion), "3", "ShowMe")]
    [InlineData(nameof(Situation.AtQuestion), "#", "Press #")]
    [InlineData(nameof(Situation.ConfirmingName), "2", "Choose 2")]
    [InlineData(nameof(Situation.ConfirmingDanger), "1", "Press 1")]
    [InlineData(nameof(Situation.ConfirmingDanger), "2", "No")]
    public void Keys_have_their_meanings(string name, string key, string intent)
    {
        var situation = Enum.Parse<Situation>(name);
        Assert.Equal(intent, GrammarSpec.Written(Grammar.Understand(key, WordSource.Keypad, situation, "en")));
        Assert.Equal(Grammar.Understand(key, WordSource.Keypad, situation, "en"), Grammar.Understand(key, WordSource.Keypad, situation, "de"));
    }

    [Fact]
    public void The_keys_that_mean_something_are_the_keys_that_are_described()
    {
        foreach (var language in (string[])["en", "de"])
        {
            foreach (var (situation, keys) in ((Situation, string)[])[(Situation.InWorkspace, "012345679"), (Situation.WithAssistant, "01379"), (Situation.AtQuestion, "123")])
                Assert.Equal(keys, string.Concat(KeypadMenus.Describe(situation, language).Where(char.IsAsciiDigit).Distinct().Order()));
        }
    }
}
