using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Schedules;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Texts;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Assistants.Tools;

/// <summary>What came of a tool. Told to the assistant.</summary>
internal sealed record ToolFinished(int Run, string UseId, string Content, bool IsError) : IDeadLetterSuppression;

/// <summary>
/// Carries one use of a tool out: asks whom it has to ask, tells its parent what came of it, and stops. Whatever it does is ordered under a key
/// of the use: a use that is carried out again does nothing twice.
/// </summary>
internal sealed class ToolRunActor : ReceiveActor, IWithTimers
{
    private readonly AssistantServices _services;
    private readonly int _run;
    private readonly ToolCall _call;
    private WorkspaceSummary? _workspace;
    private ToolOrder? _order;
    private bool _isOrdered;
    private bool _done;

    public ToolRunActor(AssistantServices services, int run, ToolCall call)
    {
        (_services, _run, _call) = (services, run, call);
        Receive<WorkspaceDirectory.Listing>(OnListing);
        Receive<WorkspaceReplies.Standing>(s => Finish(WorkspaceWords.Of(_workspace!, s.State, Now)));
        Receive<WorkspaceReplies.Queued>(OnQueued);
        Receive<WorkspaceReplies.Refused>(r => Fail(r.Detail));
        Receive<ThreadReplies.Sent>(_ => OnTextSent());
        Receive<ThreadReplies.Refused>(r => Fail(r.Detail));
        Receive<FileReading.Read>(r => Finish(r.Text.Length > 0 ? r.Text : "The file is empty."));
        Receive<FileReading.Refused>(r => Fail(r.Detail));
        Receive<ScheduleReplies.Scheduled>(s => Finish(ScheduleWords.Noted(s.Call, Now, _services.Zone)));
        Receive<ScheduleReplies.Cancelled>(s => Finish(ScheduleWords.Cancelled(s.Call, _services.Zone)));
        Receive<ScheduleReplies.Listing>(s => Finish(ScheduleWords.Of(s, Now, _services.Zone)));
        Receive<ScheduleReplies.Refused>(r => Fail(r.Detail));
        Receive<Broken>(b => Fail(b.Detail));
        Receive<GiveUp>(_ =>
        {
            // What is ordered is done, and belongs to the audit.
            if (!_isOrdered) Context.Stop(Self);
        });
        Receive<TimeIsUp>(_ => Fail("This took too long; it may still be done."));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private static DateTimeOffset Now => Context.System.Scheduler.Now;

    public static Props PropsFor(AssistantServices services, int run, ToolCall call) => Props.Create(() => new ToolRunActor(services, run, call));

    protected override void PreStart()
    {
        base.PreStart();
        Timers.StartSingleTimer(nameof(TimeIsUp), TimeIsUp.Instance, _services.Rules.ToolWithin);
        (_order, var fault) = AssistantTools.Read(_call, _services);
        switch (_order)
        {
            case null:
                Fail(fault);
                break;
            case ToolOrder.ListWorkspaces or ToolOrder.Status or ToolOrder.Submit:
                _services.Directory.Tell(new WorkspaceDirectory.List(_call.Person), Self);
                break;
            case ToolOrder.SendText order:
                _isOrdered = true;
                _services.Texts.Tell(new ThreadCommands.SendText(_services.NumberOf(_call.Person)!.Value, new OperationId($"assistant-{_call.Key}"), order.Body, Waits: false), Self);
                break;
            case ToolOrder.ScheduleCall order:
                if (ScheduleWords.Due(order, Now, _services.Zone) is var (due, wrong) && wrong.Length > 0) Fail(wrong);
                else Schedule(new ScheduleCommands.Schedule(_call.Person, $"assistant-{_call.Key}", due, order.About));
                break;
            case ToolOrder.ScheduledCalls:
                _services.Schedules.Tell(new ScheduleCommands.List(_call.Person), Self);
                break;
            case ToolOrder.CancelCall order:
                if (CallId.TryParse(order.Id.Trim(), out var id)) Schedule(new ScheduleCommands.Cancel(_call.Person, id));
                else Fail("That is not the id of a call.");
                break;
            case ToolOrder.ReadFile order:
                var files = _services.Files!;
                Await(within => files.ReadAsync(order.Path, within), reading => reading, "The file could not be read.");
                break;
        }
    }

    private void Schedule(IScheduleCommand command)
    {
        _isOrdered = true;
        _services.Schedules.Tell(command, Self);
    }

    private void Await<T>(Func<CancellationToken, Task<T>> ask, Func<T, object> success, string otherwise) =>
        Context.System.Scheduler.WithinAsync(_services.Rules.ToolWithin, ask).PipeTo(Self, Self, success, _ => new Broken(otherwise));

    private void OnListing(WorkspaceDirectory.Listing listing)
    {
        switch (_order)
        {
            case ToolOrder.ListWorkspaces:
                Finish(WorkspaceWords.Of(listing, Now));
                break;
            case ToolOrder.Status order when Find(listing, order.Workspace):
                _services.Workspaces.Tell(new WorkspaceCommands.GetStanding(_workspace!.Workspace.Id), Self);
                break;
            case ToolOrder.Submit order when Find(listing, order.Workspace):
                _isOrdered = true;
                _services.Workspaces.Tell(new WorkspaceCommands.Submit(_workspace!.Workspace.Id, new SubmissionId($"assistant-{_call.Key}"), order.Text, _call.CallId.Value), Self);
                break;
        }
    }

    /// <summary>A workspace of this person's, and no other: by its id, or by its name where that names one.</summary>
    private bool Find(WorkspaceDirectory.Listing listing, string named)
    {
        var found = listing.Workspaces.Where(w => w.Workspace.Id.Value == named).ToList();
        if (found.Count == 0) found = [.. listing.Workspaces.Where(w => string.Equals(w.Workspace.Name.Trim(), named.Trim(), StringComparison.OrdinalIgnoreCase))];
        switch (found)
        {
            case [var one]:
                _workspace = one;
                return true;
            case []:
                Fail($"There is no such workspace. {(listing.Workspaces.Count > 0 ? $"There are: {string.Join(", ", listing.Workspaces.Take(20).Select(w => w.Workspace.Name))}." : "There are none.")}");
                return false;
            default:
                Fail($"Several workspaces have that name; say which by its id: {string.Join(", ", found.Take(20).Select(w => w.Workspace.Id.Value))}.");
                return false;
        }
    }

    private void OnQueued(WorkspaceReplies.Queued queued)
    {
        Note(queued.WorkspaceId, $"{((ToolOrder.Submit)_order!).Text.Length} characters, by the assistant");
        Finish(queued.Ahead > 0 ? $"It is queued, behind {queued.Ahead} others." : "It is queued.");
    }

    private void OnTextSent()
    {
        Note(null, $"a text of {((ToolOrder.SendText)_order!).Body.Length} characters, by the assistant");
        Finish("The text is sent.");
    }

    private void Note(WorkspaceId? workspace, string detail) =>
        _services.Switchboards.Tell(new SwitchboardCommands.NoteDeed(_call.Person, _call.CallId, CallDeed.Submitted, workspace, detail), Self);

    private void Finish(string content) => End(content, isError: false);

    private void Fail(string detail) => End(detail, isError: true);

    private void End(string content, bool isError)
    {
        if (_done) return;
        _done = true;
        Context.Parent.Tell(new ToolFinished(_run, _call.UseId, content, isError), Self);
        Context.Stop(Self);
    }

    /// <summary>Nobody waits for it any more: what is not ordered yet is not done.</summary>
    internal sealed record GiveUp : IDeadLetterSuppression
    {
        public static GiveUp Instance { get; } = new();
    }

    private sealed record Broken(string Detail);

    private sealed record TimeIsUp
    {
        public static TimeIsUp Instance { get; } = new();
    }
}
