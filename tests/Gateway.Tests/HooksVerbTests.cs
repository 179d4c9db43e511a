using System.Diagnostics;
using CallActors.Cmux.ClaudeCode;
using CallActors.Gateway.Options;

namespace CallActors.Gateway.Tests;

/// <summary><c>gateway hooks</c>: what is made, what is printed, and that a shell understands it.</summary>
public sealed class HooksVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway tests' ").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private WorkspaceOptions Options => new() { HooksFolder = Path.Combine(_folder, "hooks") };

    [Fact]
    public async Task The_path_alone_is_printed_for_scripts_and_the_settings_are_there()
    {
        var output = new StringWriter();
        Assert.Equal(0, await HooksVerb.RunAsync(Options, pathOnly: true, output));
        var path = output.ToString().TrimEnd('\n', '\r');
        Assert.Equal(Path.Combine(_folder, "hooks", ClaudeCodeFeed.PersonsSession, "settings.json"), path);
        Assert.Contains("\"PermissionRequest\"", await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task A_second_time_leaves_the_session_of_a_Claude_Code_that_runs_as_it_is()
    {
        var settings = await HooksVerb.MakeAsync(Options);
        var forwarder = await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(settings)!, "forward"));
        Assert.Equal(settings, await HooksVerb.MakeAsync(Options));
        Assert.Equal(forwarder, await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(settings)!, "forward")));
    }

    [Fact]
    public async Task The_alias_that_is_printed_starts_claude_with_the_settings_whatever_the_folder_is_called()
    {
        var output = new StringWriter();
        await HooksVerb.RunAsync(Options, pathOnly: false, output);
        var alias = output.ToString().Split('\n').Single(l => l.TrimStart().StartsWith("alias ", StringComparison.Ordinal)).Trim();
        var start = new ProcessStartInfo("bash", ["-c", $"shopt -s expand_aliases\nclaude() {{ printf '%s|' \"$@\"; }}\n{alias}\nclaude --continue"]) { RedirectStandardOutput = true };
        using var bash = Process.Start(start)!;
        Assert.Equal($"--settings|{await HooksVerb.MakeAsync(Options)}|--continue|", await bash.StandardOutput.ReadToEndAsync().WaitAsync(Fakes.TestGateway.Patience));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_in_a_sentence()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");
        await Assert.ThrowsAnyAsync<IOException>(() => HooksVerb.RunAsync(Options with { HooksFolder = Path.Combine(file, "below") }, false, TextWriter.Null));
        var finding = await Doctor.TerminalFindings.HooksAsync(Options with { HooksFolder = Path.Combine(file, "below") });
        Assert.False(finding.Ok);
        Assert.Contains("CALLACTORS_HOOKS", finding.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public void The_verbs_own_word_is_taken_from_the_command_line()
    {
        Assert.True(HooksVerb.Read(["--path"]).PathOnly);
        Assert.Equal(["--data", "/x"], HooksVerb.Read(["--data", "/x", "--path"]).Others);
    }
}
