using System.Diagnostics;
using CallActors.Assistants.Files;
using CallActors.Contracts.Assistants;

namespace CallActors.Assistants.Tests.Files;

public sealed class AllowedFoldersTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("allowed-").FullName;
    private readonly AllowedFolders _files;

    public AllowedFoldersTests()
    {
        Write("code/notes.md", "Ship it.");
        Write("code/src/a.cs", "class A;");
        Write("code-else/b.cs", "class B;");
        Write("outside.txt", "not yours");
        _files = new AllowedFolders([Path.Combine(_root, "code"), Path.Combine(_root, "not-there")]);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("notes.md", "Ship it.")]
    [InlineData("src/a.cs", "class A;")]
    [InlineData("src/../notes.md", "Ship it.")]
    [InlineData("$/code/notes.md", "Ship it.")]
    public async Task A_file_below_is_read(string path, string text) => Assert.Equal(text, Assert.IsType<FileReading.Read>(await ReadAsync(path)).Text);

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("$/outside.txt")]
    [InlineData("$/code-else/b.cs")]
    [InlineData("../code-else/b.cs")]
    [InlineData("/etc/passwd")]
    [InlineData("none.md")]
    [InlineData("notes.md/none")]
    [InlineData("a\0b")]
    [InlineData("")]
    public async Task What_lies_elsewhere_is_not_there_whether_it_is_or_not(string path) => Assert.Equal(FileRefusal.NotThere, await RefusalAsync(path));

    [Theory]
    [InlineData(".env")]
    [InlineData("prod.env")]
    [InlineData(".env.local")]
    [InlineData(".git/config")]
    [InlineData("src/.hidden/a.txt")]
    [InlineData("id_rsa")]
    [InlineData("id_ed25519.pub")]
    [InlineData("tls/server.KEY")]
    [InlineData("cert.pem")]
    [InlineData("credentials.json")]
    [InlineData("my-secrets.yaml")]
    public async Task What_may_hold_secrets_is_refused(string path)
    {
        Write("code/" + path, "s3cret");
        Assert.Equal(FileRefusal.Secret, await RefusalAsync(path));
    }

    [Fact]
    public async Task Links_are_followed_before_anything_is_judged()
    {
        Write("code/.env", "s3cret");
        Link("code/out.txt", Path.Combine(_root, "outside.txt"));
        Link("code/out", _root);
        Link("code/plain.txt", Path.Combine(_root, "code/.env"));
        Link("code/relative.txt", "../outside.txt");
        Link("code/within.txt", "notes.md");
        Link("code/loop.txt", "loop.txt");
        Assert.Equal(FileRefusal.NotThere, await RefusalAsync("out.txt"));
        Assert.Equal(FileRefusal.NotThere, await RefusalAsync("out/outside.txt"));
        Assert.Equal(FileRefusal.NotThere, await RefusalAsync("relative.txt"));
        Assert.Equal(FileRefusal.Secret, await RefusalAsync("plain.txt"));
        Assert.Equal(FileRefusal.NotThere, await RefusalAsync("loop.txt"));
        Assert.IsType<FileReading.Read>(await ReadAsync("within.txt"));
    }

    [Fact]
    public async Task A_folder_that_is_a_link_itself_allows_what_it_leads_to()
    {
        Link("linked", Path.Combine(_root, "code"));
        Assert.IsType<FileReading.Read>(await new AllowedFolders([Path.Combine(_root, "linked")]).ReadAsync("notes.md", default));
    }

    [Fact]
    public async Task What_is_too_large_or_no_text_is_refused()
    {
        Write("code/just.txt", new string('a', AllowedFolders.MostBytes));
        Write("code/more.txt", new string('a', AllowedFolders.MostBytes + 1));
        await File.WriteAllBytesAsync(Path.Combine(_root, "code/zero.bin"), [65, 0, 66]);
        await File.WriteAllBytesAsync(Path.Combine(_root, "code/latin.txt"), [0x66, 0xFC, 0x72]);
        Assert.IsType<FileReading.Read>(await ReadAsync("just.txt"));
        Assert.Equal(FileRefusal.TooLarge, await RefusalAsync("more.txt"));
        Assert.Equal(FileRefusal.NotText, await RefusalAsync("zero.bin"));
        Assert.Equal(FileRefusal.NotText, await RefusalAsync("latin.txt"));
        Assert.Equal(FileRefusal.NotText, await RefusalAsync("src"));
    }

    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        using (var made = Process.Start("mkfifo", Path.Combine(_root, "code/pipe"))) await made.WaitForExitAsync();
        Assert.Equal("", Assert.IsType<FileReading.Read>(await ReadAsync("pipe").WaitAsync(TimeSpan.FromSeconds(10))).Text);
    }

    private Task<FileReading> ReadAsync(string path) => _files.ReadAsync(path.Replace("$", _root, StringComparison.Ordinal), default);

    private async Task<FileRefusal> RefusalAsync(string path) => Assert.IsType<FileReading.Refused>(await ReadAsync(path)).Reason;

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private void Link(string path, string target) => File.CreateSymbolicLink(Path.Combine(_root, path), target);
}
