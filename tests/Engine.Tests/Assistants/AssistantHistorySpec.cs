using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Engine.Assistants;

namespace CallActors.Engine.Tests.Assistants;

/// <summary>What of a conversation is remembered, and how a model is told it.</summary>
public sealed class AssistantHistorySpec
{
    private static readonly PersonId Ada = PersonId.Of("ada");
    private static readonly CallId Call = CallId.Parse("call-0123456789abcdefghjkmnpqrs");

    private AssistantState _state = new();

    [Fact]
    public void However_a_conversation_goes_a_model_can_be_told_it()
    {
        // Every kind of turn, followed by every kind, again and again, far beyond what is remembered.
        var random = new Random(20260102);
        for (var i = 0; i < 2000; i++)
        {
            Begin(i, new string('w', random.Next(1, 3000)));
            for (var round = 0; round < random.Next(0, 4); round++)
            {
                if (random.Next(3) > 0) Apply(new AssistantEvents.Spoken(default, round, random.Next(9) == 0 ? "  " : new string('s', random.Next(1, 400)) + " "));
                if (random.Next(4) == 0) Apply(new AssistantEvents.Noted(default, round, "note"));
                var uses = random.Next(0, 3);
                for (var u = 0; u < uses; u++) Apply(new AssistantEvents.ToolUsed(default, round, $"u-{i}-{round}-{u}", "read_file", "{}"));
                for (var u = 0; u < uses; u++) Apply(new AssistantEvents.ToolAnswered(default, $"u-{i}-{round}-{u}", new string('r', random.Next(1, 60_000)), false));
                if (uses > 0) SoundHistory.Check(AssistantHistory.Of(_state));
            }

            Apply(new AssistantEvents.TurnEnded(default, (AssistantEnding)random.Next(Enum.GetValues<AssistantEnding>().Length), ""));
            if (random.Next(3) == 0 && _state.Turns.Count > 0) Apply(new AssistantEvents.WordsCut(default, _state.Turns[^1].Id, random.Next(0, 500)));
            if (random.Next(200) == 0) Restore();
            Assert.InRange(_state.Turns.Count, 0, AssistantState.TurnsRemembered);
            Assert.True(_state.Turns.SkipLast(1).Sum(t => t.Size) <= AssistantState.CharactersRemembered);
            Assert.DoesNotContain(AssistantHistory.Of(_state).SelectMany(m => m.Parts), p => p is ModelPart.Note);
        }
    }

    [Fact]
    public void The_oldest_turns_fall_out_whole_when_a_new_one_begins()
    {
        for (var i = 0; i < AssistantState.TurnsRemembered + 5; i++)
        {
            Begin(i, "Hello?");
            Apply(new AssistantEvents.TurnEnded(default, AssistantEnding.Answered, ""));
        }

        Assert.Equal((AssistantState.TurnsRemembered, "t-5"), (_state.Turns.Count, _state.Turns[0].Id.Value));
    }

    [Fact]
    public void While_a_turn_runs_nothing_of_the_past_changes_and_notes_stand_in_their_places()
    {
        Begin(0, "Hello?");
        Apply(new AssistantEvents.Spoken(default, 0, "Good morning. "));
        Apply(new AssistantEvents.Noted(default, 0, "n-0"));
        Apply(new AssistantEvents.TurnEnded(default, AssistantEnding.Answered, ""));
        Begin(1, "And?");
        var before = AssistantHistory.Of(_state);
        Apply(new AssistantEvents.Spoken(default, 0, "Let me look. "));
        Apply(new AssistantEvents.Noted(default, 0, "n-1"));
        Apply(new AssistantEvents.ToolUsed(default, 0, "u", "read_file", "{}"));
        Apply(new AssistantEvents.ToolAnswered(default, "u", new string('r', 60_000), false));
        var after = AssistantHistory.Of(_state);
        Assert.Equal(before.SelectMany(m => m.Parts), after.Take(before.Count).SelectMany(m => m.Parts));
        // To the letter: what the model noted holds for what stood before it.
        Assert.Equal([new ModelPart.Text("Let me look. "), new ModelPart.Note("n-1"), new ModelPart.ToolUse("u", "read_file", "{}")], after[^2].Parts);
        Assert.Equal(60_000, Assert.IsType<ModelPart.ToolResult>(after[^1].Parts[0]).Content.Length);

        Apply(new AssistantEvents.TurnEnded(default, AssistantEnding.Answered, ""));
        Assert.DoesNotContain(_state.Turns[^1].Steps, s => s.Kind is AssistantState.StepKind.Note);
        Assert.InRange(_state.Turns[^1].Steps[^1].Result!.Length, 1, AssistantState.ResultRemembered + 20);
    }

    [Theory]
    [InlineData("The build is green. Shall I go on?", "the build is green", "The build is green.")]
    [InlineData("The build is green. Shall I go on?", "The build is green. Shall", "The build is green. Shall")]
    [InlineData("The build is green. Shall I go on?", "The build is green. Shall I go on?", "The build is green. Shall I go on?")]
    [InlineData("The build is green.", "", "")]
    [InlineData("Port 8080 is open. Take it.", "Port eighty eighty", "Port 8080 is")]
    [InlineData("Short.", "Short. And more than was ever said", "Short.")]
    public void What_was_heard_is_found_in_what_was_said(string said, string heard, string kept) => Assert.Equal(kept, said[..HeardWords.In(said, heard)]);

    [Fact]
    public void Words_are_cut_at_sentences_and_never_grow_without_end()
    {
        Assert.Equal(0, SpokenPieces.Cut("The version is 1.2 of the tool in file a.b"));
        Assert.Equal("It is version 1.2 of the tool. ".Length, SpokenPieces.Cut("It is version 1.2 of the tool. And"));
        // A short one goes with the next.
        Assert.Equal(0, SpokenPieces.Cut("Yes. It is green"));
        Assert.Equal("Yes. It is green, as it was. ".Length, SpokenPieces.Cut("Yes. It is green, as it was. Go"));
        // Without an end of a sentence the space after a word has to do; without spaces, the bound.
        Assert.Equal(' ', string.Concat(Enumerable.Repeat("word ", 100))[SpokenPieces.Cut(string.Concat(Enumerable.Repeat("word ", 100))) - 1]);
        Assert.InRange(SpokenPieces.Cut(new string('a', 300)), 1, 300);
    }

    private void Begin(int i, string words) => Apply(new AssistantEvents.TurnBegun(default, Ada, new TurnId($"t-{i}"), Call, words));

    private void Restore() => _state = AssistantState.Of(_state.Snapshot(Ada));

    private void Apply(IAssistantEvent fact) => _state = _state.Apply(fact);
}
