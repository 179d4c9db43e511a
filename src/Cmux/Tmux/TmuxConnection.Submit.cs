using System.Globalization;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tmux;

internal sealed partial class TmuxConnection
{
    /// <summary>Pane options in which tmux itself remembers the latest submission: typing and remembering is one step, so that an order
    /// whose answer was lost is never typed twice.</summary>
    private const string Typed = "@callactors-typed";
    private const string Entered = "@callactors-entered";

    /// <inheritdoc/>
    public async Task<SubmissionState> SubmitAsync(WorkspaceId id, Submission submission, CancellationToken cancellationToken)
    {
        var (pane, name) = (Find(id), submission.Id.Value);
        var client = ClientOf(pane);
        var known = await client.RunAsync($"display-message -p -t {pane.Id} \"#{{{Typed}}} #{{{Entered}}}\"", cancellationToken).ConfigureAwait(false);
        var (typed, entered) = known is [var line] && line.Split(' ') is [var first, var second] ? (first, second) : ("", "");
        if (entered == name) return SubmissionState.Entered;
        if (typed != name)
        {
            if (await IsPersonTypingAsync(client, pane, cancellationToken).ConfigureAwait(false)) return SubmissionState.PersonIsTyping;
            await client.RunAsync(TypeOnce(pane.Id, name, Fit(pane, submission.Text)), cancellationToken).ConfigureAwait(false);
            await Task.Delay(_options.EnterAfter, _time, cancellationToken).ConfigureAwait(false);
        }
        await client.RunAsync(Once(pane.Id, Entered, name, $"send-keys -t {pane.Id} Enter"), cancellationToken).ConfigureAwait(false);
        return SubmissionState.Entered;
    }

    private static string TypeOnce(string pane, string name, string text)
    {
        var buffer = $"callactors-{name}";
        return $"{LeaveMode(pane)} ; set-buffer -b {buffer} {TmuxText.Quote(text)} ; "
            + Once(pane, Typed, name, $"paste-buffer -p -d -b {buffer} -t {pane}");
    }

    /// <summary>Does something unless it was done under this name, and remembers the name: one step to tmux, which runs one command at a time.</summary>
    private static string Once(string pane, string option, string name, string command) =>
        $"if-shell -F -t {pane} \"#{{!=:#{{{option}}},{name}}}\" {TmuxText.Quote($"{command} ; set-option -p -t {pane} {option} {name}")}";

    /// <summary>What can be typed of a text. Without marks around it, each of its line ends would be an Enter: then it becomes one line.</summary>
    private string Fit(Pane pane, string text)
    {
        var typable = TerminalText.Typable(text).TrimEnd();
        if (typable.Length == 0) throw new WorkspaceException(WorkspaceFault.Refused, "There is nothing to type.");
        bool takesPastes;
        lock (_lock) takesPastes = _outputs.TryGetValue(pane.Id, out var output) && output.TakesPastes;
        return takesPastes ? typable : typable.Replace('\n', ' ').Replace('\t', ' ');
    }

    private async Task<bool> IsPersonTypingAsync(ControlClient client, Pane pane, CancellationToken cancellationToken)
    {
        if (_options.TypingPause == TimeSpan.Zero) return false;
        var lines = await client.RunAsync("list-clients -F \"#{client_control_mode} #{pane_id} #{client_activity}\"", cancellationToken).ConfigureAwait(false);
        var since = (_time.GetUtcNow() - _options.TypingPause).ToUnixTimeSeconds();
        return lines.Any(line => line.Split(' ') is ["0", var shown, var activity] && shown == pane.Id
            && long.TryParse(activity, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at > since);
    }
}
