using System.Text.Json;
using CallActors.Cmux.ClaudeCode;
using CallActors.Cmux.Screens;
using CallActors.Cmux.Tests.Tmux;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.ClaudeCode;

/// <summary>The demonstration's agent in a real tmux: to host, feed and screen it is a Claude Code.</summary>
public sealed class ScriptedAgentTests : TmuxTest
{
    private string Journal => Path.Combine(Folder, "journal");

    [TmuxFact]
    public async Task It_is_taken_for_Claude_Code_and_what_it_does_and_says_is_known()
    {
        await using var scene = new AgentScene(Options, Path.Combine(Folder, "hooks"));
        var id = await StartAsync(scene);
        await scene.News.WorkspaceAsync(workspace => new ClaudeScreen().Recognises(workspace));
        await scene.SubmitAsync(id, "s-1", "Run the tests");
        await scene.Log.ToldAsync(id, "1 ended: Complete");
        Assert.Equal(
            ["1 Transcript: I will run the tests.", "1 Transcript: All 42 tests passed. The slowest took 180 milliseconds, and nothing was skipped.", "1 ended: Complete"],
            scene.Log.Told(id));
        Assert.Equal(["Starting", "Idle", "Thinking", "UsingTool", "Thinking", "Idle"], StatesOf(scene, id));
        Assert.Contains(new AgentState.UsingTool("Bash", "npm test"), scene.Log.States(id));
        var screen = await scene.ScreenAsync(id, reading => reading is { State: AgentState.Idle, Composer: ComposerState.Empty });
        Assert.Contains("All 42 tests passed.", screen.Reply, StringComparison.Ordinal);
        Assert.Equal(["started", "prompt Run the tests"], Noted());
    }

    [TmuxFact]
    public async Task It_asks_before_it_pushes_and_pushes_when_it_may()
    {
        await using var scene = new AgentScene(Options, Path.Combine(Folder, "hooks"));
        var id = await StartAsync(scene);
        await scene.SubmitAsync(id, "s-1", "push it");
        await scene.StateAsync(id, state => state is AgentState.Waiting { For: AgentQuestion.Permission, Tool: "Bash", About: "git push --force origin main" });
        var asked = await scene.ScreenAsync(id, reading => reading.Dialog is not null);
        Assert.Equal("Do you want to proceed?", asked.Dialog!.Question);
        Assert.Contains("git push --force origin main", asked.Dialog.About, StringComparison.Ordinal);
        Assert.Equal([(1, true), (2, false), (3, false)], asked.Dialog.Options.Select(option => (option.Number, option.IsSelected)));
        await scene.PressAsync(id, WorkspaceKey.Enter);
        await scene.Log.ToldAsync(id, "1 ended: Complete");
        Assert.Contains("1 Transcript: Pushed: main is now at origin as it is here. It was a forced update.", scene.Log.Told(id));
        Assert.Equal(["started", "prompt push it", "permission yes"], Noted());
    }

    [TmuxFact]
    public async Task What_it_may_not_do_ends_its_turn_and_it_says_afterwards_that_it_was_not_done()
    {
        await using var scene = new AgentScene(Options, Path.Combine(Folder, "hooks"));
        var id = await StartAsync(scene);
        await scene.SubmitAsync(id, "s-1", "push it");
        await scene.ScreenAsync(id, reading => reading.Dialog is not null);
        await scene.PressAsync(id, WorkspaceKey.Down);
        await scene.PressAsync(id, WorkspaceKey.Down);
        await scene.ScreenAsync(id, reading => reading.Dialog?.Options[2].IsSelected == true);
        await scene.PressAsync(id, WorkspaceKey.Enter);
        await scene.Log.ToldAsync(id, "1 ended: Interrupted");
        Assert.IsType<AgentState.Idle>(scene.Log.State(id));
        await scene.SubmitAsync(id, "s-2", "did you push?");
        await scene.Log.ToldAsync(id, "2 Transcript: No: I was not allowed to, and nothing was pushed.");
        Assert.Equal(["started", "prompt push it", "permission no", "prompt did you push?"], Noted());
    }

