using CallActors.McpEdge.Configuration;

namespace CallActors.McpEdge.Tests;

public sealed class EdgeOptionsTests
{
    [Fact]
    public void With_nothing_configured_it_is_the_local_gateway_and_its_key_file()
    {
        var options = Read([], []);

        Assert.Equal("http://127.0.0.1:3333/", options.Gateway.ToString());
        Assert.Null(options.ApiKey);
        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(options.KeyFile)!, "..", "CallActors.sln")));
        Assert.Equal(Path.Combine("var", "api-key"), Path.Combine(Path.GetFileName(Path.GetDirectoryName(options.KeyFile))!, Path.GetFileName(options.KeyFile)));
        Assert.Equal(TimeSpan.FromMinutes(15), options.Deadline);
        Assert.Equal(TimeSpan.FromSeconds(60), options.Reconnect);
        Assert.Equal(TimeSpan.FromSeconds(10), options.Progress);
    }

    [Theory]
    [InlineData("https://phone.example.org", "https://phone.example.org/")]
    [InlineData("https://phone.example.org///", "https://phone.example.org/")]
    [InlineData(" http://[::1]:4000/calls/ ", "http://[::1]:4000/calls/")]
    public void The_gateways_address_is_taken_with_and_without_a_trailing_slash(string given, string taken) =>
        Assert.Equal(taken, Read([], new() { ["CALLME_CLOUD_URL"] = given }).Gateway.ToString());

    [Theory]
    [InlineData("localhost:3333")]
    [InlineData("https://user:word@phone.example.org")]
    [InlineData("https://phone.example.org/?key=1")]
    [InlineData("not an address")]
    public void What_is_no_gateways_address_is_refused(string given) =>
        Assert.StartsWith("CALLME_CLOUD_URL: ", Assert.Single(Faults([], new() { ["CALLME_CLOUD_URL"] = given })), StringComparison.Ordinal);

    [Fact]
    public void The_port_variable_moves_the_local_gateway() =>
        Assert.Equal(4100, Read([], new() { ["PORT"] = "4100" }).Gateway.Port);

    [Fact]
    public void A_key_file_on_the_command_line_goes_before_the_variable()
    {
        var options = Read(["--key-file=/tmp/k"], new() { ["CALLME_API_KEY"] = "abc" });

        Assert.Null(options.ApiKey);
        Assert.Equal("/tmp/k", options.KeyFile);
    }

    [Fact]
    public void The_key_lies_in_the_data_folder_when_one_is_named() =>
        Assert.Equal("/srv/calls/api-key", Read([], new() { ["CALLACTORS_DATA"] = "/srv/calls" }).KeyFile);

    [Theory]
    [InlineData("--progress", "15", true)]
    [InlineData("--progress", "15.1", false)]
    [InlineData("--progress", "0", false)]
    [InlineData("--deadline", "0.5", false)]
    [InlineData("--deadline", "86400", true)]
    [InlineData("--reconnect", "-1", false)]
    [InlineData("--reconnect", "0", true)]
    public void Times_have_bounds(string option, string seconds, bool taken) =>
        Assert.Equal(taken, Faults([option, seconds], []).Count == 0);

    [Fact]
    public void An_option_without_its_value_is_a_fault() =>
        Assert.Equal("--deadline: its value is missing.", Assert.Single(Faults(["--deadline"], [])));

    private static EdgeOptions Read(string[] arguments, Dictionary<string, string> environment)
    {
        var (options, faults) = EdgeOptionsReader.Read(arguments, environment.GetValueOrDefault);
        Assert.Empty(faults);
        return options!;
    }

    private static IReadOnlyList<string> Faults(string[] arguments, Dictionary<string, string> environment) =>
        EdgeOptionsReader.Read(arguments, environment.GetValueOrDefault).Faults;
}
