using CallActors.Cmux.ClaudeCode;
using CallActors.Cmux.Screens;
using CallActors.Cmux.Tests.Tmux;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.ClaudeCode;

/// <summary>The real program in a real tmux, started with a session's settings, before a model of the test's own.</summary>
[Trait("Category", "Soak")]
public sealed class RealClaudeTests : TmuxTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [ClaudeFact]
    public async Task A_real_Claude_Code_is_prompted_asks_and_answers_and_all_of_it_is_known()
    {
        using var model = new FakeModel();
        await using var scene = new AgentScene(Options with { EnterAfter = TimeSpan.FromMilliseconds(300) }, Path.Combine(Folder, "hooks"));
        var id = await StartAsync(scene, model);

        await scene.StateAsync(id, state => state is AgentState.Idle);
        await scene.ScreenAsync(id, reading => reading.Composer == ComposerState.Empty);
        await SubmitAsync(scene, id, "s-1", "hello there");
        await scene.Log.ToldAsync(id, "1 ended: Complete");
        await SubmitAsync(scene, id, "s-2", "make a file");
        await scene.StateAsync(id, state => state is AgentState.Waiting { For: AgentQuestion.Permission, Tool: "Bash", About: "touch made.txt" });
        var asked = await scene.ScreenAsync(id, reading => reading.Dialog is not null);
        Assert.Contains("touch made.txt", asked.Dialog!.About, StringComparison.Ordinal);
        await scene.PressAsync(id, WorkspaceKey.Enter);
        await scene.Log.ToldAsync(id, "2 ended: Complete");
        await scene.PressAsync(id, WorkspaceKey.EndOfInput);
        await scene.PressAsync(id, WorkspaceKey.EndOfInput);
        await scene.StateAsync(id, state => state is AgentState.Gone);

        // The hook at a turn's end has its last words too, and tells them where the transcript is written too late.
        Assert.Equal(
            [
                "1 Transcript: Hello from the model.", "1 ended: Complete",
                "2 Transcript: I will make it.", "2 Transcript: It is made.\n\nNothing else.", "2 ended: Complete",
            ],
            scene.Log.Told(id).Select(told => told.Replace(" Hook: ", " Transcript: ", StringComparison.Ordinal)));
        Assert.True(File.Exists(Path.Combine(Folder, "made.txt")));
        Assert.Equal(
            ["Starting", "Idle", "Thinking", "Idle", "Thinking", "UsingTool", "Waiting", "Thinking", "Idle", "Gone"],
            scene.Log.States(id).Select(state => state.GetType().Name));
    }

    [ClaudeFact]
    public async Task What_a_real_Claude_Code_shows_in_its_empty_composer_is_no_draft_and_the_same_words_typed_are()
    {
        using var model = new FakeModel();
        await using var scene = new AgentScene(Options with { EnterAfter = TimeSpan.FromMilliseconds(300) }, Path.Combine(Folder, "hooks"));
        var id = await StartAsync(scene, model, "CLAUDE_CODE_ENABLE_PROMPT_SUGGESTION=1");
        await ShownAsync(scene, id, "❯\u00a0Try \"", ComposerState.Empty);
        await scene.StateAsync(id, state => state is AgentState.Idle);
        // It guesses from the second answer on.
        foreach (var turn in (int[])[1, 2])
        {
            await SubmitAsync(scene, id, $"s-{turn}", "hello there");
            await scene.Log.ToldAsync(id, $"{turn} ended: Complete");
        }
        await ShownAsync(scene, id, $"❯\u00a0{FakeModel.Guess}", ComposerState.Empty);
        await TmuxAsync("send-keys", "-t", "kunduz", "-l", FakeModel.Guess);
        Assert.Equal(ComposerState.HasText, (await scene.ScreenAsync(id, reading => reading.Draft == FakeModel.Guess)).Composer);
    }

    /// <summary>Waits until a line is there, and the composer is read as it should be.</summary>
    private static async Task ShownAsync(AgentScene scene, WorkspaceId id, string line, ComposerState composer)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            var screen = await scene.Connection.ReadScreenAsync(id, 0, CancellationToken.None);
            var reading = new ClaudeScreen().Read(screen);
            // It may have been drawn in part.
            if (screen.Lines.Any(shown => shown.StartsWith(line, StringComparison.Ordinal)) && reading.Composer == composer) return;
            Assert.True(clock.Elapsed < Patience, $"{reading.Composer}:\n{string.Join('\n', screen.Lines)}");
        }
    }

    private async Task<WorkspaceId> StartAsync(AgentScene scene, FakeModel model, params string[] environment)
    {
        var prepared = scene.Feed.Prepare("kunduz");
        var home = Directory.CreateDirectory(Path.Combine(Folder, "home")).FullName;
        await File.WriteAllTextAsync(Path.Combine(home, ".claude.json"), $$$$"""{"hasCompletedOnboarding":true,"theme":"dark","projects":{"{{{{Folder}}}}":{"hasTrustDialogAccepted":true,"hasCompletedProjectOnboarding":true}}}""");
        await StartSessionAsync(
            "kunduz",
            [
                "env", $"HOME={home}", $"ANTHROPIC_BASE_URL={model.Address}", "ANTHROPIC_AUTH_TOKEN=none", "DISABLE_AUTOUPDATER=1",
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1", $"{ClaudeCodeFeed.Variable}=kunduz", .. environment, ClaudeFactAttribute.Program!, "--settings", prepared.SettingsFile,
            ]);
        await scene.ConnectAsync();
        return scene.News.Workspaces[0].Id;
    }

    /// <summary>On a slow machine Claude Code takes an Enter that comes soon after a paste for a part of it: what still stands in the composer is
    /// entered again, and never typed again.</summary>
    private static async Task SubmitAsync(AgentScene scene, WorkspaceId id, string name, string text)
    {
        var before = scene.Log.States(id).Count;
        await scene.SubmitAsync(id, name, text);
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); scene.Log.States(id).Count == before && clock.Elapsed < Patience;)
        {
            await Task.Delay(500);
            var reading = await scene.ScreenAsync(id, _ => true);
            if (scene.Log.States(id).Count == before && reading.Composer == ComposerState.HasText) await scene.PressAsync(id, WorkspaceKey.Enter);
        }
    }
}
