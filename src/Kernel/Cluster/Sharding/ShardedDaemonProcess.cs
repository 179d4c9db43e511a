using System.Globalization;
using Kernel.Actor;

namespace Kernel.Cluster.Sharding;

/// <summary>
/// Keeps a fixed number of actors running, each with a number of its own from 0: workers that share one task between them,
/// spread over the nodes there are. One that stops is started again with the next keep-alive, or with its next message.
/// </summary>
public sealed class ShardedDaemonProcess : IExtension
{
    private readonly ExtendedActorSystem _system;

    internal ShardedDaemonProcess(ExtendedActorSystem system) => _system = system;

    public static ShardedDaemonProcess Get(ActorSystem system) =>
        system.WithExtension<ShardedDaemonProcess, ShardedDaemonProcessExtensionProvider>();

    /// <inheritdoc cref="Init(string, int, Func{int, Props}, ShardedDaemonProcessSettings, object?)"/>
    public IActorRef Init(string name, int numberOfInstances, Func<int, Props> propsFactory) =>
        Init(name, numberOfInstances, propsFactory, ShardedDaemonProcessSettings.Create(_system), null);

    /// <inheritdoc cref="Init(string, int, Func{int, Props}, ShardedDaemonProcessSettings, object?)"/>
    public IActorRef Init(string name, int numberOfInstances, Func<int, Props> propsFactory, object? stopMessage) =>
        Init(name, numberOfInstances, propsFactory, ShardedDaemonProcessSettings.Create(_system), stopMessage);

    /// <summary>Starts the set; once a name and system.</summary>
    /// <param name="name">Names the set.</param>
    /// <param name="numberOfInstances">How many; 1 or more, and the same on every node.</param>
    /// <param name="propsFactory">From an actor's number to its recipe.</param>
    /// <param name="settings">From <see cref="ShardedDaemonProcessSettings.Create"/>.</param>
    /// <param name="stopMessage">Sent to actors that must end with their node; null for <see cref="PoisonPill"/>.</param>
    /// <returns>An address that gives each message to the next actor in turn, with its sender.</returns>
    public IActorRef Init(
        string name, int numberOfInstances, Func<int, Props> propsFactory, ShardedDaemonProcessSettings settings, object? stopMessage)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(numberOfInstances, 1);
        ArgumentNullException.ThrowIfNull(propsFactory);
        ArgumentNullException.ThrowIfNull(settings);
        string[] ids = [.. Enumerable.Range(0, numberOfInstances).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        var sharding = ClusterSharding.Get(_system);
        var own = (settings.ShardingSettings ?? sharding.Settings)
            .WithRememberEntities(false)
            .WithPassivateIdleAfter(TimeSpan.Zero);
        if (settings.Role is not null) own = own.WithRole(settings.Role);
        var region = sharding.Start(
            $"sharded-daemon-process-{name}",
            id => propsFactory(int.Parse(id, CultureInfo.InvariantCulture)),
            own,
            new OneShardEach(numberOfInstances),
            sharding.DefaultShardAllocationStrategy(own),
            stopMessage ?? PoisonPill.Instance);
        var interval = settings.KeepAliveInterval;
        _system.SystemActorOf(Props.Create(() => new KeepAlive(region, ids, interval)), $"ShardedDaemonProcessKeepAlive-{name}");
        return _system.SystemActorOf(Props.Create(() => new InTurn(region, ids)), $"ShardedDaemonProcessRouter-{name}");
    }

    private sealed class OneShardEach(int shards) : HashCodeMessageExtractor(shards)
    {
        public override string? EntityId(object message) => null;

        public override string ShardId(string entityId, object? messageHint = null) => entityId;
    }

    private sealed class KeepAlive : ReceiveActor, IWithTimers
    {
        private readonly TimeSpan _interval;

        public KeepAlive(IActorRef region, string[] ids, TimeSpan interval)
        {
            _interval = interval;
            Receive<Tick>(_ =>
            {
                foreach (var id in ids) region.Tell(new ShardRegion.StartEntity(id));
            });
            Receive<ShardRegion.StartEntityAck>(_ => { });
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Self.Tell(Tick.Instance);
            Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, _interval);
        }
    }

    private sealed class InTurn : ReceiveActor
    {
        private int _next;

        public InTurn(IActorRef region, string[] ids) => ReceiveAny(message =>
        {
            region.Forward(new ShardingEnvelope(ids[_next], message));
            _next = (_next + 1) % ids.Length;
        });
    }

    private sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}

/// <summary>Names the extension of an actor system.</summary>
public sealed class ShardedDaemonProcessExtensionProvider : ExtensionIdProvider<ShardedDaemonProcess>
{
    public override ShardedDaemonProcess CreateExtension(ExtendedActorSystem system) => new(system);
}
