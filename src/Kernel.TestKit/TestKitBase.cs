using System.Diagnostics.CodeAnalysis;
using Kernel.Actor;
using Kernel.Actor.Setup;
using Kernel.Configuration;
using Kernel.Event;
using Kernel.TestKit.Internals;

namespace Kernel.TestKit;

/// <summary>
/// What tests of actors share: a system, a test actor that collects messages, expectations over them, and filters over the
/// log. Expectations wait in real time; actors' timers move with the system's scheduler.
/// </summary>
public abstract partial class TestKitBase : IActorRefFactory
{
    private static int _testActors;

    private readonly ITestKitAssertions _assertions;
    private readonly TestMessageQueue _queue = new();
    private readonly LocalActorRef _testActor;
    private ReceivedMessage? _last;
    private bool _lastWasNoMessage;

    protected TestKitBase(ITestKitAssertions assertions, ActorSystem? system = null, string? testActorName = null)
        : this(assertions, system, null, null, testActorName)
    {
    }

    protected TestKitBase(ITestKitAssertions assertions, Config config, string? actorSystemName = null, string? testActorName = null)
        : this(assertions, null, ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config)), actorSystemName, testActorName)
    {
    }

    protected TestKitBase(ITestKitAssertions assertions, ActorSystemSetup setup, string? actorSystemName = null, string? testActorName = null)
        : this(assertions, null, setup, actorSystemName, testActorName)
    {
    }

    /// <param name="assertions">How failures reach the test framework.</param>
    /// <param name="system">The system to test with; null makes one.</param>
    /// <param name="config">Of the system that is made; its configuration is completed by <see cref="DefaultConfig"/>.</param>
    /// <param name="actorSystemName">Of the system that is made; <c>test</c> when null.</param>
    /// <param name="testActorName">A name of its own when null.</param>
    protected TestKitBase(
        ITestKitAssertions assertions, ActorSystem? system, ActorSystemSetup? config, string? actorSystemName, string? testActorName)
    {
        ArgumentNullException.ThrowIfNull(assertions);
        _assertions = assertions;
        Sys = system ?? ActorSystem.Create(actorSystemName ?? "test", Completed(config ?? ActorSystemSetup.Empty));
        TestKitSettings = new TestKitSettings(Sys.Settings.Config);
        Listener = TestEventListener.Of(Sys);
        EventFilter = new EventFilterFactory(this, Sys);
        Log = Logging.GetLogger(Sys, GetType());
        _testActor = StartTestActor(testActorName ?? $"testActor{Interlocked.Increment(ref _testActors)}");
        if (this is INoImplicitSender)
            return;
        ActorCell.Current = _testActor.Cell;
        SynchronizationContext.SetSynchronizationContext(new ActorCellKeepingSynchronizationContext(_testActor.Cell));
    }

    /// <summary>No shutdown phases and no hooks: a test's system ends when its test does.</summary>
    public static Config DefaultConfig { get; } = ConfigurationFactory.ParseString("""
        kernel.coordinated-shutdown.run-by-actor-system-terminate = off
        kernel.coordinated-shutdown.run-by-clr-shutdown-hook = off
        """);

    public static Config FullDebugConfig { get; } = ConfigurationFactory.ParseString("kernel.loglevel = DEBUG");

    public ActorSystem Sys { get; }

    public TestKitSettings TestKitSettings { get; }

    public IActorRef TestActor => _testActor;

    public EventFilterFactory EventFilter { get; }

    public ILoggingAdapter Log { get; }

    /// <summary>The message that the last expectation took.</summary>
    public object? LastMessage => _last?.Message;

    public IActorRef LastSender => _last?.Sender ?? Sys.DeadLetters;

    public bool HasMessages => !_queue.IsEmpty;

    internal TestEventListener Listener { get; }

    /// <summary>A length of time, multiplied by <c>kernel.test.timefactor</c>.</summary>
    public TimeSpan Dilated(TimeSpan duration) => duration < TimeSpan.Zero || duration == TimeSpan.MaxValue
        ? duration
        : duration * TestKitSettings.TestTimeFactor;

    public ActorSelection ActorSelection(ActorPath actorPath) => Sys.ActorSelection(actorPath);

    public ActorSelection ActorSelection(string actorPath) => Sys.ActorSelection(actorPath);

    /// <summary>Actors by a path that begins at another.</summary>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "An instance member, as on Akka.NET.")]
    public ActorSelection ActorSelection(IActorRef anchorRef, string actorPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(actorPath);
        return new ActorSelection(anchorRef, actorPath.Split('/'));
    }

    /// <summary>Does not queue messages of a type.</summary>
    public void IgnoreMessages<TMsg>() => _testActor.Tell(new TestActor.SetIgnore(message => message is TMsg), ActorRefs.NoSender);

    public void IgnoreMessages<TMsg>(Func<TMsg, bool> shouldIgnoreMessage) =>
        _testActor.Tell(new TestActor.SetIgnore(message => message is TMsg typed && shouldIgnoreMessage(typed)), ActorRefs.NoSender);

    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) =>
        _testActor.Tell(new TestActor.SetIgnore(shouldIgnoreMessage), ActorRefs.NoSender);

    public void IgnoreNoMessages() => _testActor.Tell(new TestActor.SetIgnore(null), ActorRefs.NoSender);

    public void SetAutoPilot(AutoPilot pilot) => _testActor.Tell(new TestActor.SetPilot(pilot), ActorRefs.NoSender);

    /// <summary>Has the test actor watch; it has begun when this returns.</summary>
    public IActorRef Watch(IActorRef actorToWatch) => WatchAsync(actorToWatch).GetAwaiter().GetResult();

    public Task<IActorRef> WatchAsync(IActorRef actorToWatch) =>
        Command<IActorRef>(done => new TestActor.StartWatch(actorToWatch, done), CancellationToken.None);

    public IActorRef Unwatch(IActorRef actorToUnwatch) => UnwatchAsync(actorToUnwatch).GetAwaiter().GetResult();

    public Task<IActorRef> UnwatchAsync(IActorRef actorToUnwatch) =>
        Command<IActorRef>(done => new TestActor.EndWatch(actorToUnwatch, done), CancellationToken.None);

    /// <summary>Ends the test's system.</summary>
    /// <exception cref="TimeoutException">It did not end in time and <paramref name="verifySystemShutdown"/> is set.</exception>
    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false) =>
        Shutdown(Sys, duration, verifySystemShutdown);

    protected void Shutdown(ActorSystem system, TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        var most = duration ?? Dilated(TestKitSettings.DefaultTimeout);
        if (system.Terminate().Wait(most))
            return;
        var message = $"Failed to stop [{system.Name}] within [{most}]";
        if (verifySystemShutdown)
            throw new TimeoutException(message);
        system.Log.Warning(message);
    }

    /// <summary>Undoes what the constructor did to this thread.</summary>
    protected void LeaveThread()
    {
        if (ReferenceEquals(ActorCell.Current, _testActor.Cell))
            ActorCell.Current = null;
    }

    private protected void Fail(string message) => _assertions.Fail("{0}", message);

    private async Task<T> Command<T>(Func<TaskCompletionSource<T>, object> command, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _testActor.Tell(command(done), ActorRefs.NoSender);
        return await done.Task.WaitAsync(Dilated(TestKitSettings.DefaultTimeout), cancellationToken).ConfigureAwait(false);
    }

    private static ActorSystemSetup Completed(ActorSystemSetup setup)
    {
        var bootstrap = setup.Get<BootstrapSetup>();
        return setup.WithSetup(bootstrap.HasValue
            ? bootstrap.Value.WithConfigFallback(DefaultConfig)
            : BootstrapSetup.Create().WithConfig(DefaultConfig));
    }

    private LocalActorRef StartTestActor(string name)
    {
        var queue = _queue;
        return (LocalActorRef)((ExtendedActorSystem)Sys).SystemActorOf(
            Props.Create(() => new TestActor(queue)).WithDispatcher(Dispatch.Dispatchers.CallingThreadDispatcherId), name);
    }

    IActorRef IActorRefFactory.ActorOf(Props props, string? name) => ActorOf(props, name);
}
