using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Workspaces;

internal sealed partial class WorkspaceLinkActor
{
    private static readonly OrderResult.Failed Away = new(WorkspaceFault.HostGone, "The workspace's host cannot be reached.");

    private void OnOrder(LinkMessages.Order order)
    {
        var (client, run) = (Sender, order.Run);
        if (_connection is not { } connection)
        {
            client.Tell(new LinkMessages.Finished(run, Away), Self);
            return;
        }

        if (order.What is WorkspaceOrder.Submit submit)
        {
            Submit(connection, order.WorkspaceId, submit.Submission, run, client);
            return;
        }

        Context.System.Scheduler.WithinAsync(_rules.HostWithin, deadline => ExecuteAsync(connection, order.WorkspaceId, order.What, deadline))
            .PipeTo(client, Self, result => new LinkMessages.Finished(run, result), e => new LinkMessages.Finished(run, Failure(e)));
    }

    private void Submit(IWorkspaceConnection connection, WorkspaceId id, Submission submission, long run, IActorRef client)
    {
        // An order of an actor that has died since: it is over before the next one begins.
        if (!_submitting.Add(id))
        {
            client.Tell(new LinkMessages.Finished(run, new OrderResult.Submitted(SubmissionState.AgentIsBusy)), Self);
            return;
        }

        Context.System.Scheduler.WithinAsync(_rules.SubmitWithin, deadline => connection.SubmitAsync(id, submission, deadline)).PipeTo(
            Self,
            Self,
            state => new SubmitFinished(id, client, new LinkMessages.Finished(run, new OrderResult.Submitted(state))),
            e => new SubmitFinished(id, client, new LinkMessages.Finished(run, Failure(e))));
    }

    private void OnSubmitFinished(SubmitFinished finished)
    {
        _submitting.Remove(finished.WorkspaceId);
        finished.Client.Tell(finished.Answer, Self);
    }

    private static async Task<OrderResult> ExecuteAsync(IWorkspaceConnection connection, WorkspaceId id, WorkspaceOrder order, CancellationToken deadline)
    {
        switch (order)
        {
            case WorkspaceOrder.Press press:
                foreach (var key in press.Keys) await connection.PressAsync(id, key, deadline).ConfigureAwait(false);
                return new OrderResult.Pressed();
            case WorkspaceOrder.Read read:
                return new OrderResult.Shown(await connection.ReadScreenAsync(id, read.History, deadline).ConfigureAwait(false));
            default:
                throw new ArgumentOutOfRangeException(nameof(order), order.GetType().Name, "An order that nobody executes.");
        }
    }

    /// <summary>Does something that a person asked the directory for; who asked is answered at once.</summary>
    private void Administer(Func<IWorkspaceConnection, CancellationToken, Task<object>> what)
    {
        var client = Sender;
        if (_connection is not { } connection)
        {
            client.Tell(Refused(Away), Self);
            return;
        }

        Context.System.Scheduler.WithinAsync(_rules.HostWithin, deadline => what(connection, deadline)).PipeTo(
            client,
            Self,
            failure: e => Refused(Failure(e)));
    }

    private static WorkspaceDirectory.Failed Refused(OrderResult.Failed failure) => new(failure.Fault, failure.Detail);

    private void OnNotify(LinkMessages.Notify order)
    {
        if (_connection is not { } connection) return;
        Context.System.Scheduler.WithinAsync(_rules.HostWithin, async deadline =>
        {
            await connection.NotifyAsync(order.Notice, deadline).ConfigureAwait(false);
            return true;
        }).PipeTo(Self, Self, _ => NoticeShown.Instance, e => new NoticeFailed(Failure(e).Detail));
    }

    private sealed record NoticeShown : IDeadLetterSuppression
    {
        public static NoticeShown Instance { get; } = new();
    }
}
