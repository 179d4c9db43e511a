using System.Net;
using System.Net.WebSockets;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Edges;
using CallActors.Edges.Borrowing;
using CallActors.Gateway.Edges;
using CallActors.Gateway.People;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Gateway.Tests;

/// <summary>Machines that lend their workspaces: their keys, their names, and the door.</summary>
public sealed class EdgeTests : IDisposable
{
    private const string Hello = """{"type":"hello","version":1,"edge":"laptop","hosts":["tmux"],"session":"","got":0}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-edges-").FullName;
    private readonly IReadOnlyList<Person> _people = [new Person("Anna", "softphone"), new Person("ben/../x.y", "softphone")];
    private readonly Desk _desk = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_key_opens_the_door_for_its_person_and_the_host_is_lent_to_them_alone()
    {
        await using var gateway = await StartAsync();
        var key = Keys().Create("anna")!;
        using var socket = await gateway.ConnectAsync("/edge", o => o.SetRequestHeader("Authorization", $"Bearer {key}"));
        await socket.SendTextAsync(Hello);
        Assert.Equal("welcome", (await socket.ReceiveJsonAsync()).GetProperty("type").GetString());
        var lent = await _desk.Lent.WaitAsync(TestGateway.Patience);
        Assert.Equal(("tmux@laptop", PersonId.Of("anna")), (lent.Host.Name, lent.Owner!.Value));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer ")]
    [InlineData("Bearer nothing-like-it")]
    [InlineData("Basic {key}")]
    [InlineData("Bearer {key}x")]
    [InlineData("Bearer " + TestGateway.Key)]
    public async Task Without_a_persons_key_nobody_is_let_in(string? authorization)
    {
        await using var gateway = await StartAsync();
        var key = Keys().Create("anna")!;
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        if (authorization is not null) socket.Options.SetRequestHeader("Authorization", authorization.Replace("{key}", key, StringComparison.Ordinal));
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri(gateway.Address, "/edge").ToWebSocket(), CancellationToken.None));
        Assert.Equal(HttpStatusCode.Unauthorized, socket.HttpStatusCode);
    }

    [Fact]
    public async Task A_browser_is_not_let_in_with_any_key()
    {
        await using var gateway = await StartAsync();
        var key = Keys().Create("anna")!;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/edge") { Headers = { { "Authorization", $"Bearer {key}" }, { "Origin", gateway.Address.GetLeftPart(UriPartial.Authority) } } };
        using var answer = await gateway.Anonymous.SendAsync(request);
        await answer.ProblemAsync(403, "foreign-origin");
    }

    [Fact]
    public async Task Who_has_a_key_and_no_WebSocket_is_told_to_bring_one()
    {
        await using var gateway = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/edge") { Headers = { { "Authorization", $"Bearer {Keys().Create("anna")}" } } };
        using var answer = await gateway.Anonymous.SendAsync(request);
        await answer.ProblemAsync(426, "upgrade-required");
    }

    [Fact]
    public async Task Edges_come_by_the_public_address_too()
    {
        await using var gateway = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/edge") { Headers = { { "X-Forwarded-For", "203.0.113.7" } } };
        using var answer = await gateway.Anonymous.SendAsync(request);
        await answer.ProblemAsync(401, "unauthorized");
    }

    [Fact]
    public async Task Where_nobody_takes_hosts_there_is_no_such_address()
    {
        await using var gateway = await TestGateway.StartAsync(o => o with { DataFolder = _folder, People = _people });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/edge") { Headers = { { "Authorization", $"Bearer {Keys().Create("anna")}" } } };
        using var answer = await gateway.Anonymous.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Another_key_takes_the_place_of_the_one_before_and_ends_its_session_at_the_next_beat()
    {
        await using var gateway = await StartAsync();
        var old = Keys().Create("anna")!;
        using var socket = await gateway.ConnectAsync("/edge", o => o.SetRequestHeader("Authorization", $"Bearer {old}"));
        await socket.SendTextAsync(Hello);
        await socket.ReceiveJsonAsync();
        var next = Keys().Create("anna")!;
        Assert.Null(Keys().Find($"Bearer {old}"));
        Assert.NotNull(Keys().Find($"Bearer {next}"));
        gateway.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal((4401, "key-replaced"), await socket.UntilClosedAsync() is var (status, reason) ? ((int)status!, reason) : default);
    }

    [Fact]
    public void Of_a_key_only_the_digest_is_kept_for_its_owner_alone()
    {
        var key = Keys().Create("Anna")!;
        Assert.Equal(43, key.Length);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "edge-keys")));
        Assert.Equal("anna", Path.GetFileName(file));
        Assert.DoesNotContain(key, File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Equal(64, File.ReadAllText(file).Trim().Length);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal("anna", Keys().Find($"bearer {key}")!.Person.Value);
    }

    [Fact]
    public void A_name_that_looks_like_a_path_stays_in_its_folder()
    {
        var key = Keys().Create("Ben/../X.y")!;
        Assert.Equal("ben%2F%2E%2E%2Fx%2Ey", Path.GetFileName(Assert.Single(Directory.GetFiles(Path.Combine(_folder, "edge-keys")))));
        Assert.Equal("ben/../x.y", Keys().Find($"Bearer {key}")!.Person.Value);
    }

    [Fact]
    public void Who_is_not_on_the_list_any_more_has_no_key_and_an_empty_file_is_none()
    {
        var key = Keys().Create("anna")!;
        Assert.Null(new EdgeKeys(Path.Combine(_folder, "edge-keys"), []).Find($"Bearer {key}"));
        Assert.Null(Keys().Create("carla"));
        foreach (var content in (string[])["", "00", "no hex"])
        {
            File.WriteAllText(Path.Combine(_folder, "edge-keys", "anna"), content);
            Assert.Null(Keys().Find($"Bearer {key}"));
            Assert.Null(Keys().Find("Bearer "));
        }
    }

    [Fact]
    public void An_edges_name_is_its_first_persons_for_ever_and_theirs_are_bounded()
    {
        var (anna, ben) = (PersonId.Of("anna"), PersonId.Of("ben"));
        Assert.True(Names().TryClaim(Name("laptop"), anna));
        Assert.True(Names().TryClaim(Name("laptop"), anna));
        Assert.False(Names().TryClaim(Name("laptop"), ben));
        for (var i = 1; i < EdgeNames.MostOfPerson; i++) Assert.True(Names().TryClaim(Name($"laptop-{i}"), anna));
        Assert.False(Names().TryClaim(Name("one-more"), anna));
        Assert.True(Names().TryClaim(Name("one-more"), ben));
    }

    [Fact]
    public async Task The_verb_shows_the_key_once_and_says_what_to_do_with_it()
    {
        var configuration = Path.Combine(_folder, "gateway.conf");
        await File.WriteAllTextAsync(configuration, """people { Anna { address = softphone } }""");
        var (output, errors) = (new StringWriter(), new StringWriter());
        Assert.Equal(0, await GatewayCommand.RunAsync(["edge-key", "anna", "--data", _folder, "--config", configuration], output, errors));
        var key = output.ToString().Trim();
        Assert.Equal("anna", Keys().Find($"Bearer {key}")!.Person.Value);
        Assert.Contains("callactors edge --gateway", errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(key, errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("carla", "Known: Anna")]
    [InlineData("--data", "Whose key?")]
    public async Task The_verb_makes_no_key_for_nobody(string name, string word)
    {
        var configuration = Path.Combine(_folder, "gateway.conf");
        await File.WriteAllTextAsync(configuration, """people { Anna { address = softphone } }""");
        var (output, errors) = (new StringWriter(), new StringWriter());
        string[] arguments = name == "--data" ? ["edge-key"] : ["edge-key", name, "--data", _folder, "--config", configuration];
        Assert.Equal(2, await GatewayCommand.RunAsync(arguments, output, errors));
        Assert.Contains(word, errors.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    private Task<TestGateway> StartAsync() =>
        TestGateway.StartAsync(services => services.AddSingleton<IEdgeDesk>(_desk), o => o with { DataFolder = _folder, People = _people });

    private EdgeKeys Keys() => new(Path.Combine(_folder, "edge-keys"), _people);

    private EdgeNames Names() => new(Path.Combine(_folder, "edge-names"));

    private static EdgeName Name(string text) => EdgeName.TryParse(text, out var name) ? name : throw new ArgumentException("No name.", nameof(text));

    private sealed class Desk : IEdgeDesk
    {
        private readonly TaskCompletionSource<LentHost> _lent = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The first host that is lent.</summary>
        public Task<LentHost> Lent => _lent.Task;

        public void Lend(LentHost host) => _lent.TrySetResult(host);

        public void Withdraw(string host)
        {
        }
    }
}
