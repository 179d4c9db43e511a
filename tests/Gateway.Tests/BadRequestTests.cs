using System.Net;
using System.Net.Sockets;
using System.Text;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Http;
using CallActors.Gateway.Tests.Fakes;

namespace CallActors.Gateway.Tests;

public sealed class BadRequestTests
{
    [Theory]
    [InlineData("", "line 1, position 1")]
    [InlineData("{\"message\":\"a\"", "line 1, position 15")]
    [InlineData("{\n  \"message\": oops\n}", "line 2, position 14, member message")]
    [InlineData("{\"message\":\"a\"} x", "line 1, position 17")]
    [InlineData("{\"message\":\"a\",\"message\":\"b\"}", "member message")]
    [InlineData("{\"message\":7}", "member message")]
    [InlineData("{\"message\":null}", "member message")]
    [InlineData("{\"message\":[\"a\"]}", "member message")]
    [InlineData("[\"message\"]", "line 1, position 2")]
    [InlineData("\"message\"", "line 1, position 10")]
    [InlineData("{\"message\":\"a\",\"listenSeconds\":\"5\"}", "member listenSeconds")]
    [InlineData("{\"message\":\"\\ud800\"}", "member message")]
    [InlineData("null", "must be a JSON object")]
    [InlineData("{}", "message is required")]
    [InlineData("{\"Message\":\"a\"}", "message is required")]
    [InlineData("{\"message\":\"\"}", "message is required")]
    [InlineData("{\"message\":\" \\n\\t\"}", "message is required")]
    [InlineData("{\"message\":\"a\",\"to\":\"0123456789\"}", "to is not a phone number")]
    [InlineData("{\"message\":\"a\",\"to\":\"\"}", "to must be a person")]
    [InlineData("{\"message\":\"a\",\"listenSeconds\":0.5}", "listenSeconds must be a number from 1 to 3600")]
    [InlineData("{\"message\":\"a\",\"listenSeconds\":1e999}", "listenSeconds must be a number from 1 to 3600")]
    [InlineData("{\"message\":\"a\",\"ringSeconds\":301}", "ringSeconds must be a number from 1 to 300")]
    [InlineData("{\"message\":\"a\",\"voice\":\"\"}", "voice must be a name")]
    [InlineData("{\"message\":\"a\",\"language\":\"english, please\"}", "language must be a BCP 47 tag")]
    [InlineData("{\"message\":\"a\",\"hints\":[\"kunduz\",\" \"]}", "hints must be at most 100 words")]
    [InlineData("{\"message\":\"a\",\"expect\":\"maybe\"}", "expect must be \"open\"")]
    [InlineData("{\"message\":\"a\",\"expect\":7}", "expect must be \"open\"")]
    [InlineData("{\"message\":\"a\",\"expect\":{\"oneOf\":[\"one\"]}}", "must be \"open\"")]
    [InlineData("{\"message\":\"a\",\"expect\":{\"oneOf\":[\"one\",\"\"]}}", "must be \"open\"")]
    [InlineData("{\"message\":\"a\",\"expect\":{\"oneOf\":[\"one\",2]}}", "must be \"open\"")]
    [InlineData("{\"message\":\"a\",\"expect\":{\"oneOf\":\"one\"}}", "must be \"open\"")]
    [InlineData("{\"message\":\"a\",\"expect\":{\"of\":[\"one\",\"two\"]}}", "must be \"open\"")]
    [InlineData("{\"message\":\"a\",\"expect\":{\"oneOf\":[\"one\",\"two\"],\"x\":1}}", "must be \"open\"")]
    public async Task What_is_wrong_with_a_body_is_said_with_its_place(string body, string said)
    {
        await using var gateway = await TestGateway.StartAsync();
        var detail = await (await gateway.PostAsync("/api/call", body)).ProblemAsync(400, "bad-request");
        Assert.Contains(said, detail, StringComparison.Ordinal);
        Assert.True(gateway.Calls.NothingAsked);
    }

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_400()
    {
        await using var gateway = await TestGateway.StartAsync();
        var content = new ByteArrayContent([.. "{\"message\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");
        await (await gateway.Client.PostAsync(new Uri("/api/call", UriKind.Relative), content)).ProblemAsync(400, "bad-request");
    }

    [Fact]
    public async Task A_message_may_have_16384_characters_and_no_more()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        var detail = await (await gateway.PostAsync($"/api/call/{id}/speak", $$"""{"message":"{{new string('a', 16_385)}}"}""")).ProblemAsync(400, "bad-request");
        Assert.Contains("16385", detail, StringComparison.Ordinal);

        var answering = gateway.PostAsync($"/api/call/{id}/speak", $$"""{"message":"{{new string('a', 16_384)}}"}""");
        var asked = await gateway.Calls.NextAsync();
        Assert.Equal(16_384, asked.Message.Length);
        gateway.Calls.Answer(asked, new CallReplies.Spoken(id, asked.OperationId, false, "", TurnTimings.None));
        Assert.Equal(HttpStatusCode.OK, (await answering).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_64_KiB_is_413(bool chunked)
    {
        await using var gateway = await TestGateway.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/call") { Content = new StringContent($$"""{"message":"a","x":"{{new string('b', RequestBodyReader.MaxBytes)}}"}""", Encoding.UTF8, "application/json") };
        request.Headers.TransferEncodingChunked = chunked;
        await (await gateway.Client.SendAsync(request)).ProblemAsync(413, "too-large");
        Assert.True(gateway.Calls.NothingAsked);
    }

    [Fact]
    public async Task A_body_of_exactly_64_KiB_is_taken()
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        const string frame = """{"message":"a","x":""}""";
        var body = frame.Insert(frame.Length - 2, new string('b', RequestBodyReader.MaxBytes - frame.Length));
        var answering = gateway.PostAsync($"/api/call/{id}/speak", body);
        gateway.Calls.Refuse(await gateway.Calls.NextAsync(), RefusalReason.CallEnded, "Over.");
        await (await answering).ProblemAsync(409, "call-ended");
    }

    [Fact]
    public async Task A_body_that_trickles_in_is_408_when_its_time_is_over()
    {
        await using var gateway = await TestGateway.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, gateway.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/call HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TestGateway.Key}\r\nContent-Type: application/json\r\nContent-Length: 30\r\n\r\n{{\"mes"));
        await WaitUntilAsync(() => gateway.Time.Pending > 0);
        gateway.Time.Advance(RequestBodyReader.Deadline);
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 408 Request Timeout", await reader.ReadLineAsync().WaitAsync(TestGateway.Patience));

        // The answer is read as it comes: the rest of the body never will, so the connection may end by a reset.
        var answer = new StringBuilder();
        var buffer = new char[1024];
        while (!answer.ToString().Contains("request-timeout", StringComparison.Ordinal))
        {
            var count = await reader.ReadAsync(buffer).AsTask().WaitAsync(TestGateway.Patience);
            Assert.True(count > 0, $"The answer ended without its reason: {answer}");
            answer.Append(buffer, 0, count);
        }
    }

    [Fact]
    public async Task Another_media_type_is_415()
    {
        await using var gateway = await TestGateway.StartAsync();
        var content = new StringContent("""{"message":"a"}""", Encoding.UTF8, "text/plain");
        await (await gateway.Client.PostAsync(new Uri("/api/call", UriKind.Relative), content)).ProblemAsync(415, "unsupported-media-type");
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/nothing")]
    [InlineData("/api/call/x/y/z")]
    public async Task An_unknown_path_is_404(string path)
    {
        await using var gateway = await TestGateway.StartAsync();
        await (await gateway.Client.GetAsync(path)).ProblemAsync(404, "not-found");
    }

    [Theory]
    [InlineData("GET", "/api/call", "POST")]
    [InlineData("PUT", "/api/call/x/continue", "POST")]
    [InlineData("POST", "/api/calls", "GET")]
    public async Task A_wrong_method_is_405_and_says_the_right_one(string method, string path, string allowed)
    {
        await using var gateway = await TestGateway.StartAsync();
        var answer = await gateway.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        Assert.Contains(allowed, await answer.ProblemAsync(405, "method-not-allowed"), StringComparison.Ordinal);
        Assert.Contains(allowed, answer.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("-1")]
    [InlineData("ten")]
    [InlineData("")]
    public async Task A_limit_out_of_range_is_400(string limit)
    {
        await using var gateway = await TestGateway.StartAsync();
        Assert.StartsWith("limit must be", await (await gateway.Client.GetAsync($"/api/calls?limit={limit}")).ProblemAsync(400, "bad-request"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("a,b")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123x")]
    public async Task A_key_of_another_shape_is_400(string key)
    {
        await using var gateway = await TestGateway.StartAsync();
        Assert.StartsWith("Idempotency-Key must be", await (await gateway.PostAsync("/api/call", """{"message":"a"}""", key)).ProblemAsync(400, "bad-request"), StringComparison.Ordinal);
    }

    internal static async Task WaitUntilAsync(Func<bool> holds)
    {
        using var deadline = new CancellationTokenSource(TestGateway.Patience);
        while (!holds())
        {
            deadline.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
