using System.Text.RegularExpressions;

namespace CallActors.EndToEnd.Tests.Inbound;

/// <summary>Somebody is at the terminal while somebody calls in.</summary>
public sealed partial class KeyboardTests
{
    private const string Agent = InboundWorld.Agent;

    [Fact]
    public async Task What_somebody_is_typing_and_what_the_caller_says_are_two_prompts()
    {
        await using var world = await InboundWorld.StartAsync();
        await using var caller = await world.TalkAsync();
        await world.SayIntoDraftAsync(caller, "half a thought", "sort the imports");
        await world.Terminals.TypeAsync(Agent, " and the rest");
        await world.Terminals.UntilShownAsync(Agent, "half a thought and the rest");
        await world.Terminals.PressAsync(Agent, "Enter");
        await caller.HearsAsync("Done: sort the imports");
        Assert.Equal(["half a thought and the rest", "sort the imports"], world.Terminals.Prompts(Agent));
    }

    [Fact]
    public async Task A_pane_in_copy_mode_takes_what_the_caller_says()
    {
        await using var world = await InboundWorld.StartAsync();
        await using var caller = await world.TalkAsync();
        await world.Terminals.TmuxAsync("copy-mode", "-t", $"={Agent}:");
        await caller.TypesAsync("sort the imports");
        await caller.HearsAsync("Done: sort the imports");
        Assert.Single(world.Terminals.Prompts(Agent));
    }

    [Fact]
    public async Task A_permission_that_is_given_at_the_keyboard_while_it_is_read_out_is_told_and_asked_no_more()
    {
        await using var world = await InboundWorld.StartAsync();
        await using var caller = await world.TalkAsync();
        await caller.TypesAsync("push the branch");
        await caller.HearsAsync("asks for permission");
        await world.Terminals.PressAsync(Agent, "1");
        await caller.HearsAsync("answered in the terminal");
        await caller.HearsAsync("Pushed: main is now at origin");
        Assert.Equal(["yes"], world.Terminals.Reached(Agent).Where(r => r.Kind == "permission").Select(r => r.Text));
        Assert.DoesNotContain("granted", await world.DeedsAsync());
    }

    [Fact]
    [Trait("Category", "Soak")]
    public async Task The_word_for_a_permission_that_was_refused_at_the_keyboard_meanwhile_grants_nothing()
    {
        await using var world = await InboundWorld.StartAsync();
        await using var caller = await world.TalkAsync();
        await caller.TypesAsync("push the branch");
        await caller.HearsAsync("asks for permission");
        await caller.TypesAsync("yes");
        var word = Word().Match(await caller.HearsAsync("This would")).Groups[1].Value;
        await world.Terminals.PressAsync(Agent, "Escape");
        await world.Terminals.UntilShownAsync(Agent, "Interrupted");
        await caller.HearsAsync("answered in the terminal");
        await caller.TypesAsync(word);
        await caller.TypesAsync("did you push");
        await caller.HearsAsync("nothing was pushed");
        Assert.Equal(["no"], world.Terminals.Reached(Agent).Where(r => r.Kind == "permission").Select(r => r.Text));
        Assert.DoesNotContain("granted", await world.DeedsAsync());
    }

    [Fact]
    [Trait("Category", "Soak")]
    public async Task A_workspace_that_is_closed_in_the_middle_of_its_reply_is_told_to_be_gone_and_the_call_goes_on()
    {
        await using var world = await InboundWorld.StartAsync(agents: [Agent, "quay"]);
        await using var caller = await world.TalkAsync();
        await caller.TypesAsync("explain the server");
        await caller.IsToHearAsync("The server takes an order");
        await world.Terminals.TmuxAsync("kill-session", "-t", $"={Agent}");
        await caller.HearsAsync($"{Agent} is gone");
        await caller.TypesAsync("talk to quay");
        await caller.HearsAsync("You are talking to quay");
        await caller.TypesAsync("sort the imports");
        await caller.HearsAsync("Done: sort the imports");
        Assert.Single(world.Terminals.Prompts("quay"));
    }

    [GeneratedRegex("Say '([^']+)'")]
    private static partial Regex Word();
}
