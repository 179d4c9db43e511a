using CallActors.Simulators.Softphone;

namespace CallActors.EndToEnd.Tests.Inbound;

/// <summary>The agent asks something else by the time that the caller answers.</summary>
public sealed class ReplacedQuestionTests
{
    private const string Agent = InboundWorld.Agent;

    [Fact]
    [Trait("Category", "Soak")]
    public async Task A_yes_to_a_question_that_was_answered_at_the_keyboard_is_not_given_to_the_one_that_came_after_it()
    {
        await using var world = await InboundWorld.StartAsync();
        await using var caller = await world.TalkAsync();
        await caller.TypesAsync("tag the release");
        await HearsItOutAsync(caller, "run: git tag v2");
        await world.Terminals.PressAsync(Agent, "1");
        await world.Terminals.UntilShownAsync(Agent, "git push origin v2");
        await caller.TypesAsync("yes");
        await HearsItOutAsync(caller, "run: git push origin v2");
        // The one of the keyboard alone, and the caller was told why.
        Assert.Equal(["yes"], Answers(world));
        Assert.Contains("answered in the terminal", caller.Heard, StringComparison.Ordinal);

        await caller.TypesAsync("yes");
        await caller.HearsAsync("Tagged: v2 is at origin");
        Assert.Equal(["yes", "yes"], Answers(world));
    }

    private static IEnumerable<string> Answers(InboundWorld world) =>
        world.Terminals.Reached(Agent).Where(r => r.Kind == "permission").Select(r => r.Text);

    /// <summary>What was not heard to the end of what is asked for cannot be allowed.</summary>
    private static Task<Caption.Agent> HearsItOutAsync(Caller caller, string words) => caller.Phone.WaitForCaptionAsync<Caption.Agent>(
        c => c.Text.Contains(words, StringComparison.Ordinal) && c is { Finished: true, Interrupted: false }, AgentTerminals.Patience);
}
