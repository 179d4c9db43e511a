using Kernel.Actor.Setup;
using Kernel.Configuration;
using Kernel.Dispatch;
using Kernel.Event;

namespace Kernel.Actor;

/// <summary>The one kind of actor system there is.</summary>
internal sealed partial class ActorSystemImpl : ExtendedActorSystem
{
    private readonly LocalActorRefProvider _provider;
    private StandardErrorLogger? _standardError;

    public ActorSystemImpl(string name, Config config, ActorSystemSetup setup)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(config);
        if (!IsValidName(name))
            throw new ArgumentException(
                $"Invalid ActorSystem name [{name}], must contain only word characters (i.e. [a-zA-Z0-9] plus non-leading '-')", nameof(name));
        Name = name;
        Settings = new Settings(this, config, setup);
        EventStream = new EventStream();
        _provider = new LocalActorRefProvider(this);
        Log = Logging.GetLogger(this, this);
        Scheduler = CreateScheduler();
        StartTime = Scheduler.MonotonicClock;
        Dispatchers = new Dispatchers(this);
        Mailboxes = new Mailboxes(this);
        Serialization = new Serialization.Serialization(this);
        IgnoreRef = new IgnoreActorRef(_provider);
    }

    public override string Name { get; }

    public override Settings Settings { get; }

    public override Serialization.Serialization Serialization { get; }

    public override EventStream EventStream { get; }

    public override IActorRef DeadLetters => _provider.DeadLetters;

    public override IActorRef IgnoreRef { get; }

    public override Dispatchers Dispatchers { get; }

    public override Mailboxes Mailboxes { get; }

    public override IScheduler Scheduler { get; }

    public override ILoggingAdapter Log { get; }

    public override IActorRefProvider Provider => _provider;

    public override IInternalActorRef Guardian => _provider.Guardian;

    public override IInternalActorRef SystemGuardian => _provider.SystemGuardian;

    /// <summary>Where relative selections made by the system itself begin.</summary>
    public IInternalActorRef LookupRoot => _provider.RootGuardian;

    public void Start()
    {
        StartLogging();
        try
        {
            _provider.Start(UserGuardianStrategy());
            CoordinatedShutdown.Get(this);
            LoadExtensions();
        }
        catch
        {
            Abort();
            throw;
        }
    }

    public override IActorRef ActorOf(Props props, string? name = null) => ((LocalActorRef)Guardian).Cell.MakeChild(props, name);

    public override IActorRef SystemActorOf(Props props, string? name = null) =>
        ((LocalActorRef)SystemGuardian).Cell.MakeChild(props, name);

    public override IActorRef SystemActorOf<TActor>(string? name = null) => SystemActorOf(Props.Create<TActor>(), name);

    public override void Stop(IActorRef actor)
    {
        // By way of the parent, as Context.Stop does: the name is taken until the parent knows of the end.
        if (actor is LocalActorRef { Parent: LocalActorRef parent })
            parent.Cell.Stop(actor);
        else
            ((IInternalActorRef)actor).Stop();
    }

    public override ActorSelection ActorSelection(ActorPath actorPath) => Actor.ActorSelection.FromPath(this, actorPath);

    public override ActorSelection ActorSelection(string actorPath) => Actor.ActorSelection.From(this, actorPath);

    /// <summary>The caller writes log events from now on, as the TestKit does.</summary>
    internal void ReplaceStandardErrorLogger()
    {
        if (_standardError is { } logger)
            EventStream.Unsubscribe(logger);
    }

    private static bool IsValidName(string name) =>
        name.Length > 0 && name[0] != '-' && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private void StartLogging()
    {
        // Above every level when switched off: nothing is published then.
        EventStream.LogLevel = Logging.TryLevel(Settings.LogLevel, out var level) && level is { } least ? least : LogLevel.ErrorLevel + 1;
        if (Logging.TryLevel(Settings.StdoutLogLevel, out var shown) && shown is { } leastShown)
            EventStream.Subscribe<LogEvent>(_standardError = new StandardErrorLogger(_provider, leastShown));
        var listener = new DeadLetterListener(this);
        EventStream.Subscribe<DeadLetter>(listener);
        EventStream.Subscribe<Dropped>(listener);
        EventStream.Subscribe<UnhandledMessage>(listener);
    }

    private IScheduler CreateScheduler()
    {
        if (Settings.SchedulerClass.Length == 0)
            return new HashedWheelTimerScheduler(Settings.Config, Log);
        const string Key = "kernel.scheduler.implementation";
        var type = Type.GetType(Settings.SchedulerClass)
            ?? throw new ConfigurationException($"{Key}: there is no type \"{Settings.SchedulerClass}\".");
        return Activator.CreateInstance(type, Settings.Config, Log) as IScheduler
            ?? throw new ConfigurationException($"{Key}: {type} is not an IScheduler.");
    }

    private SupervisorStrategy UserGuardianStrategy()
    {
        const string Key = "kernel.actor.guardian-supervisor-strategy";
        var name = Settings.SupervisorStrategyClass;
        if (name.Length == 0 || name.EndsWith("DefaultSupervisorStrategy", StringComparison.Ordinal))
            return SupervisorStrategy.DefaultStrategy;
        if (name.EndsWith("StoppingSupervisorStrategy", StringComparison.Ordinal))
            return SupervisorStrategy.StoppingStrategy;
        var type = Type.GetType(name) ?? throw new ConfigurationException($"{Key}: there is no type \"{name}\".");
        return Activator.CreateInstance(type) is SupervisorStrategyConfigurator configurator
            ? configurator.Create()
            : throw new ConfigurationException($"{Key}: {type} is not a SupervisorStrategyConfigurator.");
    }
}

/// <summary>Makes the strategy of <c>/user</c>, when it is named by <c>kernel.actor.guardian-supervisor-strategy</c>.</summary>
public abstract class SupervisorStrategyConfigurator
{
    public abstract SupervisorStrategy Create();
}
