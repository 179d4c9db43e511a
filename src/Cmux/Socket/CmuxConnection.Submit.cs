using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Socket;

/// <summary>
/// Submitting. cmux remembers nothing under a submission's name, so this process does (<see cref="SubmissionLog"/>), and where an answer
/// was lost the screen is the judge. What cannot be judged is not typed again.
/// </summary>
internal sealed partial class CmuxConnection
{
    private const string AgentSubmit = "workspace.agent_submit";

    /// <summary>How often Enter is pressed at most while the text stays where it is.</summary>
    private const int MostEnters = 3;

    /// <summary>So many characters do not stand somewhere by chance.</summary>
    private const int Telling = 20;

    /// <summary>How often is looked whether the text has gone, before Enter is pressed again.</summary>
    private const int LooksPerEnter = 3;

    private const int MostStarts = 10;

    /// <inheritdoc/>
    public async Task<SubmissionState> SubmitAsync(WorkspaceId id, Submission submission, CancellationToken cancellationToken)
    {
        var text = TerminalText.Typable(submission.Text).Trim();
        if (text.Length == 0) throw new WorkspaceException(WorkspaceFault.Refused, "There is nothing to type.");
        var surface = await FindAsync(id, cancellationToken).ConfigureAwait(false);
        var terminal = _log.Of(surface.Id);
        await terminal.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var entry = terminal.Find(submission.Id);
            if (entry.Step is SubmissionStep.Typing or SubmissionStep.Handing or SubmissionStep.Typed or SubmissionStep.Entering)
                await JudgeAsync(id, entry, text, cancellationToken).ConfigureAwait(false);
            return entry.Step switch
            {
                SubmissionStep.Entered => SubmissionState.Entered,
                SubmissionStep.Accepted => SubmissionState.Accepted,
                SubmissionStep.Typed => await EnterAsync(id, entry, text, cancellationToken).ConfigureAwait(false),
                _ => await BeginAsync(id, entry, text, cancellationToken).ConfigureAwait(false),
            };
        }
        finally
        {
            terminal.Gate.Release();
        }
    }

    private async Task<SubmissionState> BeginAsync(WorkspaceId id, SubmissionLog.Entry entry, string text, CancellationToken cancellationToken)
    {
        entry.Before = await LookAsync(id, cancellationToken).ConfigureAwait(false);
        var composer = entry.Before is null ? null : Composer.Read(entry.Before);
        if (composer == Composer.Squeeze(text))
        {
            // Typed by a process before this one, which did not get to its Enter.
            entry.Step = SubmissionStep.Typed;
            return await EnterAsync(id, entry, text, cancellationToken).ConfigureAwait(false);
        }
        if (_methods?.Contains(AgentSubmit) is true && await HandAsync(id, entry, text, cancellationToken).ConfigureAwait(false) is { } state) return state;
        if (entry.Before is not null && Composer.HasMenu(entry.Before)) return SubmissionState.AgentIsBusy;
        if (_options.LeavesDrafts && composer is { Length: > 0 } && !_options.Placeholders.Any(hint => composer.StartsWith(Composer.Squeeze(hint), StringComparison.Ordinal)))
            return SubmissionState.PersonIsTyping;
        await TypeAsync(id, entry, text, cancellationToken).ConfigureAwait(false);
        await Task.Delay(_options.EnterAfter, _time, cancellationToken).ConfigureAwait(false);
        return await EnterAsync(id, entry, text, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets cmux itself hand the text to the agent.</summary>
    /// <returns>Null when there is no agent that it knows, and the text is to be typed.</returns>
    private async Task<SubmissionState?> HandAsync(WorkspaceId id, SubmissionLog.Entry entry, string text, CancellationToken cancellationToken)
    {
        entry.Step = SubmissionStep.Handing;
        var reply = await AskAsync(id, surface => new CmuxRequest(AgentSubmit).To(surface).With("text", text), cancellationToken).ConfigureAwait(false);
        if (IsUncertain(reply)) throw CmuxFaults.TimedOut();
        entry.Step = reply.IsDone ? SubmissionStep.Accepted : SubmissionStep.None;
        switch (reply.Code)
        {
            case "rejected_composer_busy":
                return SubmissionState.PersonIsTyping;
            case "agent_busy":
                return SubmissionState.AgentIsBusy;
            case "agent_scope_unavailable" or CmuxFaults.MethodNotFound or "not_supported" or CmuxFaults.InvalidParams:
                return null;
            default:
                reply.Result();
                return SubmissionState.Accepted;
        }
    }

    private async Task TypeAsync(WorkspaceId id, SubmissionLog.Entry entry, string text, CancellationToken cancellationToken)
    {
        // Every line end would be an Enter, and a tab a key.
        var line = text.Replace('\n', ' ').Replace('\t', ' ');
        for (var start = 0; ; start++)
        {
            entry.Step = SubmissionStep.Typing;
            var reply = await AskAsync(id, surface => new CmuxRequest("surface.send_text").To(surface).With("text", line), cancellationToken).ConfigureAwait(false);
            if (reply.IsDone)
            {
                entry.Step = SubmissionStep.Typed;
                return;
            }
            if (IsUncertain(reply)) throw CmuxFaults.TimedOut();
            // What was refused was not typed.
            entry.Step = SubmissionStep.None;
            if (reply.Code is not CmuxFaults.TerminalNotReady || start == MostStarts) reply.Result();
            await AskAsync(id, surface => new CmuxRequest("surface.read_text").To(surface).With("start_if_needed", true), cancellationToken).ConfigureAwait(false);
            await Task.Delay(_options.EnterAfter, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Presses Enter, and again while the text stays in the composer: a paste may swallow it.</summary>
    private async Task<SubmissionState> EnterAsync(WorkspaceId id, SubmissionLog.Entry entry, string text, CancellationToken cancellationToken)
    {
        for (var press = 0; press < MostEnters; press++)
        {
            // It may have begun to ask something since: that Enter would be a yes.
            if (await LookAsync(id, cancellationToken).ConfigureAwait(false) is { } screen && Composer.HasMenu(screen)) return SubmissionState.AgentIsBusy;
            entry.Step = SubmissionStep.Entering;
            var reply = await AskAsync(id, surface => new CmuxRequest("surface.send_key").To(surface).With("key", CmuxKeys.Name(WorkspaceKey.Enter)), cancellationToken).ConfigureAwait(false);
            if (IsUncertain(reply)) throw CmuxFaults.TimedOut();
            if (!reply.IsDone) entry.Step = SubmissionStep.Typed;
            reply.Result();
            if (!await StaysAsync(id, text, cancellationToken).ConfigureAwait(false))
            {
                entry.Step = SubmissionStep.Entered;
                return SubmissionState.Entered;
            }
            entry.Step = SubmissionStep.Typed;
        }
        throw new WorkspaceException(WorkspaceFault.Refused, "The text stands in the workspace, but its program does not take the Enter.");
    }

    private async Task<bool> StaysAsync(WorkspaceId id, string text, CancellationToken cancellationToken)
    {
        for (var look = 0; look < LooksPerEnter; look++)
        {
            await Task.Delay(_options.EnterAfter, _time, cancellationToken).ConfigureAwait(false);
            if (await LookAsync(id, cancellationToken).ConfigureAwait(false) is not { } screen || !Holds(Composer.Read(screen), text)) return false;
        }
        return true;
    }

    /// <summary>An earlier order was broken off: how far did it get?</summary>
    /// <exception cref="WorkspaceException">It cannot be said.</exception>
    private async Task JudgeAsync(WorkspaceId id, SubmissionLog.Entry entry, string text, CancellationToken cancellationToken)
    {
        // What was typed last may not be on the screen yet.
        await Task.Delay(_options.EnterAfter, _time, cancellationToken).ConfigureAwait(false);
        var screen = await LookAsync(id, cancellationToken).ConfigureAwait(false);
        var composer = screen is null ? null : Composer.Read(screen);
        var isOnScreen = screen is not null && entry.Before is not null && Times(screen, text) > Times(entry.Before, text);
        entry.Step = entry.Step switch
        {
            _ when Holds(composer, text) => SubmissionStep.Typed,
            // Somebody entered it. What has no composer that is seen still waits for its Enter.
            SubmissionStep.Typed => composer is null ? SubmissionStep.Typed : SubmissionStep.Entered,
            SubmissionStep.Entering => SubmissionStep.Entered,
            SubmissionStep.Handing when isOnScreen => SubmissionStep.Accepted,
            SubmissionStep.Typing when isOnScreen => composer is null ? SubmissionStep.Typed : SubmissionStep.Entered,
            SubmissionStep.Typing when screen is not null && entry.Before is not null && screen.SequenceEqual(entry.Before) => SubmissionStep.None,
            _ => throw new WorkspaceException(WorkspaceFault.TimedOut, "cmux never said whether it took the text, and the screen does not show it: it is not typed again."),
        };
    }

    /// <returns>The screen; null when this build cannot read it.</returns>
    private async Task<IReadOnlyList<string>?> LookAsync(WorkspaceId id, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadLinesAsync(id, count: 0, columns: 0, cancellationToken).ConfigureAwait(false);
        }
        catch (WorkspaceException e) when (e.Fault is WorkspaceFault.Unsupported or WorkspaceFault.Refused)
        {
            return null;
        }
    }

    /// <summary>Whether a text stands in the composer: in whole, as a paste's mark, or as the part of it that is in sight.</summary>
    private static bool Holds(string? composer, string text)
    {
        if (string.IsNullOrEmpty(composer)) return false;
        var typed = Composer.Squeeze(text);
        return composer == typed || composer.StartsWith("[Pastedtext#", StringComparison.Ordinal)
            || (typed.Length >= Telling && composer.Contains(typed, StringComparison.Ordinal))
            || (composer.Length >= Telling && typed.Contains(composer, StringComparison.Ordinal));
    }

    private static int Times(IReadOnlyList<string> lines, string text)
    {
        var (all, what) = (Composer.Squeeze(string.Concat(lines)), Composer.Squeeze(text));
        var count = 0;
        for (var at = all.IndexOf(what, StringComparison.Ordinal); at >= 0; at = all.IndexOf(what, at + what.Length, StringComparison.Ordinal)) count++;
        return count;
    }

    /// <summary>Codes that leave open whether it was done.</summary>
    private static bool IsUncertain(CmuxReply reply) => reply.Code is CmuxFaults.InternalError or "timeout" or "encode_error";
}
