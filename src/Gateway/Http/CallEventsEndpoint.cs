using System.Globalization;
using System.Text;
using System.Threading.Channels;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Calls;

namespace CallActors.Gateway.Http;

/// <summary>The handler of <c>GET /api/call/{id}/events</c>: a call as it happens, as server-sent events, until it ends.</summary>
public sealed class CallEventsEndpoint(ICallService calls, ICallEvents events, ShutdownGate gate, TimeProvider time)
{
    /// <summary>Clients that may follow calls at once.</summary>
    public const int MostClients = 200;

    /// <summary>Activities that wait for a client that reads slowly; beyond them the oldest are dropped. Phases and transcript are not lost:
    /// they are read from the call again.</summary>
    public const int Buffered = 256;

    /// <summary>The longest silence: then a comment is sent, and the call is asked whether it still stands so.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private int _clients;

    public async Task<IResult> FollowAsync(HttpContext http, string id)
    {
        if (!CallId.TryParse(id, out var callId)) return Problems.UnknownCall();
        if (!TryReadLastEvent(http.Request, out var told)) return Problems.BadMember("Last-Event-ID", "must be the id of an event of this stream");
        if (gate.SocketsClose.IsCancellationRequested) return Problems.Of(StatusCodes.Status503ServiceUnavailable, KebabCase.Of(RefusalReason.Stopping), "The gateway is stopping.");
        var reply = await calls.GetAsync(new CallCommands.GetCall(callId), http.RequestAborted).ConfigureAwait(false);
        if (reply is not CallReplies.CallView) return Answers.Of(reply, null, withDetails: false);
        try
        {
            if (Interlocked.Increment(ref _clients) > MostClients)
            {
                http.Response.Headers.RetryAfter = "10";
                return Problems.Of(StatusCodes.Status503ServiceUnavailable, "too-many-streams", $"{MostClients} clients follow calls already. Try again later, or ask for the call itself.");
            }
            using var over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, gate.SocketsClose);
            await FollowAsync(http.Response, callId, told, over.Token).ConfigureAwait(false);
            return TypedResults.Empty;
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested || gate.SocketsClose.IsCancellationRequested)
        {
            return TypedResults.Empty;
        }
        finally
        {
            Interlocked.Decrement(ref _clients);
        }
    }

    private async Task FollowAsync(HttpResponse response, CallId callId, int told, CancellationToken over)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-store";
        // nginx would hold the stream back.
        response.Headers["X-Accel-Buffering"] = "no";
        var activities = Channel.CreateBounded<CallActivity>(new BoundedChannelOptions(Buffered) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        using var following = events.Follow(callId, activities.Writer);
        var client = new Follower(calls, callId, response, told);
        var isOver = await client.CatchUpAsync(over).ConfigureAwait(false);
        while (!isOver)
        {
            if (await NextAsync(activities.Reader, over).ConfigureAwait(false) is { } activity)
            {
                isOver = await client.TellAsync(activity, over).ConfigureAwait(false);
            }
            else
            {
                await client.BeatAsync(over).ConfigureAwait(false);
                isOver = await client.CatchUpAsync(over).ConfigureAwait(false);
                following.Renew();
            }
        }
    }

    /// <summary>Null when nothing happened for a heartbeat.</summary>
    private async Task<CallActivity?> NextAsync(ChannelReader<CallActivity> activities, CancellationToken over)
    {
        if (activities.TryRead(out var ready)) return ready;
        using var silence = new CancellationTokenSource(Heartbeat, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, over);
        try
        {
            return await activities.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!over.IsCancellationRequested)
        {
            return null;
        }
    }

    private static bool TryReadLastEvent(HttpRequest request, out int told)
    {
        told = 0;
        return request.Headers["Last-Event-ID"] is not [{ Length: > 0 } text] || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out told);
    }

    /// <summary>One client: what it has been told, and its stream.</summary>
    /// <param name="told">Lines of the transcript that it has.</param>
    private sealed class Follower(ICallService calls, CallId callId, HttpResponse response, int told)
    {
        private int _told = told;
        private CallPhase? _phase;

        /// <summary>Tells an activity. True when the call is over.</summary>
        public async Task<bool> TellAsync(CallActivity activity, CancellationToken over)
        {
            if (CallEvent.Of(activity) is { } news) await WriteAsync(news, over).ConfigureAwait(false);
            return activity switch
            {
                CallActivity.Changed changed => changed.Phase != _phase && await CatchUpAsync(over).ConfigureAwait(false),
                CallActivity.AgentSays { Finished: true } or CallActivity.PersonSays { IsFinal: true } => await CatchUpAsync(over).ConfigureAwait(false),
                _ => false,
            };
        }

        /// <summary>Tells the lines of the transcript that are complete and not told yet, and the phase if it is another. True when the call is
        /// over; everything has been told then.</summary>
        public async Task<bool> CatchUpAsync(CancellationToken over)
        {
            if (await calls.GetAsync(new CallCommands.GetCall(callId), over).ConfigureAwait(false) is not CallReplies.CallView call) return true;
            var isOver = call.Phase is CallPhase.Ended;
            // How a call began is told before what was said in it, how it ended behind that.
            if (!isOver) await TellPhaseAsync(call, over).ConfigureAwait(false);
            for (; _told < call.Transcript.Count && (isOver || call.Transcript[_told].EndedAt is not null); _told++)
                await WriteAsync(CallEvent.Of(call.Transcript[_told], _told + 1), over).ConfigureAwait(false);
            if (isOver) await TellPhaseAsync(call, over).ConfigureAwait(false);
            return isOver;
        }

        /// <summary>A comment, which keeps proxies from closing the connection.</summary>
        public Task BeatAsync(CancellationToken over) => WriteAsync(":\n\n", over);

        private async Task TellPhaseAsync(CallReplies.CallView call, CancellationToken over)
        {
            if (_phase == call.Phase) return;
            _phase = call.Phase;
            await WriteAsync(CallEvent.Of(call), over).ConfigureAwait(false);
        }

        // JSON has no line breaks of its own: one data line holds it.
        private Task WriteAsync(CallEvent news, CancellationToken over) =>
            WriteAsync(news.Id.Length == 0 ? $"event: {news.Name}\ndata: {news.Data}\n\n" : $"id: {news.Id}\nevent: {news.Name}\ndata: {news.Data}\n\n", over);

        private async Task WriteAsync(string text, CancellationToken over)
        {
            await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), over).ConfigureAwait(false);
            await response.Body.FlushAsync(over).ConfigureAwait(false);
        }
    }
}
