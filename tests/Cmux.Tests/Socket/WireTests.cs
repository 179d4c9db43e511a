using System.Net.Sockets;
using System.Text;
using CallActors.Cmux.Socket;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.Socket;

/// <summary>What comes over the socket is damaged: nothing hangs, and nothing but a fault comes of it.</summary>
public sealed class WireTests : CmuxTest
{
    private static readonly string[] Answers =
    [
        "{\"id\":\"1\",\"ok\":true,\"result\":{\"pong\":true}}", "{\"id\":\"2\",\"ok\":true,\"result\":{\"methods\":[\"system.tree\",1,null]}}",
        "{\"id\":\"3\",\"ok\":true,\"result\":{\"windows\":[{\"id\":\"W\",\"workspaces\":[{\"id\":\"00000000-0000-4000-8000-000000000001\",\"title\":\"a\",\"panes\":[{\"surfaces\":[{\"id\":\"00000000-0000-4000-8000-000000000002\",\"type\":\"terminal\"}]}]}]}]}}",
        "{\"id\":\"4\",\"ok\":true,\"result\":{\"workspaces\":[]}}", "{\"type\":\"ack\",\"boot_id\":\"b\",\"resume\":{\"latest_seq\":1}}",
        "{\"type\":\"event\",\"seq\":2,\"name\":\"workspace.created\"}", "{\"id\":\"1\",\"ok\":false,\"error\":{\"code\":\"x\"}}", "ERROR: no", "status=1", "{", "[]", "{\"id\":7}", "",
    ];

    [Fact]
    public async Task Damaged_answers_end_in_a_fault_or_in_nothing()
    {
        var random = new Random(3);
        for (var round = 0; round < 150; round++)
        {
            var seed = random.Next();
            var path = Path.Combine(Folder, $"f{round}");
            using var listener = Listen(path);
            var serving = ServeAsync(listener, new Random(seed));
            try
            {
                var options = Options with { SocketPath = path, GreetingWithin = TimeSpan.FromMilliseconds(50), RequestWithin = TimeSpan.FromMilliseconds(50) };
                await using var connection = await new CmuxHost(options, Machine).ConnectAsync(new Silent(), CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
                await connection.ListAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
            }
            catch (WorkspaceException)
            {
                // As it should.
            }
            finally
            {
                listener.Dispose();
            }
            await serving;
        }
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_for_ever()
    {
        var path = Path.Combine(Folder, "endless");
        using var listener = Listen(path);
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptAsync();
            var piece = new byte[256 * 1024];
            Array.Fill(piece, (byte)'x');
            long sent = 0;
            try
            {
                while (true) sent += await client.SendAsync(piece);
            }
            catch (SocketException)
            {
                return sent;
            }
        });
        var options = Options with { SocketPath = path, GreetingWithin = TimeSpan.FromSeconds(20) };
        await Assert.ThrowsAsync<WorkspaceException>(() => new CmuxHost(options, Machine).ConnectAsync(new Silent(), CancellationToken.None));
        Assert.InRange(await serving.WaitAsync(TimeSpan.FromSeconds(20)), CmuxSocket.LongestLine, CmuxSocket.LongestLine * 2L);
    }

    [Theory]
    [InlineData("{\"id\":\"1\",\"ok\":true,\"result\":{\"a\":1}}", "1", "")]
    [InlineData("  {\"id\":\"1\",\"ok\":true}", "1", "")]
    [InlineData("{\"id\":\"1\",\"ok\":false,\"error\":{\"code\":\"not_found\",\"message\":\"x\"}}", "1", "not_found")]
    [InlineData("{\"id\":\"1\",\"ok\":false}", "1", "internal_error")]
    [InlineData("{\"id\":\"1\"}", "1", "internal_error")]
    [InlineData("{\"id\":1,\"ok\":true}", null, "")]
    [InlineData("{\"type\":\"event\"}", null, "")]
    [InlineData("claude_code=Running icon=bolt.fill", null, "")]
    [InlineData("{\"id\":\"1\",\"ok\":true", null, "")]
    [InlineData("{\"id\":\"\\ud800\",\"ok\":true}", null, "")]
    public void Only_answers_are_answers(string line, string? id, string code)
    {
        Assert.Equal(id is not null, CmuxReply.TryRead(Encoding.UTF8.GetBytes(line), out var read, out var reply));
        if (id is not null) Assert.Equal((id, code), (read, reply.Code));
    }

    [Fact]
    public void A_request_is_one_line_whatever_is_in_it()
    {
        var line = new CmuxRequest("surface.send_text").With("text", "a\nb\r\t\"\\ é \u2028 {").With("empty", "").With("yes", true).With("n", 3).Line("7");
        Assert.DoesNotContain('\n', line);
        Assert.True(CmuxJson.TryRead(Encoding.UTF8.GetBytes(line), out var request));
        Assert.Equal("7", request.Text("id"));
        Assert.Equal("a\nb\r\t\"\\ é \u2028 {", request.Member("params").Text("text"));
        Assert.Equal(default, request.Member("params").Member("empty").ValueKind);
    }

    private static System.Net.Sockets.Socket Listen(string path)
    {
        var listener = new System.Net.Sockets.Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(16);
        return listener;
    }

    private static async Task ServeAsync(System.Net.Sockets.Socket listener, Random random)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptAsync();
                foreach (var answer in Answers.OrderBy(_ => random.Next(4)).ToArray())
                {
                    var bytes = Encoding.UTF8.GetBytes($"{answer}\n");
                    if (random.Next(4) == 0) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                    await client.SendAsync(bytes);
                }
                if (random.Next(2) == 0) await client.ReceiveAsync(new byte[1024]);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The round is over, or the client had enough.
            if (e is SocketException { SocketErrorCode: not SocketError.OperationAborted } && !IsOver(listener)) await ServeAsync(listener, random);
        }
    }

    private static bool IsOver(System.Net.Sockets.Socket listener) => listener.SafeHandle.IsClosed;

    private sealed class Silent : IWorkspaceObserver
    {
        public void On(WorkspaceNews news)
        {
        }
    }
}
