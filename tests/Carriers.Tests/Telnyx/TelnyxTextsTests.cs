using System.Net;
using System.Text.Json;
using CallActors.Carriers.Telnyx;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Texts;

namespace CallActors.Carriers.Tests.Telnyx;

/// <summary>Texts are sent, and sent once.</summary>
public sealed class TelnyxTextsTests : IAsyncDisposable
{
    private const string Person = "+15552223333";

    private readonly TelnyxBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_text_is_sent_once_by_its_key()
    {
        var texts = new TelnyxTexts(_bench.Client, _bench.Options with { MessagingProfileId = "mp-1" });
        Assert.Equal("msg-1", await texts.SendAsync(new TextOrder("k", Person, "Hi ☎"), CancellationToken.None));
        Assert.Equal("msg-1", await texts.SendAsync(new TextOrder("k", Person, "Hi ☎"), CancellationToken.None));
        var (path, body, _) = Assert.Single(_bench.Api.Requests);
        Assert.Equal("https://api.telnyx.com/v2/messages", path);
        using var json = JsonDocument.Parse(body);
        Assert.Equal("Hi ☎", json.RootElement.GetProperty("text").GetString());
        Assert.Equal(Person, json.RootElement.GetProperty("to").GetString());
        Assert.Equal("mp-1", json.RootElement.GetProperty("messaging_profile_id").GetString());
    }

    [Fact]
    public async Task A_text_comes_from_the_number_that_the_order_names()
    {
        await new TelnyxTexts(_bench.Client, _bench.Options).SendAsync(new TextOrder("k", Person, "Hi", "+15550007777"), CancellationToken.None);
        using var json = JsonDocument.Parse(Assert.Single(_bench.Api.Requests).Body);
        Assert.Equal("+15550007777", json.RootElement.GetProperty("from").GetString());
    }

    [Fact]
    public async Task A_text_that_may_have_been_taken_is_not_sent_again()
    {
        var texts = new TelnyxTexts(_bench.Client, _bench.Options);
        _bench.Api.Answers(HttpStatusCode.BadGateway);
        await Assert.ThrowsAsync<CarrierException>(() => texts.SendAsync(new TextOrder("k", Person, "Hi"), CancellationToken.None));
        Assert.Single(_bench.Api.Requests);
        // Nor when it is ordered again: under this key nothing is ever sent any more.
        await Assert.ThrowsAsync<CarrierException>(() => texts.SendAsync(new TextOrder("k", Person, "Hi"), CancellationToken.None));
        Assert.Single(_bench.Api.Requests);
        Assert.Equal("msg-1", await texts.SendAsync(new TextOrder("another", Person, "Hi"), CancellationToken.None));
    }

    [Fact]
    public async Task A_text_that_was_certainly_not_taken_is_sent_again()
    {
        var texts = new TelnyxTexts(_bench.Client, _bench.Options);
        _bench.Api.Answers(HttpStatusCode.TooManyRequests).Fails(new HttpRequestException(HttpRequestError.ConnectionError));
        var sending = texts.SendAsync(new TextOrder("k", Person, "Hi"), CancellationToken.None);
        await _bench.AdvanceUntilAsync(sending);
        Assert.Equal("msg-1", await sending);
    }

    [Fact]
    public async Task A_text_that_was_refused_may_be_ordered_again()
    {
        var texts = new TelnyxTexts(_bench.Client, _bench.Options);
        _bench.Api.Answers(HttpStatusCode.Forbidden);
        await Assert.ThrowsAsync<CarrierException>(() => texts.SendAsync(new TextOrder("k", Person, "Hi"), CancellationToken.None));
        Assert.Equal("msg-1", await texts.SendAsync(new TextOrder("k", Person, "Hi"), CancellationToken.None));
    }

    [Fact]
    public async Task Whoever_waits_no_longer_is_told_and_ends_the_sending_for_nobody_else()
    {
        var texts = new TelnyxTexts(_bench.Client, _bench.Options);
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        _bench.Api.Answers(answer.Task);
        using var patience = new CancellationTokenSource();
        var first = texts.SendAsync(new TextOrder("k", Person, "Hi"), patience.Token);
        await _bench.Api.NextAsync();
        var second = texts.SendAsync(new TextOrder("k", Person, "Hi"), CancellationToken.None);
        await patience.CancelAsync();
        Assert.Contains("not known", (await Assert.ThrowsAsync<CarrierException>(() => first)).Message, StringComparison.Ordinal);
        answer.SetResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"data":{"id":"msg-7"}}""") });
        Assert.Equal("msg-7", await second);
        Assert.Single(_bench.Api.Requests);
    }

    [Theory]
    [InlineData("whatsapp:+15552223333", "Hi", "WhatsApp")]
    [InlineData("12345", "Hi", "E.164")]
    [InlineData(Person, "", "1600")]
    public async Task A_text_that_cannot_be_sent_is_refused_with_the_reason(string to, string body, string reason)
    {
        var texts = new TelnyxTexts(_bench.Client, _bench.Options);
        Assert.Contains(reason, (await Assert.ThrowsAsync<CarrierException>(() => texts.SendAsync(new TextOrder("k", to, body), CancellationToken.None))).Message);
        Assert.Empty(_bench.Api.Requests);
    }
}
