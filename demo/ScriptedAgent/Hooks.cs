using System.Diagnostics;
using System.Text.Json.Nodes;

namespace CallActors.ScriptedAgent;

/// <summary>Runs the hooks of a settings document as Claude Code does: a shell, the payload as its input, and its end waited for.</summary>
internal sealed class Hooks
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(60);

    private readonly JsonObject? _hooks;

    /// <param name="settings">The document's path; empty for none.</param>
    public Hooks(string settings)
    {
        if (settings.Length > 0) _hooks = JsonNode.Parse(File.ReadAllText(settings))?["hooks"] as JsonObject;
    }

    /// <param name="payload">With the event's name in <c>hook_event_name</c>.</param>
    public async Task RunAsync(JsonObject payload)
    {
        var text = payload.ToJsonString();
        foreach (var group in _hooks?[payload["hook_event_name"]!.GetValue<string>()] as JsonArray ?? [])
        {
            // Only what is for every tool: the settings that we make know nothing else.
            if (group?["matcher"]?.GetValue<string>() is { Length: > 0 } and not "*") continue;
            foreach (var hook in group?["hooks"] as JsonArray ?? [])
                if (hook?["type"]?.GetValue<string>() == "command" && hook["command"]?.GetValue<string>() is { } command)
                    await RunAsync(command, text, hook["timeout"] is { } seconds ? TimeSpan.FromSeconds(seconds.GetValue<double>()) : UsualPatience).ConfigureAwait(false);
        }
    }

    private static async Task RunAsync(string command, string payload, TimeSpan patience)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.StandardInput.WriteAsync(payload.AsMemory(), deadline.Token).ConfigureAwait(false);
            process.StandardInput.Close();
            await process.WaitForExitAsync(deadline.Token).ConfigureAwait(false);
            await Task.WhenAll(output, errors).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // It hangs, or does not read: Claude Code goes on too.
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
