using System.Globalization;

namespace Kernel.Actor;

/// <summary>The tree of a system that lives in one process.</summary>
internal sealed class LocalActorRefProvider : IActorRefProvider
{
    private LocalActorRef? _root;
    private IInternalActorRef? _guardian;
    private IInternalActorRef? _systemGuardian;

    public LocalActorRefProvider(ActorSystemImpl system)
    {
        System = system;
        DefaultAddress = new Address("kernel", system.Name);
        RootPath = new RootActorPath(DefaultAddress);
        TempPath = RootPath / "temp";
        DeadLetters = new DeadLetterActorRef(system, RootPath / "deadLetters");
    }

    public ActorSystemImpl System { get; }

    public Address DefaultAddress { get; }

    public ActorPath RootPath { get; }

    public ActorPath TempPath { get; }

    public IActorRef DeadLetters { get; }

    public IInternalActorRef RootGuardian => _root ?? throw NotStarted();

    public IInternalActorRef Guardian => _guardian ?? throw NotStarted();

    public IInternalActorRef SystemGuardian => _systemGuardian ?? throw NotStarted();

    /// <summary>Makes the guardians. The system's comes first: it ends last.</summary>
    public void Start(SupervisorStrategy userStrategy)
    {
        var top = new TopOfTree(System);
        var dispatcher = System.Dispatchers.DefaultGlobalDispatcher;
        _root = new LocalActorRef(Props.Create(() => new RootGuardian(System)), dispatcher, top, RootPath);
        _root.Start();
        _systemGuardian = _root.Cell.MakeChild(Props.Create(() => new Guardian(SupervisorStrategy.DefaultStrategy)), "system");
        _guardian = _root.Cell.MakeChild(Props.Create(() => new Guardian(userStrategy)), "user");
        _root.Tell(new RootGuardian.Guard(_guardian, _systemGuardian), ActorRefs.NoSender);
    }

    public IActorRef ResolveActorRef(string path) =>
        ActorPath.TryParse(path, out var parsed) ? ResolveActorRef(parsed) : DeadLetters;

    public IActorRef ResolveActorRef(ActorPath actorPath)
    {
        if (actorPath.Address != DefaultAddress)
            return new EmptyLocalActorRef(System, actorPath);
        if (actorPath.Equals(DeadLetters.Path))
            return DeadLetters;
        string[] elements = [.. actorPath.Elements];
        if (elements.Length > 0 && actorPath.Uid != ActorCell.UndefinedUid)
            elements[^1] = string.Create(CultureInfo.InvariantCulture, $"{elements[^1]}#{actorPath.Uid}");
        var found = RootGuardian.GetChild(elements);
        return found is Nobody ? new EmptyLocalActorRef(System, actorPath) : found;
    }

    private static InvalidOperationException NotStarted() => new("The actor system has not been started.");
}
