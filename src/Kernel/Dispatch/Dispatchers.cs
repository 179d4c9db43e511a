using System.Collections.Concurrent;
using Kernel.Actor;
using Kernel.Configuration;

namespace Kernel.Dispatch;

/// <summary>The dispatchers of a system, by their config path.</summary>
public sealed class Dispatchers
{
    public static readonly string DefaultDispatcherId = "kernel.actor.default-dispatcher";
    public static readonly string InternalDispatcherId = "kernel.actor.internal-dispatcher";
    public static readonly string CallingThreadDispatcherId = "kernel.test.calling-thread-dispatcher";

    private const int DefaultThroughput = 30;
    private const string StarvationKey = ".starvation-threshold";

    private readonly ConcurrentDictionary<string, MessageDispatcher> _dispatchers = new();
    private readonly ActorSystemImpl _system;

    internal Dispatchers(ActorSystemImpl system)
    {
        _system = system;
        DefaultGlobalDispatcher = Lookup(DefaultDispatcherId);
    }

    public MessageDispatcher DefaultGlobalDispatcher { get; }

    public bool HasDispatcher(string id) =>
        id == DefaultDispatcherId || id == InternalDispatcherId || id == CallingThreadDispatcherId || _system.Settings.Config.HasPath(id);

    public MessageDispatcher Lookup(string? dispatcherName) =>
        string.IsNullOrEmpty(dispatcherName) ? DefaultGlobalDispatcher : _dispatchers.GetOrAdd(dispatcherName, Make);

    private MessageDispatcher Make(string id)
    {
        if (!HasDispatcher(id))
            throw new ConfigurationException($"Dispatcher [{id}] not configured.");
        var config = _system.Settings.Config;
        var type = config.GetString(id + ".type", id == CallingThreadDispatcherId ? "CallingThreadDispatcher" : "Dispatcher");
        return type switch
        {
            "Dispatcher" => NewDispatcher(id, config),
            "CallingThreadDispatcher" => new CallingThreadDispatcher(_system, id),
            _ => throw new ConfigurationException(
                $"{id}.type is \"{type}\"; it may be \"Dispatcher\" or \"CallingThreadDispatcher\"."),
        };
    }

    private Dispatcher NewDispatcher(string id, Config config)
    {
        var key = config.HasPath(id + StarvationKey) ? id + StarvationKey : DefaultDispatcherId + StarvationKey;
        var threshold = config.GetString(key) is "off" ? TimeSpan.Zero : config.GetTimeSpan(key, TimeSpan.FromSeconds(1), allowInfinite: false);
        if (threshold > TimeSpan.Zero)
            StarvationWatch.Shared.WatchFor(_system, threshold);
        return new Dispatcher(_system, id, Math.Max(1, config.GetInt(id + ".throughput", DefaultThroughput))) { StarvationThreshold = threshold };
    }
}
