using System.Reflection;
using CallActors.Contracts.Assistants;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard.Language;

public sealed class SwitchboardPhrasesSpec
{
    private static readonly SwitchboardPhrases English = SwitchboardPhrases.For("en-GB");
    private static readonly SwitchboardPhrases German = SwitchboardPhrases.For("de-DE");

    [Fact]
    public void Each_sentence_is_there_in_both_languages()
    {
        var sentences = typeof(SwitchboardPhrases).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.PropertyType == typeof(string)).ToList();
        Assert.NotEmpty(sentences);
        foreach (var sentence in sentences)
        {
            var (english, german) = ((string)sentence.GetValue(English)!, (string)sentence.GetValue(German)!);
            Assert.True(english.Length > 3 && german.Length > 3 && english != german, sentence.Name);
            Assert.True(english[^1] is '.' or '?' && german[^1] is '.' or '?', sentence.Name);
        }
        Assert.Same(English, SwitchboardPhrases.For("xx"));
    }

    [Fact]
    public void Names_numbers_and_words_are_put_in_their_places()
    {
        Assert.Equal("That is not right. You have one more try.", English.WrongPin(1));
        Assert.Equal("That is not right. You have 2 more tries.", English.WrongPin(2));
        Assert.Equal("kunduz or kinder?", English.WhichOne(["kunduz", "kinder"]));
        Assert.Equal("a, b oder c?", German.WhichOne(["a", "b", "c"]));
        Assert.Equal("Do you mean kunduz?", English.WhichOne(["kunduz"]));
        Assert.Equal("This would force push. Say 'walnut' to go on, or no.", English.AskWord(new Danger("force push"), "walnut"));
        Assert.Equal("Queued behind one other.", English.QueuedBehind(1));
        Assert.Equal("Queued behind 3 others.", English.QueuedBehind(3));
        Assert.Equal("Sent.", English.QueuedBehind(0));
    }

    [Fact]
    public void Why_the_assistant_has_no_answer_is_told_in_both_languages()
    {
        foreach (var how in Enum.GetValues<AssistantEnding>())
        {
            Assert.Equal("It is so.", English.AssistantEnded(how, "It is so."));
            Assert.Equal("", German.AssistantEnded(how, ""));
            Assert.Equal(how is AssistantEnding.Answered or AssistantEnding.Cut, German.AssistantEnded(how, "It is so.").Length == 0);
            Assert.NotEqual("It is so.", German.AssistantEnded(how, "It is so."));
        }
    }

    [Fact]
    public void Before_the_pin_nothing_tells_who_or_what_is_there()
    {
        foreach (var phrases in (SwitchboardPhrases[])[English, German])
            foreach (var said in (string[])[phrases.AskPin, phrases.NoPinHeard, phrases.LockedOut, phrases.WrongPin(1), phrases.WrongPin(2)])
                foreach (var telling in (string[])["session", "Sitzung", "agent", "Agent", "number is", "unknown", "welcome", "Willkommen"])
                    Assert.DoesNotContain(telling, said, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Each_situation_has_its_help_with_its_keys()
    {
        foreach (var situation in Enum.GetValues<Situation>())
        {
            Assert.EndsWith(KeypadMenus.Describe(situation, "en"), English.Help(situation), StringComparison.Ordinal);
            Assert.EndsWith(KeypadMenus.Describe(situation, "de"), German.Help(situation), StringComparison.Ordinal);
        }
        Assert.Equal(2 * Enum.GetValues<Situation>().Length, Enum.GetValues<Situation>().SelectMany(s => (string[])[English.Help(s), German.Help(s)]).Distinct().Count());
    }

    [Theory]
    [InlineData(nameof(Situation.InWorkspace), "en", "status", "any errors", "what did it say", "stop", "next", "switchboard", "call me when it's done")]
    [InlineData(nameof(Situation.InWorkspace), "de", "Status", "Fehler", "was hat er gesagt", "stopp", "nächste", "Vermittlung", "ruf mich an, wenn es fertig ist")]
    [InlineData(nameof(Situation.WithAssistant), "en", "what's running", "stop", "start over", "next", "switchboard")]
    [InlineData(nameof(Situation.WithAssistant), "de", "was läuft", "stopp", "vergiss alles", "nächste", "Vermittlung")]
    public void What_help_says_can_be_said_is_understood(string name, string language, params string[] examples)
    {
        var situation = Enum.Parse<Situation>(name);
        foreach (var said in examples)
        {
            Assert.Contains(said, SwitchboardPhrases.For(language).Help(situation), StringComparison.Ordinal);
            Assert.IsNotType<Intent.Instruction>(Grammar.Understand(said, Contracts.Calls.WordSource.Recognizer, situation, language));
        }
    }

    [Theory]
    [InlineData("run it", "", "run it")]
    [InlineData("run it", "(by phone)", "run it\n\n(by phone)")]
    [InlineData("run it", "By phone: {words}", "By phone: run it")]
    [InlineData("put {words} there", "{words} (by phone)", "put {words} there (by phone)")]
    public void The_note_for_the_agent_is_put_around_or_behind_the_words(string words, string template, string text) =>
        Assert.Equal(text, SwitchboardPhrases.ForAgent(words, template));

    [Fact]
    public void The_default_note_asks_for_a_short_answer() =>
        Assert.Equal("run it\n\n" + SwitchboardPhrases.DefaultVoiceNote, SwitchboardPhrases.ForAgent("run it", SwitchboardPhrases.DefaultVoiceNote));
}
