using System.Net.Http.Headers;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Tests.Fakes;

namespace CallActors.Gateway.Tests;

public sealed class TranscriptTests
{
    private const string Text = "[00:00:01] Agent: Shall I\n[00:00:02] Person: Not yet.\n";
    private const string Srt = "1\n00:00:01,000 --> 00:00:03,000\nAgent: Shall I\n\n2\n00:00:02,000 --> 00:00:04,000\nPerson: Not yet.\n\n";

    [Theory]
    [InlineData("?format=text", null, "text/plain", Text)]
    [InlineData("?format=srt", null, "application/x-subrip", Srt)]
    [InlineData("", "text/plain", "text/plain", Text)]
    [InlineData("", "application/x-subrip, text/plain;q=0.5", "application/x-subrip", Srt)]
    [InlineData("?format=srt", "text/plain", "application/x-subrip", Srt)]
    public async Task A_transcript_is_told_in_the_form_that_is_asked_for_with_what_was_heard_and_times_from_the_answer(string query, string? accept, string type, string body)
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        gateway.Calls.Say(id, Speaker.Agent, " \n");
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/call/{id}/transcript{query}");
        if (accept is not null) request.Headers.Accept.ParseAdd(accept);
        var answer = await gateway.Client.SendAsync(request);
        Assert.Equal((type, body), (answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("image/png")]
    [InlineData("text/plain;q=0.1, application/json")]
    public async Task It_is_JSON_when_nothing_else_is_asked_for(string accept)
    {
        await using var gateway = await TestGateway.StartAsync();
        var id = gateway.Calls.AddCall();
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/call/{id}/transcript");
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept.Split(", ")[0]));
        if (accept.Contains(", ", StringComparison.Ordinal)) request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept.Split(", ")[1]));
        var body = await (await gateway.Client.SendAsync(request)).JsonAsync();
        Assert.Equal(["callId", "lines"], body.Members());
        Assert.Equal(("agent", "Shall I deploy?", "Shall I"), (body.GetProperty("lines")[0].GetProperty("speaker").GetString(), body.GetProperty("lines")[0].GetProperty("text").GetString(), body.GetProperty("lines")[0].GetProperty("heard").GetString()));
    }

    [Fact]
    public void A_line_break_in_what_was_said_breaks_no_subtitle_and_a_short_word_is_shown_for_a_second()
    {
        var at = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
        var view = new CallReplies.CallView(
            CallId.New(), CallPhase.Ended, false, "softphone", "softphone", at, at, at.AddHours(2), CallEndReason.HungUp, "",
            [new TranscriptLine(Speaker.Person, at.AddHours(1).AddMilliseconds(5), at.AddHours(1).AddMilliseconds(5), "a\n\nb", "a\n\n2\n00:00 --> b", false)], []);
        Assert.Equal("1\n01:00:00,005 --> 01:00:01,005\nPerson: a 2 00:00 --> b\n\n", Http.Transcript.Subtitles(view));
    }

    [Fact]
    public async Task An_unknown_call_has_none_and_an_unknown_form_is_refused()
    {
        await using var gateway = await TestGateway.StartAsync();
        await (await gateway.Client.GetAsync($"/api/call/{CallId.New()}/transcript")).ProblemAsync(404, "unknown-call");
        await (await gateway.Client.GetAsync($"/api/call/{gateway.Calls.AddCall()}/transcript?format=pdf")).ProblemAsync(400, "bad-request");
        await (await gateway.Anonymous.GetAsync($"/api/call/{CallId.New()}/transcript")).ProblemAsync(401, "unauthorized");
    }
}
