using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;
using CallActors.Edges.Links;
using CallActors.Edges.Wire;

namespace CallActors.Edges.Lending;

/// <summary>A session with a gateway, at the edge: what is ordered is done on this machine's hosts. Thread-safe.</summary>
internal sealed class LentSession(Lender lender, LenderRules rules, LinkLimits limits, TimeProvider time) : ILinkOwner
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, HostConnection> _connections = [];
    private readonly HashSet<Task> _working = [];
    private readonly CancellationTokenSource _over = new();

    public Link Link { get; } = new(limits, time);

    /// <summary>As the gateway has named it; empty before it has.</summary>
    public string Name { get; set; } = "";

    public void Know(string host, IReadOnlyList<Workspace> workspaces) => lender.Feed.Know(host, workspaces);

    public void Remove(long connection)
    {
        lock (_lock) _connections.Remove(connection);
    }

    /// <summary>Ends what is under way, so that nothing of this session is done while another one lives.</summary>
    public async Task EndAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        HostConnection[] connections;
        Task[] working;
        lock (_lock)
        {
            (connections, working) = ([.. _connections.Values], [.. _working]);
            _connections.Clear();
        }
        foreach (var connection in connections) await connection.CloseAsync().ConfigureAwait(false);
        // Each has a deadline of its own, and swallows its faults.
        await Task.WhenAll(working).ConfigureAwait(false);
    }

    /// <summary>News of an agent. What is too long for a frame goes in pieces.</summary>
    public void Tell(WorkspaceId id, AgentNews news)
    {
        if (news is AgentNews.Replied { Reply: AgentReply.Text text } && text.Words.Length > rules.LongestPiece)
        {
            foreach (var piece in Pieces(text.Words, rules.LongestPiece)) Link.Queue(new LinkBody.Agent(id, new AgentNews.Replied(text with { Words = piece })));
            return;
        }
        Link.TryQueue(new LinkBody.Agent(id, news), "", out _);
    }

    EdgeClosing? ILinkOwner.OnBeat() => null;

    EdgeClosing? ILinkOwner.Take(LinkBody body)
    {
        switch (body)
        {
            case LinkBody.Nothing:
                return null;
            case LinkBody.Tell tell:
                lender.Feed.Tell(tell.Workspace, tell.Seen);
                return null;
            case LinkBody.Order order:
                Begin(order);
                return null;
            default:
                return EdgeClosing.BadFrame;
        }
    }

    /// <summary>At line ends where there are some, and never within a character.</summary>
    internal static IEnumerable<string> Pieces(string words, int longest)
    {
        while (words.Length > longest)
        {
            var at = words.LastIndexOf('\n', longest - 1) + 1;
            if (at == 0) at = char.IsHighSurrogate(words[longest - 1]) ? longest - 1 : longest;
            yield return words[..at];
            words = words[at..];
        }
        yield return words;
    }

    private void Begin(LinkBody.Order order)
    {
        Task work;
        lock (_lock)
        {
            if (_over.IsCancellationRequested) return;
            if (order.What is EdgeOrder.Connect connect && !_connections.ContainsKey(order.Connection) && lender.Find(connect.Host) is { } host && _connections.Count < rules.MostConnections)
                _connections.Add(order.Connection, new HostConnection(order.Connection, host, this));
            _connections.TryGetValue(order.Connection, out var connection);
            if (order.What is EdgeOrder.Disconnect) _connections.Remove(order.Connection);
            if (_working.Count >= rules.MostOrders)
            {
                Answer(order.Request, new EdgeResult.Failed(WorkspaceFault.Refused, "This machine has too many orders under way."));
                return;
            }
            work = Task.Run(() => WorkAsync(order, connection), CancellationToken.None);
            _working.Add(work);
        }
        _ = work.ContinueWith(
            done =>
            {
                lock (_lock) _working.Remove(done);
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task WorkAsync(LinkBody.Order order, HostConnection? connection)
    {
        using var late = new CancellationTokenSource(rules.OrderWithin, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _over.Token);
        EdgeResult result;
        try
        {
            result = await DoAsync(order, connection ?? throw new WorkspaceException(WorkspaceFault.HostGone, "There is no such connection on this machine."), deadline.Token).ConfigureAwait(false);
        }
        catch (WorkspaceException e)
        {
            result = new EdgeResult.Failed(e.Fault, e.Message);
        }
        catch (OperationCanceledException)
        {
            result = new EdgeResult.Failed(WorkspaceFault.TimedOut, "The host did not answer in time: it may have been done.");
        }
        catch (Exception e)
        {
            // A fault of a host's program ends this order and no other. Its text may hold what was typed.
            result = new EdgeResult.Failed(WorkspaceFault.Refused, $"The host failed ({e.GetType().Name}).");
        }
        Answer(order.Request, result);
    }

    private void Answer(long request, EdgeResult result)
    {
        // Nobody waits for the end of a disconnection.
        if (request == 0) return;
        if (!Link.TryQueue(new LinkBody.Result(request, result), "", out _))
            Link.Queue(new LinkBody.Result(request, new EdgeResult.Failed(WorkspaceFault.Refused, "The answer is longer than can be sent.")));
    }

    private async Task<EdgeResult> DoAsync(LinkBody.Order order, HostConnection connection, CancellationToken deadline)
    {
        switch (order.What)
        {
            case EdgeOrder.Connect:
                await ConnectAsync(order.Connection, connection, deadline).ConfigureAwait(false);
                return new EdgeResult.Done();
            case EdgeOrder.Disconnect:
                await connection.CloseAsync().ConfigureAwait(false);
                return new EdgeResult.Done();
            case EdgeOrder.List:
                return new EdgeResult.Listed(await connection.Open().ListAsync(deadline).ConfigureAwait(false));
            case EdgeOrder.Create create:
                return new EdgeResult.Created(await connection.Open().CreateAsync(create.Workspace, deadline).ConfigureAwait(false));
            case EdgeOrder.Close close:
                await connection.Open().CloseAsync(close.Workspace, deadline).ConfigureAwait(false);
                return new EdgeResult.Done();
            case EdgeOrder.Rename rename:
                await connection.Open().RenameAsync(rename.Workspace, rename.Name, deadline).ConfigureAwait(false);
                return new EdgeResult.Done();
            case EdgeOrder.Submit submit:
                return new EdgeResult.Submitted(await SubmitAsync(submit, connection.Open(), deadline).ConfigureAwait(false));
            case EdgeOrder.Press press:
                await connection.Open().PressAsync(press.Workspace, press.Key, deadline).ConfigureAwait(false);
                return new EdgeResult.Done();
            case EdgeOrder.ReadScreen read:
                var screen = await connection.Open().ReadScreenAsync(read.Workspace, read.History, deadline).ConfigureAwait(false);
                return new EdgeResult.Shown(screen.Lines) { Faint = screen.Faint };
            case EdgeOrder.ReadFacts read:
                return new EdgeResult.Facts(await connection.Open().ReadFactsAsync(read.Workspace, deadline).ConfigureAwait(false));
            case EdgeOrder.Notify notify:
                await connection.Open().NotifyAsync(notify.Notice, deadline).ConfigureAwait(false);
                return new EdgeResult.Done();
            default:
                return new EdgeResult.Failed(WorkspaceFault.Unsupported, "This machine does not know how to do that.");
        }
    }

    private Task<SubmissionState> SubmitAsync(EdgeOrder.Submit submit, IWorkspaceConnection connection, CancellationToken deadline) =>
        lender.Submissions.SubmitAsync(submit.Workspace, submit.Submission, () => connection.SubmitAsync(submit.Workspace, new Submission(submit.Submission, submit.Text), deadline));

    private async Task ConnectAsync(long number, HostConnection connection, CancellationToken deadline)
    {
        try
        {
            await connection.ConnectAsync(deadline).ConfigureAwait(false);
        }
        catch
        {
            Remove(number);
            throw;
        }
    }
}
