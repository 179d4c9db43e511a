using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace CallActors.Assistants.Tests.Claude;

/// <summary>What the simulated vendor refuses, in the vendor's words.</summary>
public sealed class SimulatorTests : ClaudeTest
{
    private const string Tool = """{"name":"t","input_schema":{"type":"object"}}""";
    private const string Use = """{"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"t","input":{}}]}""";
    private const string Result = """{"type":"tool_result","tool_use_id":"toolu_1","content":"done"}""";

    [Theory]
    [InlineData("", "messages: at least one message is required")]
    [InlineData("""{"role":"assistant","content":"Hello."}""", "first message must use the \"user\" role")]
    [InlineData("""{"role":"user","content":"a"},{"role":"user","content":"b"}""", "roles must alternate")]
    [InlineData("""{"role":"user","content":"a"},{"role":"assistant","content":"b"}""", "must end with a user message")]
    [InlineData("""{"role":"user","content":""}""", "text content blocks must be non-empty")]
    [InlineData("""{"role":"user","content":"  "}""", "must contain non-whitespace text")]
    [InlineData("""{"role":"user","content":[]}""", "must have non-empty content")]
    [InlineData("""{"role":"user","content":"a"},$USE,{"role":"user","content":"b"}""", "`tool_use` ids were found without `tool_result` blocks immediately after: toolu_1")]
    [InlineData("""{"role":"user","content":"a"},$USE,{"role":"user","content":[{"type":"text","text":"b"},$RESULT]}""", "immediately after: toolu_1")]
    [InlineData("""{"role":"user","content":[$RESULT]}""", "unexpected `tool_use_id` found in `tool_result` blocks: toolu_1")]
    [InlineData("""{"role":"user","content":"a"},$USE,{"role":"user","content":[$RESULT,$RESULT]}""", "single result")]
    [InlineData("""{"role":"user","content":"a"},$USE,{"role":"user","content":[$RESULT]},$USE,{"role":"user","content":[$RESULT]}""", "ids must be unique")]
    [InlineData("""{"role":"user","content":[{"type":"tool_use","id":"toolu_1","name":"t","input":{}}]}""", "can only be in `assistant` messages")]
    public async Task Messages_out_of_order_are_refused(string messages, string refusal) =>
        await RefusesAsync(Body(messages.Replace("$USE", Use, StringComparison.Ordinal).Replace("$RESULT", Result, StringComparison.Ordinal)), 400, refusal);

    [Theory]
    [InlineData("max_tokens", "0", "greater than or equal to 1")]
    [InlineData("max_tokens", "128001", "128001 > 128000, which is the maximum allowed number of output tokens")]
    [InlineData("max_tokens", null, "max_tokens: Field required")]
    [InlineData("model", null, "model: Field required")]
    [InlineData("maxTokens", "1", "Extra inputs are not permitted")]
    [InlineData("temperature", "0.5", "Sampling parameters are not supported")]
    [InlineData("thinking", """{"type":"disabled"}""", "between_tools")]
    [InlineData("output_config", """{"effort":"max"}""", "cannot be used with effort")]
    [InlineData("tool_choice", """{"type":"any"}""", "forced tool use is not supported")]
    [InlineData("tools", """[{"name":"a b","input_schema":{"type":"object"}}]""", "should match pattern")]
    [InlineData("tools", """[{"name":"t","input_schema":{"type":"string"}}]""", "Input should be 'object'")]
    [InlineData("tools", """[{"name":"t","input_schema":{"type":"object"}},{"name":"t","input_schema":{"type":"object"}}]""", "names must be unique")]
    public async Task Settings_that_do_not_fit_are_refused(string field, string? value, string refusal)
    {
        var body = Body("""{"role":"user","content":"a"}""");
        if (field is "output_config") body["thinking"] = new JsonObject { ["type"] = "between_tools" };
        if (value is null) body.Remove(field);
        else body[field] = JsonNode.Parse(value);
        await RefusesAsync(body, 400, refusal);
    }

    [Fact]
    public async Task Tools_that_were_used_must_be_defined_and_five_marks_are_too_many()
    {
        var body = Body($$"""{"role":"user","content":"a"},{{Use}},{"role":"user","content":[{{Result}}]}""");
        body.Remove("tools");
        await RefusesAsync(body, 400, "must define tools");
        var marks = string.Join(",", Enumerable.Repeat("""{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}""", 5));
        await RefusesAsync(Body($$"""{"role":"user","content":[{{marks}}]}"""), 400, "Found 5");
    }

    [Fact]
    public async Task What_is_in_order_is_answered_and_whole_when_it_is_not_to_be_streamed()
    {
        var (status, answer) = await PostAsync(Body($$"""{"role":"user","content":"a"},{{Use}},{"role":"user","content":[{{Result}},{"type":"text","text":"b"}]}"""));
        Assert.Equal((HttpStatusCode.OK, "end_turn"), (status, answer["stop_reason"]!.GetValue<string>()));
        Assert.Equal("text", answer["content"]![0]!["type"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_key_and_a_version_are_needed()
    {
        var body = Body("""{"role":"user","content":"a"}""");
        Assert.Contains("x-api-key header is required", (await PostAsync(body, key: null)).Answer.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("invalid x-api-key", (await PostAsync(body, key: "wrong")).Answer.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("header is required", (await PostAsync(body, version: null)).Answer.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("is not a valid version", (await PostAsync(body, version: "2019-01-01")).Answer.ToJsonString(), StringComparison.Ordinal);
    }

    private static JsonObject Body(string messages) => JsonNode.Parse(
        $$"""{"model":"claude-sonnet-5-5","max_tokens":100,"tools":[{{Tool}}],"messages":[{{messages}}]}""")!.AsObject();

    private async Task RefusesAsync(JsonObject body, int status, string refusal)
    {
        var (code, answer) = await PostAsync(body);
        Assert.Equal((status, "error"), ((int)code, answer["type"]!.GetValue<string>()));
        Assert.Contains(refusal, answer["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, JsonObject Answer)> PostAsync(JsonObject body, string? key = "sk-ant-simulated", string? version = "2023-06-01")
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Vendor.Address, "/v1/messages")) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        if (key is not null) request.Headers.Add("x-api-key", key);
        if (version is not null) request.Headers.Add("anthropic-version", version);
        using var response = await http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }
}
