using System.Diagnostics.CodeAnalysis;
using Kernel.Configuration;
using Kernel.Event;

namespace Kernel.Actor;

/// <summary>
/// Ends a system in an orderly way: phase after phase, the tasks of one phase together, each phase within its time.
/// <see cref="ActorSystem.Terminate"/> and the end of the process go through it.
/// </summary>
public sealed partial class CoordinatedShutdown : IExtension
{
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";
    public const string PhaseServiceUnbind = "service-unbind";
    public const string PhaseServiceRequestsDone = "service-requests-done";
    public const string PhaseServiceStop = "service-stop";
    public const string PhaseBeforeClusterShutdown = "before-cluster-shutdown";
    public const string PhaseClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";
    public const string PhaseClusterLeave = "cluster-leave";
    public const string PhaseClusterExiting = "cluster-exiting";
    public const string PhaseClusterExitingDone = "cluster-exiting-done";
    public const string PhaseClusterShutdown = "cluster-shutdown";
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";
    public const string PhaseActorSystemTerminate = "actor-system-terminate";

    private readonly ActorSystemImpl _system;
    private readonly Dictionary<string, ShutdownPhase> _phases;
    private readonly List<string> _order;
    private readonly Dictionary<string, List<(string Name, Func<Task<Done>> Task)>> _tasks = [];
    private readonly Lock _gate = new();
    private readonly ILoggingAdapter _log;
    private readonly TaskCompletionSource<Done> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Reason? _reason;

    internal CoordinatedShutdown(ActorSystemImpl system)
    {
        _system = system;
        _log = Logging.GetLogger(system, GetType());
        _phases = ShutdownPhases.Read(system.Settings.Config);
        _order = ShutdownPhases.Order(_phases);
        var config = system.Settings.Config;
        if (config.GetBoolean("kernel.coordinated-shutdown.terminate-actor-system", true))
            AddTask(PhaseActorSystemTerminate, "terminate-system", TerminateSystem);
        if (config.GetBoolean("kernel.coordinated-shutdown.run-by-clr-shutdown-hook", true))
            RunAtProcessExit();
    }

    /// <summary>Why the system ends; null while it does not.</summary>
    public Reason? ShutdownReason => Volatile.Read(ref _reason);

    /// <summary>How long all phases that have tasks may take together.</summary>
    public TimeSpan TotalTimeout
    {
        get
        {
            lock (_gate)
                return _tasks.Keys.Aggregate(TimeSpan.Zero, (sum, phase) => sum + _phases[phase].Timeout);
        }
    }

    public static CoordinatedShutdown Get(ActorSystem sys) => sys.WithExtension<CoordinatedShutdown, CoordinatedShutdownExtension>();

    public TimeSpan Timeout(string phase) => _phases.TryGetValue(phase, out var known)
        ? known.Timeout
        : throw new ArgumentException($"Unknown phase [{phase}]. All phases must be defined in configuration.", nameof(phase));

    /// <summary>Adds a task. Tasks of one phase run at the same time.</summary>
    /// <exception cref="ConfigurationException">No phase of that name is configured.</exception>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        ArgumentException.ThrowIfNullOrEmpty(taskName);
        ArgumentNullException.ThrowIfNull(task);
        if (!_phases.ContainsKey(phase))
            throw new ConfigurationException(
                $"Unknown phase [{phase}], known phases [{string.Join(", ", _order)}]. All phases must be defined in configuration.");
        lock (_gate)
        {
            if (!_tasks.TryGetValue(phase, out var tasks))
                _tasks.Add(phase, tasks = []);
            tasks.Add((taskName, task));
        }
    }

    /// <summary>Runs the phases, once: further calls get the first run's task.</summary>
    /// <param name="reason">Kept in <see cref="ShutdownReason"/>.</param>
    /// <param name="fromPhase">Leaves out what comes before that phase.</param>
    public Task<Done> Run(Reason reason, string? fromPhase = null)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (fromPhase is not null)
            _ = Timeout(fromPhase);
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null)
            _ = RunPhases(fromPhase);
        return _done.Task;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The failure is the result of the run.")]
    private async Task RunPhases(string? fromPhase)
    {
        try
        {
            foreach (var phase in _order.SkipWhile(name => fromPhase is not null && name != fromPhase))
                await RunPhase(phase).ConfigureAwait(false);
            _done.TrySetResult(Done.Instance);
        }
        catch (Exception cause)
        {
            _log.Error(cause, "Coordinated shutdown was given up");
            _done.TrySetException(cause);
        }
    }

    private async Task RunPhase(string name)
    {
        List<(string Name, Func<Task<Done>> Task)> tasks;
        lock (_gate)
        {
            if (!_tasks.TryGetValue(name, out var added))
                return;
            tasks = [.. added];
        }

        var phase = _phases[name];
        if (!phase.Enabled)
        {
            _log.Info("Phase [{0}] is disabled, leaving out {1} tasks", name, tasks.Count);
            return;
        }

        var running = Task.WhenAll(tasks.Select(task => RunTask(name, phase, task.Name, task.Task)));
        try
        {
            await running.WaitAsync(phase.Timeout).ConfigureAwait(false);
        }
        catch (TimeoutException late) when (!running.IsCompleted)
        {
            _log.Warning("Coordinated shutdown phase [{0}] timed out after {1}", name, phase.Timeout);
            if (!phase.Recover)
                throw new TimeoutException($"Coordinated shutdown phase [{name}] timed out after {phase.Timeout}.", late);
        }
    }

    private async Task RunTask(string phaseName, ShutdownPhase phase, string taskName, Func<Task<Done>> task)
    {
        try
        {
            await task().ConfigureAwait(false);
        }
        catch (Exception cause) when (phase.Recover)
        {
            _log.Warning(cause, "Task [{0}] failed in phase [{1}]", taskName, phaseName);
        }
    }

    private async Task<Done> TerminateSystem()
    {
        _system.FinalTerminate();
        await _system.WhenTerminated.ConfigureAwait(false);
        return Done.Instance;
    }

    private void RunAtProcessExit()
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        _system.RegisterOnTermination(() => AppDomain.CurrentDomain.ProcessExit -= OnExit);

        void OnExit(object? sender, EventArgs e) => Run(ClrExitReason.Instance).Wait(TotalTimeout);
    }
}

/// <summary>The key of <see cref="CoordinatedShutdown"/>.</summary>
public sealed class CoordinatedShutdownExtension : ExtensionIdProvider<CoordinatedShutdown>
{
    public override CoordinatedShutdown CreateExtension(ExtendedActorSystem system) => new((ActorSystemImpl)system);
}
