using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace CallActors.Carriers.Tests.Telnyx;

/// <summary>Telnyx' API in a test's hands: keeps what it is asked and answers what is due, in order; afterwards with "ok".</summary>
internal sealed class FakeApi(TimeProvider time) : HttpMessageHandler
{
    private readonly ConcurrentQueue<Func<CancellationToken, Task<HttpResponseMessage>>> _due = new();
    private readonly SemaphoreSlim _came = new(0);
    private int _taken;

    public List<(string Path, string Body, string? Key)> Requests { get; } = [];

    public List<DateTimeOffset> SentAt { get; } = [];

    public FakeApi Answers(HttpStatusCode status, string body = "", string? retryAfter = null)
    {
        _due.Enqueue(_ =>
        {
            var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            if (retryAfter is not null) response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
            return Task.FromResult(response);
        });
        return this;
    }

    public FakeApi Answers(Task<HttpResponseMessage> later)
    {
        _due.Enqueue(later.WaitAsync);
        return this;
    }

    public FakeApi Fails(Exception failure)
    {
        _due.Enqueue(_ => Task.FromException<HttpResponseMessage>(failure));
        return this;
    }

    public FakeApi Hangs()
    {
        _due.Enqueue(async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            throw new InvalidOperationException();
        });
        return this;
    }

    /// <summary>Waits for the next request that has not been waited for.</summary>
    public async Task<(string Path, string Body, string? Key)> NextAsync()
    {
        Assert.True(await _came.WaitAsync(TimeSpan.FromSeconds(10)), "No request came.");
        lock (Requests) return Requests[_taken++];
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        lock (Requests)
        {
            Requests.Add((request.RequestUri!.AbsoluteUri, body, request.Headers.Authorization?.ToString()));
            SentAt.Add(time.GetUtcNow());
        }
        _came.Release();
        if (_due.TryDequeue(out var due)) return await due(cancellationToken);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"data":{"result":"ok","call_control_id":"v3:leg","id":"msg-1"}}""") };
    }
}
