using System.Runtime.ExceptionServices;
using Kernel.Dispatch.SysMsg;

namespace Kernel.Actor;

/// <summary>
/// Runs the steps of asynchronous handlers as system messages of their actor, with the message and sender that the handler
/// was called for. One scheduler belongs to one instance of the actor; a restart leaves it behind, and with it the right to
/// wake the mailbox. Steps that come after the actor has ended are not run.
/// </summary>
public sealed class ActorTaskScheduler : TaskScheduler
{
    private readonly ActorCell _cell;
    private int _running;
    private object? _message;
    private IActorRef? _sender;

    internal ActorTaskScheduler(ActorCell cell) => _cell = cell;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs an action as a step of the current actor.</summary>
    public static void RunTask(Action action) => RunTask(() =>
    {
        action();
        return Task.CompletedTask;
    });

    /// <summary>Runs work in the current actor's context and suspends its user messages until the work ends.</summary>
    /// <exception cref="InvalidOperationException">Called outside an actor.</exception>
    public static void RunTask(Func<Task> asyncAction)
    {
        ArgumentNullException.ThrowIfNull(asyncAction);
        var cell = ActorCell.Current
            ?? throw new InvalidOperationException("RunTask must be called from an actor context.");
        cell.TaskScheduler.Begin(asyncAction);
    }

    internal void RunStep(Task task) => _cell.RunTaskStep(_message, _sender, () => TryExecuteTask(task));

    /// <summary>One handler ended; true with what it was called for, when it was the last one.</summary>
    internal bool End(out object? message, out IActorRef? sender)
    {
        (message, sender) = (_message, _sender);
        if (--_running > 0)
            return false;
        (_message, _sender) = (null, null);
        return true;
    }

    protected override void QueueTask(Task task) => _cell.Mailbox.PostSystem(new ActorTaskStep(this, task));

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(ActorCell.Current, _cell) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [];

    private void Begin(Func<Task> asyncAction)
    {
        if (_running++ == 0)
            (_message, _sender) = (_cell.CurrentMessage, _cell.SenderOrNoSender);
        _cell.Mailbox.SetAwaitingTask(true);
        var started = new Task<Task>(asyncAction, CancellationToken.None, TaskCreationOptions.DenyChildAttach);
        started.RunSynchronously(this);
        var work = started.IsFaulted ? started : started.Result ?? NoTask();
        if (!work.IsCompleted)
        {
            work.ContinueWith(
                static (ended, scheduler) => ((ActorTaskScheduler)scheduler!).Finish(ended),
                this,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                Default);
            return;
        }

        if (End(out _, out _))
            _cell.Mailbox.SetAwaitingTask(false);
        if (FailureOf(work) is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    private static Task NoTask() =>
        Task.FromException(new InvalidOperationException("An asynchronous handler returned null instead of a task."));

    private static Exception? FailureOf(Task task)
    {
        if (task.IsCanceled)
            return new TaskCanceledException(task);
        return task.Exception is { InnerExceptions: [var single] } ? single : task.Exception;
    }

    private void Finish(Task ended) => _cell.Mailbox.PostSystem(new ActorTaskFinished(this, FailureOf(ended)));
}
