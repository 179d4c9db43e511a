using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace CallActors.Simulators.Cmux;

/// <summary>One connection: requests of either dialect, one after the other.</summary>
internal sealed class CmuxSession
{
    private readonly CmuxSimulator _cmux;
    private readonly NetworkStream _stream;
    private readonly JsonDialect _json;
    private readonly PlainDialect _plain;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isAuthenticated;

    public CmuxSession(CmuxSimulator cmux, Socket socket)
    {
        _cmux = cmux;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _json = new JsonDialect(cmux);
        _plain = new PlainDialect(cmux);
        _isAuthenticated = cmux.Options.Access is not CmuxAccessMode.Password;
    }

    public bool IsListening { get; private set; }

    public Task Ended => _ended.Task;

    public void Cut() => _stream.Dispose();

    public async Task RunAsync()
    {
        try
        {
            await AnswerAllAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or SocketException)
        {
            // The client is gone, or was cut off.
        }
        finally
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
            _ended.TrySetResult();
        }
    }

    private async Task AnswerAllAsync()
    {
        if (_cmux.Options is { Access: CmuxAccessMode.CmuxOnly, ClientsAreDescendants: false })
        {
            if (!_cmux.Options.RefusesSilently) await WriteAsync("ERROR: Access denied — only processes started inside cmux can connect\n").ConfigureAwait(false);
            return;
        }
        using var reader = new StreamReader(_stream, new UTF8Encoding(false), leaveOpen: true);
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            _cmux.Noted(line);
            if (!(line.StartsWith('{') ? await AnswerJsonAsync(line).ConfigureAwait(false) : await AnswerPlainAsync(line).ConfigureAwait(false))) return;
        }
    }

    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> AnswerJsonAsync(string line)
    {
        if (Parse(line) is not { } request) return await WriteReplyAsync(JsonDialect.Failure(null, "invalid_request", "Not a request.")).ConfigureAwait(false);
        var (id, method) = (request["id"], JsonDialect.Text(request, "method"));
        if (method == "auth.login") return await WriteReplyAsync(LogIn(id, request["params"] as JsonObject)).ConfigureAwait(false);
        if (!_isAuthenticated) return await WriteReplyAsync(JsonDialect.Failure(id, "auth_required", "Authentication required.")).ConfigureAwait(false);
        var (mishap, code) = _cmux.Take(method);
        if (mishap is CmuxMishap.CutBefore) return false;
        if (code.Length > 0) return await WriteReplyAsync(JsonDialect.Failure(id, code, "Refused.")).ConfigureAwait(false);
        if (method == "events.stream" && !_cmux.Options.MissingMethods.Contains(method)) return await FeedAsync(request["params"] as JsonObject).ConfigureAwait(false);
        JsonObject reply;
        lock (_cmux.World) reply = _json.Answer(id, method, request["params"] as JsonObject ?? []);
        return (_cmux.Hangs ? CmuxMishap.Unanswered : mishap) switch
        {
            CmuxMishap.CutAfter => false,
            CmuxMishap.Unanswered => true,
            _ => await WriteReplyAsync(reply).ConfigureAwait(false),
        };
    }

    private async Task<bool> AnswerPlainAsync(string line)
    {
        var name = line.Split(' ')[0];
        var (mishap, _) = _cmux.Take(name);
        if (mishap is CmuxMishap.CutBefore) return false;
        string answer;
        if (name == "auth") answer = Authenticate(line);
        else if (!_isAuthenticated) answer = "ERROR: Authentication required — send auth <password> first";
        else
            lock (_cmux.World) answer = _plain.Answer(line);
        if (mishap is CmuxMishap.CutAfter) return false;
        if (mishap is not CmuxMishap.Unanswered) await WriteAsync(_cmux.Options.AnswersWithoutLineEnd ? answer : $"{answer}\n").ConfigureAwait(false);
        return true;
    }

    private JsonObject LogIn(JsonNode? id, JsonObject? parameters)
    {
        if (_cmux.Options.Access is not CmuxAccessMode.Password) return JsonDialect.Success(id, new JsonObject { ["authenticated"] = true });
        if (_cmux.Options.Password.Length == 0) return JsonDialect.Failure(id, "auth_unconfigured", "Password mode is enabled but no socket password is configured in Settings.");
        if (parameters is null || JsonDialect.Text(parameters, "password") is not { Length: > 0 } password) return JsonDialect.Failure(id, "invalid_params", "Missing password.");
        if (password != _cmux.Options.Password) return JsonDialect.Failure(id, "auth_failed", "Invalid password.");
        _isAuthenticated = true;
        return JsonDialect.Success(id, new JsonObject { ["authenticated"] = true });
    }

    private string Authenticate(string line)
    {
        if (_cmux.Options.Access is not CmuxAccessMode.Password) return "OK: Authentication not required";
        if (_cmux.Options.Password.Length == 0) return "ERROR: Password mode is enabled but no socket password is configured in Settings.";
        var password = line["auth".Length..].Trim();
        if (password.Length == 0) return "ERROR: Missing password. Usage: auth <password>";
        if (password != _cmux.Options.Password) return "ERROR: Invalid password";
        _isAuthenticated = true;
        return "OK: Authenticated";
    }

    /// <summary>From here on the connection is a feed.</summary>
    private async Task<bool> FeedAsync(JsonObject? parameters)
    {
        IsListening = true;
        var events = _cmux.Events;
        var listener = events.Listen((parameters?["after_seq"] ?? parameters?["after"])?.GetValue<long>() ?? -1);
        _ = CompleteAtEndAsync(listener.Writer);
        try
        {
            await foreach (var frame in listener.Reader.ReadAllAsync().ConfigureAwait(false)) await WriteAsync($"{frame}\n").ConfigureAwait(false);
            await WriteAsync("{\"type\":\"error\",\"error\":{\"code\":\"slow_consumer\"}}\n").ConfigureAwait(false);
        }
        finally
        {
            events.Leave(listener);
        }
        return false;
    }

    /// <summary>A listener that left ends the feed.</summary>
    private async Task CompleteAtEndAsync(ChannelWriter<string> frames)
    {
        try
        {
            var ignored = new byte[1024];
            while (await _stream.ReadAsync(ignored).ConfigureAwait(false) > 0)
            {
                // Nothing is asked of a feed.
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Cut off.
        }
        frames.TryComplete();
    }

    private async Task<bool> WriteReplyAsync(JsonObject reply)
    {
        if (_cmux.Options.WritesStatusLines) await WriteAsync("claude_code=Running icon=bolt.fill color=#4C8DFF\n").ConfigureAwait(false);
        await WriteAsync($"{reply.ToJsonString()}\n").ConfigureAwait(false);
        return true;
    }

    private ValueTask WriteAsync(string text) => _stream.WriteAsync(Encoding.UTF8.GetBytes(text));

    private static JsonObject? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
