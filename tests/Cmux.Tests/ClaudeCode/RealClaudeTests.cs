using System.Collections.Concurrent;
using CallActors.Cmux.ClaudeCode;
using CallActors.Cmux.Screens;
using CallActors.Cmux.Tests.Tmux;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.ClaudeCode;

/// <summary>The real program in a real tmux, started with a session's settings, before a model of the test's own.</summary>
[Trait("Category", "Soak")]
public sealed class RealClaudeTests : TmuxTest, IHookObserver, ITranscriptObserver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly ClaudeCodeAgent _agent = new(new AgentTimes(), new ReplyTimes(), DateTimeOffset.UtcNow);
    private readonly ConcurrentQueue<string> _told = new();
    private readonly ConcurrentQueue<AgentState> _states = new();
    private TranscriptFollower? _follower;
    private HookPlace? _place;

    [ClaudeFact]
    public async Task A_real_Claude_Code_is_prompted_asks_and_answers_and_all_of_it_is_known()
    {
        using var model = new FakeModel();
        await using var receiver = new HookReceiver(new HookOptions { Folder = Path.Combine(Folder, "hooks") }, this);
        await using var follower = _follower = new TranscriptFollower(this, TimeSpan.FromSeconds(1));
        var session = receiver.Open("one");
        var home = Directory.CreateDirectory(Path.Combine(Folder, "home")).FullName;
        await File.WriteAllTextAsync(Path.Combine(home, ".claude.json"), $$$$"""{"hasCompletedOnboarding":true,"theme":"dark","projects":{"{{{{Folder}}}}":{"hasTrustDialogAccepted":true,"hasCompletedProjectOnboarding":true}}}""");
        await StartSessionAsync(
            "kunduz", "env", $"HOME={home}", $"ANTHROPIC_BASE_URL={model.Address}", "ANTHROPIC_AUTH_TOKEN=none", "DISABLE_AUTOUPDATER=1",
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1", "CALLACTORS_WORKSPACE=kunduz", ClaudeFactAttribute.Program!, "--settings", session.SettingsFile);
        var (connection, news) = await ConnectAsync(Options with { EnterAfter = TimeSpan.FromMilliseconds(300) });
        var id = news.Workspaces[0].Id;

        await UntilAsync(connection, id, () => _agent.Known.State is AgentState.Idle);
        await ScreenAsync(connection, id, reading => reading.Composer == ComposerState.Empty);
        await SubmitAsync(connection, id, new Submission(new SubmissionId("s-1"), "hello there"));
        await UntilAsync(connection, id, () => _told.Contains("1 ended: Complete"));
        await SubmitAsync(connection, id, new Submission(new SubmissionId("s-2"), "make a file"));
        await UntilAsync(connection, id, () => _agent.Known.State is AgentState.Waiting { For: AgentQuestion.Permission, Tool: "Bash", About: "touch made.txt" });
        var asked = await ScreenAsync(connection, id, reading => reading.Dialog is not null);
        Assert.Contains("touch made.txt", asked.Dialog!.About, StringComparison.Ordinal);
        await connection.PressAsync(id, WorkspaceKey.Enter, CancellationToken.None);
        await UntilAsync(connection, id, () => _told.Contains("2 ended: Complete"));
        await connection.PressAsync(id, WorkspaceKey.EndOfInput, CancellationToken.None);
        await connection.PressAsync(id, WorkspaceKey.EndOfInput, CancellationToken.None);
        await UntilAsync(connection, id, () => _agent.Known.State is AgentState.Gone);

        Assert.Equal(
            ["1 Hello from the model.", "1 ended: Complete", "2 I will make it.", "2 It is made.||Nothing else.", "2 ended: Complete"], _told);
        Assert.True(File.Exists(Path.Combine(Folder, "made.txt")));
        Assert.Equal(
            ["Idle", "Thinking", "Idle", "Thinking", "UsingTool", "Waiting", "Thinking", "Idle", "Gone"],
            _states.Select(state => state.GetType().Name));
        Assert.Equal(("kunduz", "%0"), (_place!.Workspace, _place.TmuxPane));
    }

    public void On(HookNews news) => Learn(now =>
    {
        _place = (news as HookNews.Told)?.Place ?? _place;
        var replies = _agent.On(news, now);
        if (_agent.Followed is { } followed) _follower!.Follow(followed.Session, followed.From);
        _follower!.Look();
        return replies;
    });

    public void On(AgentSession session, TranscriptEntry entry) => Learn(now => _agent.On(session, entry, now));

    private void Learn(Func<DateTimeOffset, IReadOnlyList<AgentReply>> learn)
    {
        lock (_lock)
        {
            foreach (var reply in learn(DateTimeOffset.UtcNow))
                _told.Enqueue(reply is AgentReply.Text text ? $"{text.Turn} {text.Words.Replace('\n', '|')}" : $"{reply.Turn} ended: {((AgentReply.Ended)reply).How}");
            if (_agent.Known.State is not AgentState.Starting && (_states.IsEmpty || _states.Last() != _agent.Known.State)) _states.Enqueue(_agent.Known.State);
        }
    }

    private async Task UntilAsync(IWorkspaceConnection connection, WorkspaceId id, Func<bool> isSo)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); !isSo(); await Task.Delay(20))
        {
            if (_agent.Due <= DateTimeOffset.UtcNow) Learn(now => _agent.Elapse(now));
            if (clock.Elapsed < Patience) continue;
            var screen = await connection.ReadScreenAsync(id, 0, CancellationToken.None);
            Assert.Fail($"{_agent.Known.State}; {string.Join(" / ", _told)}; the screen shows:\n{string.Join('\n', screen.Lines)}");
        }
    }

    /// <summary>On a slow machine Claude Code takes an Enter that comes soon after a paste for a part of it: what still stands in the composer is
    /// entered again, and never typed again.</summary>
    private async Task SubmitAsync(IWorkspaceConnection connection, WorkspaceId id, Submission submission)
    {
        var before = _states.Count;
        await connection.SubmitAsync(id, submission, CancellationToken.None);
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); _states.Count == before && clock.Elapsed < Patience;)
        {
            await Task.Delay(500);
            var reading = new ClaudeScreen().Read(await connection.ReadScreenAsync(id, 0, CancellationToken.None));
            if (_states.Count == before && reading.Composer == ComposerState.HasText) await connection.PressAsync(id, WorkspaceKey.Enter, CancellationToken.None);
        }
    }

    private static async Task<ScreenReading> ScreenAsync(IWorkspaceConnection connection, WorkspaceId id, Func<ScreenReading, bool> isSo)
    {
        for (var clock = System.Diagnostics.Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            var screen = await connection.ReadScreenAsync(id, 0, CancellationToken.None);
            var reading = new ClaudeScreen().Read(screen);
            if (isSo(reading)) return reading;
            Assert.True(clock.Elapsed < Patience, string.Join('\n', screen.Lines));
        }
    }
}
