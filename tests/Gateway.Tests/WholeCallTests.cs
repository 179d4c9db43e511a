using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text.Json;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Tests.Fakes;

namespace CallActors.Gateway.Tests;

/// <summary>The program with the real engine and the real voice; the test is the phone, hears with its hand on the marks and types.</summary>
public sealed class WholeCallTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_call_is_rung_answered_spoken_and_its_typed_answer_returned_and_it_outlives_the_process()
    {
        string leg, call;
        await using (var gateway = await GatewayProcess.StartAsync("--port", "0", "--data", _folder))
        {
            using var client = await gateway.ClientAsync(_folder);
            using var line = await LineAsync(gateway, """{"event":"hello","line":"0123456789abcdefghijklmn"}""");
            await NextAsync(line, "welcome");
            var placing = PostAsync(client, "/api/call?include=details", """{"message":"Shall I run the tests?"}""");
            var ringing = await NextAsync(line, "ringing");
            leg = ringing.GetProperty("leg").GetString()!;
            call = ringing.GetProperty("callId").GetString()!;
            await line.SendTextAsync($$"""{"event":"answer","leg":"{{leg}}"}""");
            using var media = await MediaAsync(gateway, line, leg);
            using var done = new CancellationTokenSource();
            var playing = PlayAsync(media, done.Token);
            while (!(await NextAsync(line, "agent")).GetProperty("finished").GetBoolean())
            {
            }
            await line.SendTextAsync($$"""{"event":"words","leg":"{{leg}}","text":"Yes, please.","final":true,"source":"typed"}""");
            var placed = await placing;
            Assert.Equal((call, "Yes, please.", "Shall I run the tests?"), (placed.GetProperty("callId").GetString(), placed.GetProperty("response").GetString(), placed.GetProperty("heard").GetString()));
            Assert.True(placed.GetProperty("timings").GetProperty("replyToAudioMs").GetDouble() > 0);
            await gateway.KillAsync();
            await done.CancelAsync();
            Assert.True(await playing > 20, "less than 0.4 s of speech came");
        }

        await using (var gateway = await GatewayProcess.StartAsync("--port", "0", "--data", _folder))
        {
            using var client = await gateway.ClientAsync(_folder);
            using var line = await LineAsync(gateway, $$"""{"event":"hello","line":"0123456789abcdefghijklmn","leg":"{{leg}}","callId":"{{call}}"}""");
            await NextAsync(line, "resumed");
            using var media = await MediaAsync(gateway, line, leg);
            using var done = new CancellationTokenSource();
            var playing = PlayAsync(media, done.Token);
            var ended = await PostAsync(client, $"/api/call/{call}/end?include=details", """{"message":"Goodbye."}""");
            Assert.Equal(("agent-ended", "Goodbye."), (ended.GetProperty("endReason").GetString(), ended.GetProperty("heard").GetString()));
            Assert.Equal("agent-ended", (await NextAsync(line, "ended")).GetProperty("reason").GetString());
            await done.CancelAsync();
            await playing;
            var lines = JsonDocument.Parse(await client.GetStringAsync(new Uri($"/api/call/{call}", UriKind.Relative))).RootElement.GetProperty("transcript").EnumerateArray();
            Assert.Equal(["Shall I run the tests?", "Yes, please.", "Goodbye."], lines.Select(l => l.GetProperty("text").GetString()!));
            var speech = JsonDocument.Parse(await client.GetStringAsync(new Uri("/health", UriKind.Relative))).RootElement.GetProperty("speech");
            var voice = Assert.Single(speech.GetProperty("voices").EnumerateArray());
            Assert.Equal(("espeak-ng", "closed", JsonValueKind.Number), (voice.GetProperty("provider").GetString(), voice.GetProperty("state").GetString(), voice.GetProperty("latencyMs").ValueKind));
            Assert.Equal("pocketsphinx", Assert.Single(speech.GetProperty("recognizers").EnumerateArray()).GetProperty("provider").GetString());
            Assert.Equal(0, await gateway.SignalAsync("TERM"));
        }
    }

    [Fact]
    public async Task A_message_in_pieces_is_spoken_once_however_often_a_piece_is_sent()
    {
        await using var gateway = await GatewayProcess.StartAsync("--port", "0", "--data", _folder);
        using var client = await gateway.ClientAsync(_folder);
        using var line = await LineAsync(gateway, """{"event":"hello","line":"0123456789abcdefghijklmn"}""");
        await NextAsync(line, "welcome");
        var placing = PostAsync(client, "/api/call", """{"message":"Hello."}""");
        var ringing = await NextAsync(line, "ringing");
        var (leg, call) = (ringing.GetProperty("leg").GetString()!, ringing.GetProperty("callId").GetString()!);
        await line.SendTextAsync($$"""{"event":"answer","leg":"{{leg}}"}""");
        using var media = await MediaAsync(gateway, line, leg);
        using var done = new CancellationTokenSource();
        var playing = PlayAsync(media, done.Token);
        await SpokenAsync("Hello.");
        await line.SendTextAsync($$"""{"event":"words","leg":"{{leg}}","text":"Go on.","final":true,"source":"typed"}""");
        await placing;

        var continuing = PostAsync(client, $"/api/call/{call}/continue?include=details", """{"message":"I have ","complete":false}""", key: "pieces");
        await NextAsync(line, "agent");
        Assert.Equal(14, await AddAsync("""{"offset":7,"text":"looked."}"""));
        Assert.Equal(14, await AddAsync("""{"offset":7,"text":"looked."}"""));
        await RefusedAsync($"/api/call/{call}/operations/pieces/text", """{"offset":20,"text":"x"}""", 409, "text-misplaced");
        Assert.Equal(25, await AddAsync("""{"offset":14,"text":" All green.","last":true}"""));
        await RefusedAsync($"/api/call/{call}/operations/others/text", """{"offset":0,"text":"x"}""", 404, "unknown-operation");
        await RefusedAsync($"/api/call/{CallId.New()}/operations/pieces/text", """{"offset":0,"text":"x"}""", 404, "unknown-call");
        await RefusedAsync($"/api/call/{CallId.New()}/progress", """{"line":"Building."}""", 404, "unknown-call");
        await SpokenAsync("I have looked. All green.");
        await line.SendTextAsync($$"""{"event":"words","leg":"{{leg}}","text":"Good.","final":true,"source":"typed"}""");
        Assert.Equal("I have looked. All green.", (await continuing).GetProperty("heard").GetString());
        await line.SendTextAsync($$"""{"event":"hangup","leg":"{{leg}}"}""");
        await done.CancelAsync();
        await playing;

        async Task<int> AddAsync(string piece) =>
            (await PostAsync(client, $"/api/call/{call}/operations/pieces/text", piece)).GetProperty("length").GetInt32();

        async Task RefusedAsync(string path, string body, int status, string reason)
        {
            using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
            using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
            await answer.ProblemAsync(status, reason);
        }

        async Task SpokenAsync(string text)
        {
            while (true)
            {
                var said = await NextAsync(line, "agent");
                if (said.GetProperty("finished").GetBoolean() && said.GetProperty("text").GetString() == text) return;
            }
        }
    }

    [Fact]
    public async Task A_foreign_token_closes_its_socket_and_the_call_goes_on_without_it()
    {
        await using var gateway = await GatewayProcess.StartAsync("--port", "0", "--data", _folder);
        using var client = await gateway.ClientAsync(_folder);
        using var line = await LineAsync(gateway, """{"event":"hello","line":"0123456789abcdefghijklmn"}""");
        await NextAsync(line, "welcome");
        var placing = PostAsync(client, "/api/call", """{"message":"Hello."}""");
        var ringing = await NextAsync(line, "ringing");
        var (leg, call) = (ringing.GetProperty("leg").GetString()!, ringing.GetProperty("callId").GetString()!);
        await line.SendTextAsync($$"""{"event":"answer","leg":"{{leg}}"}""");

        using var foreign = await SocketAsync(gateway, "/media-stream");
        await foreign.SendTextAsync(StartMessage(call, "guessed"));
        var closed = await foreign.UntilClosedAsync();
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, closed.Status);
        Assert.StartsWith("Refused", closed.Reason, StringComparison.Ordinal);

        using var media = await MediaAsync(gateway, line, leg);
        using var done = new CancellationTokenSource();
        var playing = PlayAsync(media, done.Token);
        while (!(await NextAsync(line, "agent")).GetProperty("finished").GetBoolean())
        {
        }
        await line.SendTextAsync($$"""{"event":"words","leg":"{{leg}}","text":"Hi.","final":true,"source":"typed"}""");
        Assert.Equal("Hi.", (await placing).GetProperty("response").GetString());
        await line.SendTextAsync($$"""{"event":"hangup","leg":"{{leg}}"}""");
        await done.CancelAsync();
        await playing;
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, string body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, new MediaTypeHeaderValue("application/json")) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<ClientWebSocket> SocketAsync(GatewayProcess gateway, string path)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(gateway.Address, path).ToWebSocket(), CancellationToken.None).WaitAsync(TestGateway.Patience);
        return socket;
    }

    private static async Task<ClientWebSocket> LineAsync(GatewayProcess gateway, string hello)
    {
        var line = await SocketAsync(gateway, "/phone/line");
        await line.SendTextAsync(hello);
        return line;
    }

    private static async Task<JsonElement> NextAsync(ClientWebSocket line, string name)
    {
        while (true)
        {
            var message = await line.ReceiveJsonAsync();
            if (message.GetProperty("event").GetString() == name) return message;
        }
    }

    private static string StartMessage(string call, string token) =>
        $$$"""{"event":"start","sequenceNumber":"1","start":{"streamSid":"MZ1","callSid":"CA1","tracks":["inbound"],"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1},"customParameters":{"callId":"{{{call}}}","token":"{{{token}}}"}},"streamSid":"MZ1"}""";

    private static async Task<ClientWebSocket> MediaAsync(GatewayProcess gateway, ClientWebSocket line, string leg)
    {
        await line.SendTextAsync($$"""{"event":"media","leg":"{{leg}}"}""");
        var ticket = await NextAsync(line, "ticket");
        var media = await SocketAsync(gateway, ticket.GetProperty("url").GetString()!);
        await media.SendTextAsync(StartMessage(ticket.GetProperty("callId").GetString()!, ticket.GetProperty("token").GetString()!));
        return media;
    }

    /// <summary>Plays at once: every mark goes back as soon as it comes. Gives the number of frames, when the socket is gone or done.</summary>
    private static async Task<int> PlayAsync(ClientWebSocket media, CancellationToken done)
    {
        var buffer = new byte[4096];
        var frames = 0;
        try
        {
            while (true)
            {
                var received = await media.ReceiveAsync(buffer.AsMemory(), done);
                if (received.MessageType == WebSocketMessageType.Close) return frames;
                using var message = JsonDocument.Parse(buffer.AsMemory(0, received.Count));
                var root = message.RootElement;
                if (root.GetProperty("event").GetString() == "media") frames++;
                if (root.GetProperty("event").GetString() == "mark")
                    await media.SendTextAsync($$$"""{"event":"mark","sequenceNumber":"9","streamSid":"MZ1","mark":{"name":"{{{root.GetProperty("mark").GetProperty("name").GetString()}}}"}}""");
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            return frames;
        }
    }
}
