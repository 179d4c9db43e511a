using System.Diagnostics;
using System.Text.Json;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Benchmarks.Workspaces;

/// <summary>From what Claude Code does at an event to the observer's knowing of it: by a hook's command, and by a line of the transcript.</summary>
internal sealed class HookRun(TmuxBed tmux, WorkspaceEngine engine, WorkspaceRunSize size)
{
    private const int Warming = 10;
    private const string Agent = "agent";

    private readonly Spread _known = new("hook to state known");
    private readonly Spread _process = new("hook, the forwarder's own process");
    private readonly Spread _after = new("hook, from its forwarder's end to state known");
    private readonly Spread _bare = new("sh -c 'exit 0'");
    private readonly Spread _reply = new("transcript's block to words of the reply");
    private readonly string _session = Guid.NewGuid().ToString();
    private readonly string _prompt = Guid.NewGuid().ToString();
    private string _command = "";
    private (string Server, string Pane) _place;
    private WorkspaceId _id;

    private string Transcript => Path.Combine(tmux.Folder, "transcripts", $"{_session}.jsonl");

    public async Task RunAsync()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Transcript)!);
        await tmux.OpenAsync(Agent, "exec cat");
        _id = await engine.FindAsync(Agent);
        _place = await tmux.PlaceOfAsync(Agent);
        using (var settings = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(tmux.Hooks, "default", "settings.json"))))
            _command = settings.RootElement.GetProperty("hooks").GetProperty("PreToolUse")[0].GetProperty("hooks")[0].GetProperty("command").GetString()!;
        await BeginAsync();
        for (var i = 0; i < Warming + size.Hooks; i++) await UseToolAsync(i);
        for (var i = 0; i < Warming + size.Hooks; i++) await WriteAsync(i);
        _known.Print(_bare);
        foreach (var part in (Spread[])[_process, _after, _bare, _reply]) part.Print();
    }

    private async Task BeginAsync()
    {
        var thinks = engine.Told.NextAsync(m => m is WorkspaceActivity.Changed { State.Agent: AgentState.Thinking } changed && changed.WorkspaceId == _id);
        await ForwardAsync("SessionStart", new() { ["source"] = "startup" });
        await ForwardAsync("UserPromptSubmit", new() { ["prompt"] = "hello there" });
        await thinks;
        Append("user", new { role = "user", content = "hello there" });
    }

    private async Task UseToolAsync(int number)
    {
        var about = $"make part-{number}";
        var known = engine.Told.NextAsync(m => m is WorkspaceActivity.Changed { State.Agent: AgentState.UsingTool tool } changed && changed.WorkspaceId == _id && tool.About.Contains(about, StringComparison.Ordinal));
        var thinks = engine.Told.NextAsync(m => m is WorkspaceActivity.Changed { State.Agent: AgentState.Thinking } changed && changed.WorkspaceId == _id);
        var call = $"toolu_{number}";
        var tool = new Dictionary<string, object> { ["tool_name"] = "Bash", ["tool_input"] = new { command = about, description = "Runs it" }, ["tool_use_id"] = call };
        var (begun, ended) = await ForwardAsync("PreToolUse", tool);
        var at = (await known).At;
        await ForwardAsync("PostToolUse", tool);
        await thinks;
        var (bareBegun, bareEnded) = await RunShellAsync("exit 0", "");
        if (number < Warming) return;
        _known.Add(begun, at);
        _process.Add(begun, ended);
        _after.Add(Math.Max(0, Stopwatch.GetElapsedTime(ended, at).TotalMilliseconds));
        _bare.Add(bareBegun, bareEnded);
    }

    private async Task WriteAsync(int number)
    {
        var words = $"Part {number} is done.";
        var told = engine.Told.NextAsync(m => m is WorkspaceActivity.Replied { Reply: AgentReply.Text text } && text.Words.Contains(words, StringComparison.Ordinal));
        var at = Stopwatch.GetTimestamp();
        Append("assistant", new { id = $"msg_{number}", type = "message", role = "assistant", content = new[] { new { type = "text", text = words } }, stop_reason = "tool_use" });
        var toldAt = (await told).At;
        if (number >= Warming) _reply.Add(at, toldAt);
    }

    private void Append(string type, object message) => File.AppendAllText(
        Transcript,
        JsonSerializer.Serialize(new { isSidechain = false, promptId = _prompt, type, message, uuid = Guid.NewGuid(), timestamp = DateTimeOffset.UtcNow, sessionId = _session }) + "\n");

    /// <summary>Runs the hook's command as Claude Code does, with a payload of its shape.</summary>
    /// <returns>Before its process was started, and when it had ended.</returns>
    private Task<(long Begun, long Ended)> ForwardAsync(string kind, Dictionary<string, object> more) => RunShellAsync(_command, JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["session_id"] = _session,
        ["transcript_path"] = Transcript,
        ["cwd"] = tmux.Folder,
        ["prompt_id"] = _prompt,
        ["permission_mode"] = "default",
        ["hook_event_name"] = kind,
    }.Concat(more).ToDictionary()));

    private async Task<(long Begun, long Ended)> RunShellAsync(string command, string input)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardInput = true };
        (start.Environment["TMUX"], start.Environment["TMUX_PANE"]) = _place;
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It reads nothing, and has ended.
        }

        await process.WaitForExitAsync();
        return (begun, Stopwatch.GetTimestamp());
    }
}