    [TmuxFact]
    public async Task Escape_interrupts_a_long_answer_and_the_next_prompt_is_taken()
    {
        await using var scene = new AgentScene(Options, Path.Combine(Folder, "hooks"));
        var id = await StartAsync(scene, pace: "4");
        await scene.SubmitAsync(id, "s-1", "explain the server");
        await scene.Log.UntilAsync(() => scene.Log.Replies(id).OfType<AgentReply.Text>().Any());
        await scene.PressAsync(id, WorkspaceKey.Escape);
        await scene.Log.ToldAsync(id, "1 ended: Interrupted");
        Assert.InRange(scene.Log.Replies(id).OfType<AgentReply.Text>().Count(), 1, 5);
        Assert.Contains(scene.Log.Seen(id), seen => seen is AgentObservation.Interrupted);
        await scene.ScreenAsync(id, reading => reading is { State: AgentState.Idle, Composer: ComposerState.Empty });
        await scene.SubmitAsync(id, "s-2", "first line\nsecond line");
        await scene.Log.ToldAsync(id, "2 ended: Complete");
        Assert.Contains("2 Transcript: Done: first line\nsecond line", scene.Log.Told(id));
        Assert.Equal(["started", "prompt explain the server", "interrupted", "prompt first line\nsecond line"], Noted());
    }

    [TmuxFact]
    public async Task What_is_entered_while_it_works_is_taken_afterwards_and_once()
    {
        await using var scene = new AgentScene(Options, Path.Combine(Folder, "hooks"));
        var id = await StartAsync(scene);
        await scene.SubmitAsync(id, "s-1", "run the tests");
        await scene.SubmitAsync(id, "s-2", "and tell me");
        await scene.SubmitAsync(id, "s-2", "and tell me");
        await scene.Log.ToldAsync(id, "2 ended: Complete");
        Assert.Equal("2 Transcript: Done: and tell me", scene.Log.Told(id)[^2]);
        Assert.Equal(["started", "prompt run the tests", "prompt and tell me"], Noted());
    }

    [TmuxFact]
    public async Task Clear_begins_another_conversation_and_exit_ends_it()
    {
        await using var scene = new AgentScene(Options, Path.Combine(Folder, "hooks"));
        var id = await StartAsync(scene, stays: true);
        await scene.SubmitAsync(id, "s-1", "one");
        await scene.Log.ToldAsync(id, "1 ended: Complete");
        await scene.SubmitAsync(id, "s-2", "/clear");
        await scene.Log.UntilAsync(() => scene.Log.Seen(id).Any(seen => seen is AgentObservation.SessionStarted { How: SessionStart.Clear }));
        await scene.SubmitAsync(id, "s-3", "two");
        await scene.Log.ToldAsync(id, "2 Transcript: Done: two");
        await scene.SubmitAsync(id, "s-4", "/exit");
        await scene.Log.UntilAsync(() => scene.Log.Seen(id).Any(seen => seen is AgentObservation.SessionEnded { IsSwitch: false }));
        Assert.Equal(2, scene.Log.Seen(id).Select(seen => seen.Session).Distinct().Count());
        Assert.IsType<AgentState.Gone>(scene.Log.State(id));
    }

    /// <summary>In a pane that we see already: what it tells its terminal at its beginning is seen too.</summary>
    /// <param name="stays">Whether the pane outlives it.</param>
    private async Task<WorkspaceId> StartAsync(AgentScene scene, string pace = "10", bool stays = false)
    {
        await StartSessionAsync("kunduz", "cat");
        await scene.ConnectAsync();
        var id = scene.News.Workspaces[0].Id;
        string[] command =
        [
            Program, "--settings", scene.Feed.Prepare("kunduz").SettingsFile, "--journal", Journal, "--transcripts", Path.Combine(Folder, "transcripts"), "--pace", pace,
        ];
        await TmuxAsync(["respawn-pane", "-k", "-t", "kunduz", "-e", $"{ClaudeCodeFeed.Variable}=kunduz", .. stays ? (string[])["sh", "-c", "\"$@\"; exec cat", "-"] : [], .. command]);
        await scene.StateAsync(id, state => state is AgentState.Idle);
        await scene.ScreenAsync(id, reading => reading.Composer == ComposerState.Empty);
        return id;
    }

    private static IEnumerable<string> StatesOf(AgentScene scene, WorkspaceId id) => scene.Log.States(id).Select(state => state.GetType().Name);

    /// <summary>What reached it.</summary>
    private string[] Noted() => [.. File.ReadAllLines(Journal).Select(line =>
    {
        using var noted = JsonDocument.Parse(line);
        return string.Join(' ', noted.RootElement.EnumerateObject().Where(property => property.Name != "at").Select(property => property.Value.GetString()));
    })];

    /// <summary>The same build of it as of the tests.</summary>
    private static string Program
    {
        get
        {
            var built = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            var root = built;
            while (root is not null && !File.Exists(Path.Combine(root.FullName, "CallActors.sln"))) root = root.Parent;
            return Path.Combine(root!.FullName, "demo", "ScriptedAgent", "bin", built.Parent!.Name, built.Name, "claude");
        }
    }
}
