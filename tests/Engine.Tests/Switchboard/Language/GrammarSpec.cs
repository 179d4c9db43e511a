using CallActors.Contracts.Calls;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard.Language;

public sealed class GrammarSpec
{
    [Theory]
    [InlineData("talk to kunduz", "TalkTo kunduz")]
    [InlineData("Talk to Kunduz.", "TalkTo kunduz")]
    [InlineData("talk too kunduz", "TalkTo kunduz")]
    [InlineData("uh can you talk to the API server please", "TalkTo api server")]
    [InlineData("switch to the API server", "TalkTo api server")]
    [InlineData("switch two the api server", "TalkTo api server")]
    [InlineData("Switch over to docs.", "TalkTo docs")]
    [InlineData("connect me to kunduz", "TalkTo kunduz")]
    [InlineData("could you put me through to the docs", "TalkTo docs")]
    [InlineData("go to kunduz", "TalkTo kunduz")]
    [InlineData("talk to k u n d u z", "TalkTo k u n d u z")]
    [InlineData("talk to agent two", "TalkTo agent two")]
    [InlineData("I want to talk to kunduz", "TalkTo kunduz")]
    [InlineData("next", "Next")]
    [InlineData("the next one please", "Next")]
    [InlineData("previous session", "Previous")]
    [InlineData("What's running?", "WhatRuns")]
    [InlineData("whats running", "WhatRuns")]
    [InlineData("what is running", "WhatRuns")]
    [InlineData("list the sessions", "WhatRuns")]
    [InlineData("which agents are there", "WhatRuns")]
    [InlineData("who needs me", "WhatRuns")]
    [InlineData("how's the build", "HowIs")]
    [InlineData("hows it going", "HowIs")]
    [InlineData("how is kunduz doing", "HowIs kunduz")]
    [InlineData("how is the API server doing?", "HowIs api server")]
    [InlineData("what is it doing", "HowIs")]
    [InlineData("what's it doing right now", "HowIs")]
    [InlineData("status", "HowIs")]
    [InlineData("status of kunduz", "HowIs kunduz")]
    [InlineData("is it done", "HowIs")]
    [InlineData("are you done yet", "HowIs")]
    [InlineData("how far is it", "HowIs")]
    [InlineData("any errors", "AnyErrors")]
    [InlineData("Did anything fail?", "AnyErrors")]
    [InlineData("read that again", "ReadAgain")]
    [InlineData("what did it say", "ReadAgain")]
    [InlineData("read the screen", "ReadScreen")]
    [InlineData("what's on the screen", "ReadScreen")]
    [InlineData("stop", "StopAgent")]
    [InlineData("stop it please", "StopAgent")]
    [InlineData("Stop. Stop.", "StopAgent")]
    [InlineData("cancel that", "StopAgent")]
    [InlineData("interrupt", "StopAgent")]
    [InlineData("stop, run the tests instead", "StopAndSay run the tests instead")]
    [InlineData("stop run the tests instead", "StopAndSay run the tests instead")]
    [InlineData("Stop it. Use SQLite.", "StopAndSay Use SQLite.")]
    [InlineData("help", "Help")]
    [InlineData("what can i say", "Help")]
    [InlineData("main menu", "Menu")]
    [InlineData("switchboard", "Menu")]
    [InlineData("leave", "Menu")]
    [InlineData("back", "Menu")]
    [InlineData("goodbye", "Goodbye")]
    [InlineData("Okay, bye.", "Goodbye")]
    [InlineData("hang up", "Goodbye")]
    [InlineData("that's all", "Goodbye")]
    [InlineData("call me when it's done", "CallBackWhenDone")]
    [InlineData("hang up and call me when you're done", "CallBackWhenDone")]
    [InlineData("call me back as soon as it is finished", "CallBackWhenDone")]
    [InlineData("start a new session", "Create")]
    [InlineData("start a new session called release notes", "Create release notes")]
    [InlineData("close the session docs", "Close docs")]
    [InlineData("close this session", "Close")]
    [InlineData("talk to the assistant", "Assistant")]
    [InlineData("ask claude", "Assistant")]
    [InlineData("switchboard: how is kunduz", "HowIs kunduz")]
    [InlineData("computer what is kunduz doing", "HowIs kunduz")]
    [InlineData("hey switchboard, close docs", "Close docs")]
    [InlineData("computer", "Help")]
    public void In_a_workspace_the_switchboards_own_sentences_are_its(string said, string intent) =>
        Assert.Equal(intent, Written(Grammar.Understand(said, WordSource.Recognizer, Situation.InWorkspace, "en-US")));

