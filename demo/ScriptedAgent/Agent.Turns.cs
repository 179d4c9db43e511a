using System.Text.Json.Nodes;

namespace CallActors.ScriptedAgent;

internal sealed partial class Agent
{
    /// <summary>Claude Code tells that it waits when nobody has answered for so long.</summary>
    private static readonly TimeSpan TellsThatItWaitsAfter = TimeSpan.FromSeconds(6);

    private Task _turn = Task.CompletedTask;
    private DateTimeOffset _turnSince;

    /// <summary>Not null while it works.</summary>
    private CancellationTokenSource? _interruption;
    private Step.Run? _running;
    private string _progress = "";
    private OpenQuestion? _question;
    private bool _asksNoMore;
    private bool _hasPushed;

    /// <summary>Interrupts what it does, and waits until it has stopped.</summary>
    private async Task StopAsync()
    {
        lock (_lock)
        {
            _queue.Clear();
            _interruption?.Cancel();
        }
        await _turn.ConfigureAwait(false);
    }

    /// <summary>One prompt after the other.</summary>
    private async Task WorkAsync()
    {
        while (true)
        {
            string prompt;
            CancellationTokenSource interruption;
            lock (_lock)
            {
                _running = null;
                _question = null;
                _interruption?.Dispose();
                _interruption = null;
                if (!_queue.TryDequeue(out prompt!))
                {
                    Draw([]);
                    // Under the lock: who enters a prompt next finds that nobody works.
                    _turn = Task.CompletedTask;
                    return;
                }
                _turnSince = DateTimeOffset.UtcNow;
                _interruption = interruption = new CancellationTokenSource();
                Draw(Layout.Block("❯", prompt, _terminal.Width));
            }
            _journal.Note("prompt", "text", prompt);
            await AnswerAsync(prompt, interruption.Token).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(string prompt, CancellationToken interruption)
    {
        await _conversation.PromptAsync(prompt).ConfigureAwait(false);
        var last = "";
        try
        {
            foreach (var step in Script.For(prompt, _hasPushed))
            {
                switch (step)
                {
                    case Step.Think think:
                        await PassAsync(think.Seconds, interruption).ConfigureAwait(false);
                        break;
                    case Step.Say say:
                        last = await SayAsync(say, interruption).ConfigureAwait(false);
                        break;
                    case Step.Run run:
                        await RunAsync(run, interruption).ConfigureAwait(false);
                        break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            Interrupted();
            return;
        }
        var took = DateTimeOffset.UtcNow - _turnSince;
        await _conversation.HookAsync("Stop", new() { ["permission_mode"] = "default", ["stop_hook_active"] = false, ["last_assistant_message"] = last }).ConfigureAwait(false);
        _conversation.WriteEnd(took);
        Say([$"✻ Worked for {(int)took.TotalSeconds}s", ""]);
    }

    private async Task<string> SayAsync(Step.Say say, CancellationToken interruption)
    {
        var message = $"msg_{Guid.NewGuid():N}";
        for (var i = 0; i < say.Paragraphs.Length; i++)
        {
            await PassAsync(say.SecondsEach, interruption).ConfigureAwait(false);
            var isLast = i == say.Paragraphs.Length - 1;
            _conversation.WriteBlock(message, new() { ["type"] = "text", ["text"] = say.Paragraphs[i] }, isLast ? "end_turn" : null);
            Say(Layout.Block(i == 0 ? "●" : " ", say.Paragraphs[i], _terminal.Width));
        }
        return string.Join("\n\n", say.Paragraphs);
    }

    private async Task RunAsync(Step.Run run, CancellationToken interruption)
    {
        var call = $"toolu_{Guid.NewGuid():N}";
        _conversation.WriteBlock($"msg_{Guid.NewGuid():N}", new() { ["type"] = "tool_use", ["id"] = call, ["name"] = "Bash", ["input"] = Input(run) }, "tool_use");
        await HookAsync("PreToolUse", run, new() { ["tool_use_id"] = call }).ConfigureAwait(false);
        Show(run, run.Asks && !_asksNoMore ? "Waiting…" : "Running…");
        try
        {
            if (run.Asks && !_asksNoMore) await AskAsync(run, call, interruption).ConfigureAwait(false);
            foreach (var line in run.Progress)
            {
                await PassAsync(run.Seconds / run.Progress.Length, interruption).ConfigureAwait(false);
                Show(run, line);
            }
        }
        catch (OperationCanceledException) when (_question is null)
        {
            _conversation.WriteResult(call, "The tool use was interrupted.", isError: true);
            await HookAsync("PostToolUseFailure", run, new() { ["tool_use_id"] = call, ["error"] = "Interrupted", ["is_interrupt"] = true }).ConfigureAwait(false);
            throw;
        }
        _hasPushed |= run.Asks;
        var output = string.Join('\n', run.Progress);
        await HookAsync("PostToolUse", run, new()
        {
            ["tool_response"] = new JsonObject { ["stdout"] = output, ["stderr"] = "", ["interrupted"] = false },
            ["tool_use_id"] = call,
        }).ConfigureAwait(false);
        _conversation.WriteResult(call, output, isError: false);
        lock (_lock)
        {
            _running = null;
            Draw(Layout.Tool(run.Command, run.Progress[^1], isRunning: false));
        }
    }

    /// <summary>Asks whether it may.</summary>
    /// <exception cref="OperationCanceledException">It may not: the turn is over, as in Claude Code.</exception>
    private async Task AskAsync(Step.Run run, string call, CancellationToken interruption)
    {
        await HookAsync("PermissionRequest", run, []).ConfigureAwait(false);
        var question = new OpenQuestion(run);
        await using var leaving = interruption.Register(() => question.Answer.TrySetResult(3)).ConfigureAwait(false);
        lock (_lock)
        {
            interruption.ThrowIfCancellationRequested();
            _question = question;
            Draw([]);
        }
        if (await Task.WhenAny(question.Answer.Task, Task.Delay(TellsThatItWaitsAfter, CancellationToken.None)).ConfigureAwait(false) != question.Answer.Task)
        {
            await _conversation.HookAsync("Notification", new()
            {
                ["message"] = "Claude needs your permission to use Bash",
                ["notification_type"] = "permission_prompt",
            }).ConfigureAwait(false);
        }
        var answer = await question.Answer.Task.ConfigureAwait(false);
        _journal.Note("permission", "answer", answer switch { 1 => "yes", 2 => "always", _ => "no" });
        if (answer == 3)
        {
            _conversation.WriteResult(call, "The user doesn't want to proceed with this tool use. The tool use was rejected.", isError: true);
            throw new OperationCanceledException();
        }
        _asksNoMore = answer == 2;
        lock (_lock)
        {
            _question = null;
            _progress = "Running…";
            Draw([]);
        }
    }

    /// <summary>A key while a question is open. Under the lock.</summary>
    private static void Answer(OpenQuestion question, Key key)
    {
        switch (key)
        {
            case Key.Control { Which: ControlKey.Up }:
                question.Selected = Math.Max(1, question.Selected - 1);
                break;
            case Key.Control { Which: ControlKey.Down }:
                question.Selected = Math.Min(3, question.Selected + 1);
                break;
            case Key.Control { Which: ControlKey.Enter }:
                question.Answer.TrySetResult(question.Selected);
                break;
            case Key.Control { Which: ControlKey.Escape }:
                question.Answer.TrySetResult(3);
                break;
            // A number is an answer, without Enter.
            case Key.Text { Characters: "1" or "2" or "3" } number:
                question.Answer.TrySetResult(number.Characters[0] - '0');
                break;
        }
    }

    private void Interrupted()
    {
        var wasRefused = _question is not null;
        _conversation.WriteInterruption(wasRefused);
        if (!wasRefused) _journal.Note("interrupted");
        lock (_lock)
        {
            string[] outcome = ["  ⎿  Interrupted · What should Claude do instead?", ""];
            var command = _running?.Command;
            _running = null;
            _question = null;
            Draw(command is null ? outcome : [$"● Bash({command})", .. outcome]);
        }
    }

    private Task HookAsync(string kind, Step.Run run, JsonObject more)
    {
        var all = new JsonObject { ["permission_mode"] = "default", ["tool_name"] = "Bash", ["tool_input"] = Input(run) };
        foreach (var (name, value) in more) all[name] = value?.DeepClone();
        return _conversation.HookAsync(kind, all);
    }

    private static JsonObject Input(Step.Run run) => new() { ["command"] = run.Command, ["description"] = run.Description };

    private Task PassAsync(double seconds, CancellationToken interruption) => Task.Delay(TimeSpan.FromSeconds(seconds / _options.Pace), interruption);

    private void Show(Step.Run run, string progress)
    {
        lock (_lock)
        {
            (_running, _progress) = (run, progress);
            Draw([]);
        }
    }

    private void Say(IEnumerable<string> said)
    {
        lock (_lock) Draw(said);
    }

    /// <summary>A question on the screen.</summary>
    private sealed class OpenQuestion(Step.Run run)
    {
        public Step.Run Run => run;

        /// <summary>The answer that is pointed at, from 1.</summary>
        public int Selected { get; set; } = 1;

        public TaskCompletionSource<int> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
