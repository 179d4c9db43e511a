using System.Diagnostics;
using CallActors.Cmux.Socket;

namespace CallActors.Cmux.Tests.Socket;

public sealed class LocalMachineTests : CmuxTest
{
    private readonly LocalMachine _machine = new();

    [Fact]
    public async Task The_person_is_the_one_that_the_system_knows()
    {
        using var process = Process.Start(new ProcessStartInfo("id", "-u") { RedirectStandardOutput = true })!;
        Assert.Equal(await process.StandardOutput.ReadToEndAsync(), $"{_machine.UserId}\n");
        Assert.True(Path.IsPathRooted(_machine.Home));
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), _machine.Variable("PATH"));
        Assert.Equal("", _machine.Variable("CALLACTORS_NO_SUCH_VARIABLE"));
    }

    [Fact]
    public void Small_files_are_read_and_what_cannot_be_read_is_empty()
    {
        var path = Path.Combine(Folder, "file");
        Assert.Equal("", _machine.ReadText(path));
        File.WriteAllText(path, "/some/path\n");
        Assert.Equal("/some/path\n", _machine.ReadText(path));
        File.WriteAllText(path, new string('x', 5000));
        Assert.Equal("", _machine.ReadText(path));
        Assert.Equal("", _machine.ReadText(Folder));
    }

    [Fact]
    public void Files_are_listed_in_order_and_a_folder_that_is_not_there_has_none()
    {
        foreach (var name in (string[])["cmux-debug-b.sock", "cmux-debug-a.sock", "cmux.sock"]) File.WriteAllText(Path.Combine(Folder, name), "");
        Assert.Equal(["cmux-debug-a.sock", "cmux-debug-b.sock"], _machine.Files(Folder, "cmux-debug-*.sock").Select(Path.GetFileName));
        Assert.Empty(_machine.Files(Path.Combine(Folder, "nowhere"), "*"));
    }
}
