using CallActors.McpEdge.Lending;

namespace CallActors.McpEdge.Tests;

/// <summary>The command line of <c>callactors edge</c>.</summary>
public sealed class LendingOptionsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-options-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_gateway_and_a_key_are_enough()
    {
        var options = Read("--gateway", "https://phone.example.org").Options!;
        Assert.Equal(new Uri("https://phone.example.org/"), options.Gateway);
        Assert.Equal(("annas-laptop", "key-of-the-environment", true, true, ""), (options.Name.Value, options.Key, options.HasTmux, options.HasCmux, options.TmuxSocket));
        Assert.DoesNotContain("key-of-the-environment", $"{options}", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_is_taken_in_either_form()
    {
        var file = Path.Combine(_folder, "key");
        File.WriteAllText(file, "key-of-the-file\n");
        var options = Read("--gateway=http://127.0.0.1:3333/x/", "--name", "desk", "--key-file", file, "--tmux-socket=/tmp/s", "--no-cmux").Options!;
        Assert.Equal(("http://127.0.0.1:3333/x/", "desk", "key-of-the-file", "/tmp/s", true, false), (options.Gateway.AbsoluteUri, options.Name.Value, options.Key, options.TmuxSocket, options.HasTmux, options.HasCmux));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_together()
    {
        var (options, faults) = LendingOptionsReader.Read(["--gateway", "ftp://x", "--name", "Anna's", "--no-tmux", "--no-cmux", "--loud", "--tmux-socket"], _ => null, "laptop");
        Assert.Null(options);
        string[] names = ["--gateway", "--name", "--no-tmux", "--loud", "--tmux-socket", "--key-file"];
        Assert.All(names, name => Assert.Contains(faults, fault => fault.StartsWith(name, StringComparison.Ordinal)));
        Assert.Equal(names.Length, faults.Count);
    }

    [Fact]
    public void A_gateway_must_be_named()
    {
        var fault = Assert.Single(Read().Faults);
        Assert.StartsWith("--gateway: is missing", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://phone.example.org", false)]
    [InlineData("http://localhost:3333", true)]
    [InlineData("http://127.0.0.1:3333", true)]
    [InlineData("https://phone.example.org", true)]
    public void The_key_goes_unencrypted_to_this_machine_alone(string gateway, bool isTaken)
    {
        Assert.Equal(isTaken, Read("--gateway", gateway).Options is not null);
        Assert.NotNull(Read("--gateway", gateway, "--insecure").Options);
        if (!isTaken) Assert.Contains("--insecure", Assert.Single(Read("--gateway", gateway).Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "there is no file")]
    [InlineData("", "holds no key")]
    [InlineData("two words", "holds no key")]
    public void A_key_file_that_holds_no_key_is_told_without_its_content(string? content, string word)
    {
        var file = Path.Combine(_folder, "key");
        if (content is not null) File.WriteAllText(file, content);
        var fault = Assert.Single(Read("--gateway", "https://x", "--key-file", file).Faults);
        Assert.Contains(word, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("two words", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_the_environment_that_cannot_be_one_is_told_without_it()
    {
        var fault = Assert.Single(LendingOptionsReader.Read(["--gateway", "https://x"], _ => "two words", "laptop").Faults);
        Assert.StartsWith("CALLACTORS_EDGE_KEY:", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("two words", fault, StringComparison.Ordinal);
    }

    private static (LendingOptions? Options, IReadOnlyList<string> Faults) Read(params string[] arguments) =>
        LendingOptionsReader.Read(arguments, name => name == "CALLACTORS_EDGE_KEY" ? "key-of-the-environment" : null, "annas-laptop.local");
}
