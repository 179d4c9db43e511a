using System.Collections.Concurrent;
using System.Net;
using System.Text;
using CallActors.Carriers.Twilio;

namespace CallActors.Carriers.Tests.Twilio;

/// <summary>One request as it reached Twilio.</summary>
/// <param name="At">Virtual time.</param>
internal sealed record TwilioRequest(string Method, string Url, string Authorization, IReadOnlyList<KeyValuePair<string, string>> Form, TimeSpan At)
{
    public string this[string name] => Form.Single(field => field.Key == name).Value;

    public string Path => new Uri(Url).AbsolutePath;
}

/// <summary>Twilio's REST side: answers what the test has laid out for a method and path, and writes down what came.</summary>
internal sealed class FakeTwilio(ManualTime time) : HttpMessageHandler
{
    public const string Account = "AC00000000000000000000000000000001";
    public const string Calls = "POST /2010-04-01/Accounts/" + Account + "/Calls.json";
    public const string CallList = "GET /2010-04-01/Accounts/" + Account + "/Calls.json";
    public const string Messages = "POST /2010-04-01/Accounts/" + Account + "/Messages.json";
    public const string MessageList = "GET /2010-04-01/Accounts/" + Account + "/Messages.json";

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<CancellationToken, Task<HttpResponseMessage>>>> _answers = new();

    public ConcurrentQueue<TwilioRequest> Requests { get; } = new();

    public static TwilioOptions Options { get; } = new()
    {
        AccountSid = Account,
        AuthToken = "secret-token",
        From = "+15005550006",
        WhatsAppFrom = "whatsapp:+15005550009",
        PublicUrls = ["https://gateway.example.com/", "https://other.example.com:8443"],
    };

    public static string Leg(string sid) => "POST /2010-04-01/Accounts/" + Account + $"/Calls/{sid}.json";

    public int CountOf(string what) => Requests.Count(r => $"{r.Method} {r.Path}" == what);

    /// <summary>The next request of this kind gets this answer.</summary>
    public FakeTwilio Next(string what, int status, string body, TimeSpan? retryAfter = null, DateTimeOffset? date = null) => Next(what, _ =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (retryAfter is { } after) response.Headers.RetryAfter = new(after);
        response.Headers.Date = date;
        return Task.FromResult(response);
    });

    public FakeTwilio Next(string what, HttpRequestError fault) => Next(what, _ => Task.FromException<HttpResponseMessage>(new HttpRequestException(fault)));

    /// <summary>The next request of this kind gets no answer; what happens meanwhile is the test's.</summary>
    public FakeTwilio NextSilent(string what, Action? meanwhile = null) => Next(what, async cancelled =>
    {
        meanwhile?.Invoke();
        // Ends within the step of the clock that cancels it. On another thread, or on the test's own, the clock would run on meanwhile.
        var silence = new TaskCompletionSource<HttpResponseMessage>();
        using var end = cancelled.Register(() => silence.TrySetCanceled(cancelled));
        return await silence.Task.ConfigureAwait(false);
    });

    public FakeTwilio Next(string what, Func<CancellationToken, Task<HttpResponseMessage>> answer)
    {
        _answers.GetOrAdd(what, _ => new()).Enqueue(answer);
        return this;
    }

    public static string Call(string sid, string status = "queued") => $$"""{"sid":"{{sid}}","status":"{{status}}","direction":"outbound-api","future":[1]}""";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        var received = new TwilioRequest(
            request.Method.Method, request.RequestUri!.AbsoluteUri, request.Headers.Authorization?.ToString() ?? "",
            FormFields.Parse(Encoding.UTF8.GetBytes(form))!.All, TimeSpan.FromTicks(time.GetTimestamp()));
        Requests.Enqueue(received);
        return _answers.TryGetValue($"{received.Method} {received.Path}", out var due) && due.TryDequeue(out var answer)
            ? await answer(cancellationToken).ConfigureAwait(false)
            : throw new InvalidOperationException($"Nothing was laid out for {received.Method} {received.Path}.");
    }
}

internal static class VirtualTime
{
    /// <summary>Moves the clock until the task is done.</summary>
    public static Task<T> RunAsync<T>(this ManualTime time, Task<T> task) => Task.Run(async () =>
    {
        // On a pool thread, where what a step sets off runs within it and not beside it.
        for (var step = 0; step < 2_000 && !task.IsCompleted; step++)
        {
            for (var turn = 0; turn < 4 && !task.IsCompleted; turn++) await OthersAsync();
            if (!task.IsCompleted) time.Advance(TimeSpan.FromMilliseconds(50));
        }
        return await task.WaitAsync(TimeSpan.FromSeconds(20));
    });

    /// <summary>Lets what waits for a pool thread run first: at the end of the queue that all threads share.</summary>
    public static Task OthersAsync() =>
        Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);

    public static Task RunAsync(this ManualTime time, Task task) => time.RunAsync(WithResult(task));

    private static async Task<bool> WithResult(Task task)
    {
        await task;
        return true;
    }
}