    [Theory]
    [InlineData("stop the server")]
    [InlineData("stop using regular expressions there")]
    [InlineData("Stop and restart the server.")]
    [InlineData("stop, and restart the server")]
    [InlineData("talk to the database team about the schema")]
    [InlineData("go to the end of the file")]
    [InlineData("go to line 40")]
    [InlineData("go to the definition")]
    [InlineData("how is the parser structured?")]
    [InlineData("how is the parser")]
    [InlineData("what is this function doing")]
    [InlineData("what's running on port 80")]
    [InlineData("are there any errors in the log of yesterday")]
    [InlineData("read the screen class and tell me what it does")]
    [InlineData("next, add a test for it")]
    [InlineData("help me with the parser")]
    [InlineData("back up the database")]
    [InlineData("leave the old name as it is")]
    [InlineData("switch to dark mode")]
    [InlineData("close the file handle")]
    [InlineData("create a session for each user")]
    [InlineData("start a new session for the user in the middleware")]
    [InlineData("status code 404 should be handled")]
    [InlineData("is the migration done in one transaction")]
    [InlineData("call me maybe should be the title")]
    [InlineData("cancel the subscription in the webhook")]
    [InlineData("yes")]
    [InlineData("no")]
    [InlineData("option two")]
    [InlineData("the second one")]
    [InlineData("show me")]
    [InlineData("computer vision is what I need")]
    [InlineData("switchboard actors need a test")]
    [InlineData("that's all I need from the API")]
    [InlineData("run the tests")]
    [InlineData("Please fix the build, then push.")]
    public void In_a_workspace_everything_else_reaches_the_agent_as_it_was_said(string said) =>
        Assert.Equal($"Instruction {said}", Written(Grammar.Understand(said, WordSource.Recognizer, Situation.InWorkspace, "en-US")));

    [Theory]
    [InlineData("forget what we said", "en")]
    [InlineData("Please forget everything we talked about so far.", "en")]
    [InlineData("forget everything", "en")]
    [InlineData("forget our conversation", "en")]
    [InlineData("Clear the history.", "en")]
    [InlineData("start over", "en")]
    [InlineData("let's start over from the beginning", "en")]
    [InlineData("start a new conversation", "en")]
    [InlineData("vergiss alles", "de")]
    [InlineData("vergiss bitte, was wir gesagt haben", "de")]
    [InlineData("Vergiss unser Gespräch.", "de")]
    [InlineData("fang noch einmal von vorne an", "de")]
    [InlineData("neues Gespräch, bitte", "de")]
    public void The_assistant_forgets_when_it_is_told_to_and_an_agent_is_told_so_in_the_same_words(string said, string language)
    {
        Assert.IsType<Intent.StartOver>(Grammar.Understand(said, WordSource.Recognizer, Situation.WithAssistant, language));
        Assert.IsType<Intent.StartOver>(Grammar.Understand(said, WordSource.Recognizer, Situation.AtMenu, language));
        Assert.Equal($"Instruction {said}", Written(Grammar.Understand(said, WordSource.Recognizer, Situation.InWorkspace, language)));
        Assert.Equal($"Instruction {said}", Written(Grammar.Understand(said, WordSource.Recognizer, Situation.AtQuestion, language)));
    }

