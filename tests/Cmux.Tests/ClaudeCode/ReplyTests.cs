using System.Text;
using CallActors.Cmux.ClaudeCode;
using CallActors.Contracts.Agents;

namespace CallActors.Cmux.Tests.ClaudeCode;

public sealed class ReplyTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private readonly ReplyAssembler _replies = new(new ReplyTimes());
    private readonly List<string> _told = [];
    private DateTimeOffset _now = Start;

    [Fact]
    public void What_is_written_is_told_as_it_arrives_and_the_hook_ends_it()
    {
        Prompt("go");
        PromptLine("go");
        Wrote("m-1", "First.");
        Wrote("m-2", "Second.\n\nThird.");
        Assert.Equal(["1 Transcript: First.", "1 Transcript: Second.||Third."], _told);
        Stop("Second.\n\nThird.");
        Assert.Equal("1 ended: Complete", _told[^1]);
    }

    [Fact]
    public void A_hook_that_comes_before_the_file_is_written_waits_for_it_and_tells_the_words_itself_when_it_does_not_come()
    {
        Prompt("go");
        Stop("All done.");
        Assert.Empty(_told);
        Pass(TimeSpan.FromMilliseconds(300));
        Assert.Equal(["1 Hook: All done.", "1 ended: Complete"], _told);
        // It comes late, before and after the next prompt.
        PromptLine("go");
        Wrote("m-1", "All done.");
        Assert.Equal(2, _told.Count);
    }

    [Fact]
    public void The_file_that_comes_in_time_is_told_with_what_stood_before()
    {
        Prompt("go");
        Stop("All done.");
        PromptLine("go");
        Wrote("m-1", "I look.");
        Wrote("m-2", "All done.");
        Assert.Equal(["1 Transcript: I look.", "1 Transcript: All done.", "1 ended: Complete"], _told);
        Assert.Null(_replies.Due);
    }

    [Fact]
    public void Of_a_message_that_is_written_in_part_the_hook_tells_the_rest()
    {
        Prompt("go");
        PromptLine("go");
        Wrote("m-1", "One half.");
        Stop("One half.\n\nThe other half.");
        Pass(TimeSpan.FromMilliseconds(300));
        Wrote("m-1", "The other half.");
        Assert.Equal(["1 Transcript: One half.", "1 Hook: The other half.", "1 ended: Complete"], _told);
    }

    [Fact]
    public void An_old_Claude_Code_whose_hook_has_no_words_is_waited_for_two_seconds()
    {
        Prompt("go");
        Stop(null);
        Pass(TimeSpan.FromSeconds(1.9));
        Assert.Empty(_told);
        PromptLine("go");
        Wrote("m-1", "Late.");
        TurnOver();
        Assert.Equal(["1 Transcript: Late.", "1 ended: Complete"], _told);

        Prompt("again");
        Stop(null);
        Pass(TimeSpan.FromSeconds(2));
        Assert.Equal("2 ended: Complete", _told[^1]);
    }

    [Fact]
    public void Words_of_the_turn_before_are_not_told_as_this_ones()
    {
        Prompt("first");
        Stop("Done.");
        Pass(TimeSpan.FromMilliseconds(300));
        var late = _now;
        _now += TimeSpan.FromSeconds(5);
        Prompt("second");
        On(new TranscriptEntry.Wrote(late, "u-9", "m-1", "Done."));
        PromptLine("second");
        Wrote("m-2", "Other words.");
        Assert.Equal(["1 Hook: Done.", "1 ended: Complete", "2 Transcript: Other words."], _told);
    }

    [Fact]
    public void A_prompt_that_the_file_has_first_is_the_same_prompt()
    {
        PromptLine("go");
        Wrote("m-1", "Words.");
        Prompt("go");
        Wrote("m-2", "More words.");
        Stop("More words.");
        Assert.Equal(["1 Transcript: Words.", "1 Transcript: More words.", "1 ended: Complete"], _told);
    }

    [Fact]
    public void An_agent_that_is_made_to_go_on_is_heard_again()
    {
        Prompt("go");
        PromptLine("go");
        Wrote("m-1", "Done.");
        Stop("Done.");
        Wrote("m-2", "Not quite: done now.");
        Stop("Not quite: done now.");
        Assert.Equal(["1 Transcript: Done.", "1 ended: Complete", "1 Transcript: Not quite: done now.", "1 ended: Complete"], _told);
    }

    [Fact]
    public void Who_interrupts_or_gives_another_prompt_ends_the_reply()
    {
        Prompt("go");
        PromptLine("go");
        Wrote("m-1", "Half a");
        On(new TranscriptEntry.Interrupted(_now, "u"));
        Prompt("other");
        Wrote("m-2", "b");
        Prompt("third");
        Assert.Equal(["1 Transcript: Half a", "1 ended: Interrupted", "2 Transcript: b", "2 ended: Interrupted"], _told);
    }

    [Fact]
    public void A_megabyte_is_told_once()
    {
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"word{i} "));
        Prompt("go");
        PromptLine("go");
        Wrote("m-1", text);
        Stop(text);
        Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(2, _told.Count);
        Assert.Equal("1 ended: Complete", _told[1]);
    }

    /// <summary>The recorded hooks and the recorded transcript, each in its order, one before the other by chance.</summary>
    [Fact]
    public void Whichever_of_a_real_sessions_sources_is_first_each_word_is_told_once()
    {
        var hooks = Recording.Hooks.Select(line => HookParser.Read(Encoding.UTF8.GetBytes(line))).Where(hook => hook?.Session?.Id.Value.StartsWith("61bb", StringComparison.Ordinal) == true).ToArray();
        var entries = Recording.Transcript.SelectMany(line => TranscriptParser.Read(Encoding.UTF8.GetBytes(line))).ToArray();
        var prompts = entries.OfType<TranscriptEntry.Prompt>().ToDictionary(prompt => prompt.PromptId, prompt => prompt.At);
        for (var seed = 1; seed <= 200; seed++)
        {
            var random = new Random(seed);
            var replies = new ReplyAssembler(new ReplyTimes());
            var told = new List<AgentReply>();
            var (h, e) = (0, 0);
            var now = Start;
            while (h < hooks.Length || e < entries.Length)
            {
                now += TimeSpan.FromMilliseconds(random.Next(200));
                if (replies.Due <= now) told.AddRange(replies.Elapse(now));
                // The file is at most two prompts behind, or half a turn ahead.
                var behind = entries.Skip(e).OfType<TranscriptEntry.Prompt>().Count() - hooks.Skip(h).Count(hook => hook!.Kind == HookKind.UserPromptSubmit);
                if (h < hooks.Length && (e == entries.Length || (behind < 2 && random.Next(2) == 0)))
                {
                    var hook = hooks[h++]!;
                    var at = prompts.TryGetValue(hook.PromptId, out var written) ? written + TimeSpan.FromMilliseconds(20) : DateTimeOffset.MaxValue;
                    if (hook.Kind is HookKind.UserPromptSubmit or HookKind.Stop) told.AddRange(replies.On(hook, at, now));
                }
                else if (e < entries.Length)
                {
                    told.AddRange(replies.On(entries[e++]));
                }
            }
            told.AddRange(replies.Elapse(now + TimeSpan.FromSeconds(10)));
            var words = told.OfType<AgentReply.Text>().Select(text => text.Words).ToArray();
            // Five messages end turns, and those are told by either; the others may be lost when the file comes after the next prompt.
            Assert.Equal(
                ["Hello from the fake.", "Done with the tool.\n\nTwo paragraphs.", "Done with the tool.\n\nTwo paragraphs.", "Hello from the fake.", "Done with the tool.\n\nTwo paragraphs."],
                words.Where(text => text != "I will run it." && !text.StartsWith("slow", StringComparison.Ordinal)));
            Assert.InRange(words.Length, 5, 9);
        }
    }

    private void Tell(IEnumerable<AgentReply> replies) => _told.AddRange(replies.Select(reply => reply switch
    {
        AgentReply.Text text => $"{text.Turn} {text.Source}: {text.Words.Replace('\n', '|')}",
        AgentReply.Ended ended => $"{ended.Turn} ended: {ended.How}",
        _ => "",
    }));

    private void Prompt(string text) => Tell(_replies.On(new HookEvent(HookKind.UserPromptSubmit) { Prompt = text }, _now, _now));

    private void Stop(string? last) => Tell(_replies.On(new HookEvent(HookKind.Stop) { LastMessage = last }, _now, _now));

    private void PromptLine(string text) => On(new TranscriptEntry.Prompt(_now, "p", "", text));

    private void Wrote(string message, string text) => On(new TranscriptEntry.Wrote(_now, "w", message, text));

    private void TurnOver() => On(new TranscriptEntry.TurnOver(_now, "t"));

    private void On(TranscriptEntry entry) => Tell(_replies.On(entry));

    private void Pass(TimeSpan by)
    {
        _now += by;
        Tell(_replies.Elapse(_now));
    }
}
