using System.Runtime.CompilerServices;
using Anthropic;
using Anthropic.Core;
using Anthropic.Models.Messages;
using CallActors.Contracts.Assistants;

namespace CallActors.Assistants.Claude;

/// <summary>The Claude API by its official SDK. One request is one attempt: whoever asks keeps the time and asks again.</summary>
public sealed class ClaudeModel : IAssistantModel, IDisposable
{
    /// <summary>A connection that hangs ends some time, should nobody else end it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly ClaudeOptions _options;
    private readonly HttpClient _http;
    private readonly AnthropicClient _client;

    public ClaudeModel(ClaudeOptions options, TimeProvider time)
    {
        _options = options;
        _http = new HttpClient(new ClaudeWire(options.Version, time, new SocketsHttpHandler())) { Timeout = Longest };
        _client = new AnthropicClient(new ClientOptions
        {
            HttpClient = _http,
            ApiKey = options.ApiKey,
            BaseUrl = options.BaseUrl.AbsoluteUri.TrimEnd('/'),
            MaxRetries = 0,
            Timeout = Longest,
        });
    }

    public string Name => _options.Model;

    public async IAsyncEnumerable<ModelEvent> AnswerAsync(ModelRequest request, [EnumeratorCancellation] CancellationToken cancelled)
    {
        var events = _client.Messages.CreateStreaming(ClaudeRequest.Of(request, _options), cancelled).GetAsyncEnumerator(cancelled);
        await using (events.ConfigureAwait(false))
        {
            var response = new ClaudeResponse();
            while (true)
            {
                var (next, failure) = await TakeAsync(events, cancelled).ConfigureAwait(false);
                var told = failure ?? (next is null ? ClaudeResponse.Broken() : response.Take(next));
                if (told is null) continue;
                yield return told;
                if (told is ModelEvent.Failed or ModelEvent.Ended) yield break;
            }
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    private static async Task<(RawMessageStreamEvent? Event, ModelEvent.Failed? Failure)> TakeAsync(IAsyncEnumerator<RawMessageStreamEvent> events, CancellationToken cancelled)
    {
        try
        {
            return (await events.MoveNextAsync().ConfigureAwait(false) ? events.Current : null, null);
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            return (null, ClaudeFaults.Of(e));
        }
    }
}