    [Theory]
    [InlineData("forget it")]
    [InlineData("forget what I said about the parser")]
    [InlineData("start over with the second file")]
    [InlineData("yes")]
    [InlineData("no")]
    [InlineData("the second one")]
    [InlineData("What is the weather like?")]
    public void The_assistant_gets_what_is_not_certainly_the_switchboards(string said) =>
        Assert.Equal($"Instruction {said}", Written(Grammar.Understand(said, WordSource.Recognizer, Situation.WithAssistant, "en")));

    [Theory]
    [InlineData("um, run the tests", "run the tests")]
    [InlineData("hey Claude run the tests", "run the tests")]
    [InlineData("Claude, run the tests.", "run the tests.")]
    [InlineData("Claude should not be named there", "Claude should not be named there")]
    [InlineData("okay run the tests", "okay run the tests")]
    [InlineData("uh", "uh")]
    [InlineData("", "")]
    public void A_name_of_address_is_dropped_only_where_it_is_certain(string said, string words) =>
        Assert.Equal(new Intent.Instruction(words), Grammar.Understand(said, WordSource.Recognizer, Situation.InWorkspace, "en"));

    [Theory]
    [InlineData("kunduz", "Instruction kunduz")]
    [InlineData("how is kunduz", "HowIs kunduz")]
    [InlineData("what's kunduz doing", "HowIs kunduz")]
    [InlineData("is kunduz done yet", "HowIs kunduz")]
    [InlineData("open the api server", "TalkTo api server")]
    [InlineData("the second one", "Choose 2")]
    [InlineData("option two", "Choose 2")]
    [InlineData("option to", "Choose 2")]
    [InlineData("three", "Choose 3")]
    [InlineData("close docs", "Close docs")]
    [InlineData("create a new agent called planner", "Create planner")]
    [InlineData("yes", "Yes")]
    [InlineData("stop", "StopAgent")]
    public void At_the_menu_more_forms_are_understood(string said, string intent) =>
        Assert.Equal(intent, Written(Grammar.Understand(said, WordSource.Recognizer, Situation.AtMenu, "en-GB")));

    [Theory]
    [InlineData("yes", "Yes")]
    [InlineData("Yes, once.", "Yes")]
    [InlineData("yes please", "Yes")]
    [InlineData("allow it", "Yes")]
    [InlineData("okay go ahead", "Yes")]
    [InlineData("yeah sure do it", "Yes")]
    [InlineData("just this once", "Yes")]
    [InlineData("yes always", "YesAlways")]
    [InlineData("yes, and don't ask again", "YesAlways")]
    [InlineData("don't ask me again", "YesAlways")]
    [InlineData("always allow it", "YesAlways")]
    [InlineData("no", "No")]
    [InlineData("don't", "No")]
    [InlineData("Please don't do it.", "No")]
    [InlineData("nope", "No")]
    [InlineData("deny", "No")]
    [InlineData("cancel", "No")]
    [InlineData("show me", "ShowMe")]
    [InlineData("what exactly", "ShowMe")]
    [InlineData("read it to me", "ShowMe")]
    [InlineData("details please", "ShowMe")]
    [InlineData("option two", "Choose 2")]
    [InlineData("stop", "StopAgent")]
    [InlineData("main menu", "Menu")]
    [InlineData("okay", "Instruction okay")]
    [InlineData("yes no", "Instruction yes no")]
    [InlineData("yes but not the second file", "Instruction yes but not the second file")]
    [InlineData("do it not", "Instruction do it not")]
    [InlineData("yes if the tests pass", "Instruction yes if the tests pass")]
    [InlineData("I guess", "Instruction I guess")]
    public void A_question_is_answered_only_by_a_whole_and_clear_answer(string said, string intent) =>
        Assert.Equal(intent, Written(Grammar.Understand(said, WordSource.Recognizer, Situation.AtQuestion, "en")));

    [Theory]
    [InlineData("yes", "Instruction yes")]
    [InlineData("go ahead", "Instruction go ahead")]
    [InlineData("walnut", "Instruction walnut")]
    [InlineData("no", "No")]
    [InlineData("stop", "No")]
    [InlineData("cancel that", "No")]
    [InlineData("show me", "ShowMe")]
    public void What_is_dangerous_is_not_confirmed_by_a_yes(string said, string intent) =>
        Assert.Equal(intent, Written(Grammar.Understand(said, WordSource.Recognizer, Situation.ConfirmingDanger, "en")));

    [Theory]
    [InlineData("the first one", "Choose 1")]
    [InlineData("kinder", "Instruction kinder")]
    [InlineData("yes", "Yes")]
    [InlineData("neither", "No")]
    [InlineData("talk to kunduz", "TalkTo kunduz")]
    public void A_name_is_confirmed_by_its_place_a_yes_or_another_name(string said, string intent) =>
        Assert.Equal(intent, Written(Grammar.Understand(said, WordSource.Recognizer, Situation.ConfirmingName, "en")));

    [Fact]
    public void Random_words_never_fail_and_are_never_a_yes_without_a_word_of_assent()
    {
        string[] vocabulary =
        [
            "no", "not", "don't", "stop", "the", "okay", "ok", "um", "please", "once", "maybe", "always", "again", "ask", "tests", "to", "talk", "is", "how", "what", "two",
            "option", "session", "switchboard", ",", ".", "?", "…", "'", "\"", "\0", "🙂", "ß", "nicht", "vielleicht", "einmal", "bitte", "immer", "x", "1", "*", "\n", "-", "()",
        ];
        var random = new Random(20260);
        for (var i = 0; i < 30_000; i++)
        {
            var text = string.Join(random.Next(4) == 0 ? "" : " ", Enumerable.Range(0, random.Next(9)).Select(_ => vocabulary[random.Next(vocabulary.Length)]));
            var situation = (Situation)random.Next(6);
            var intent = Grammar.Understand(text, WordSource.Recognizer, situation, random.Next(2) == 0 ? "en" : "de");
            // "Once" alone answers a permission that offers it; nothing else here does.
            if (intent is Intent.Yes) Assert.True(situation == Situation.AtQuestion && (text.Contains("once", StringComparison.Ordinal) || text.Contains("einmal", StringComparison.Ordinal)), text);
            if (intent is Intent.Instruction { Words: var words }) Assert.Contains(words, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_yes_with_any_word_beside_it_that_is_no_assent_is_no_yes()
    {
        foreach (var word in (string[])["no", "not", "but", "if", "wait", "stop", "unless", "later", "first", "maybe", "don't", "always", "never"])
            foreach (var text in (string[])[$"yes {word}", $"{word} yes", $"yes please {word}", $"go ahead {word}"])
                Assert.IsNotType<Intent.Yes>(Grammar.Understand(text, WordSource.Recognizer, Situation.AtQuestion, "en"));
    }

    [Fact]
    public void A_turn_of_a_hundred_thousand_words_is_an_instruction_at_once()
    {
        var text = string.Join(' ', Enumerable.Repeat("stop the next session", 25_000));
        Assert.Equal(new Intent.Instruction(text), Grammar.Understand(text, WordSource.Recognizer, Situation.InWorkspace, "en"));
        Assert.Equal(new Intent.StopAndSay(text), Grammar.Understand("Stop. " + text, WordSource.Recognizer, Situation.InWorkspace, "en"));
    }

    internal static string Written(Intent intent) => intent switch
    {
        Intent.TalkTo t => $"TalkTo {t.Name}",
        Intent.HowIs h => $"HowIs {h.Name}".TrimEnd(),
        Intent.StopAndSay s => $"StopAndSay {s.Words}",
        Intent.Create c => $"Create {c.Name}".TrimEnd(),
        Intent.Close c => $"Close {c.Name}".TrimEnd(),
        Intent.Choose c => $"Choose {c.Number}",
        Intent.Press p => $"Press {p.Key}",
        Intent.Instruction i => $"Instruction {i.Words}",
        _ => intent.GetType().Name,
    };
}
