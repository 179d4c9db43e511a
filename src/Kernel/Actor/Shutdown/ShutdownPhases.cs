using Kernel.Configuration;
using Kernel.Configuration.Hocon;

namespace Kernel.Actor;

/// <summary>One step of an orderly end.</summary>
/// <param name="DependsOn">Phases that come before.</param>
/// <param name="Timeout">How long its tasks may take together.</param>
/// <param name="Recover">Whether later phases run although a task of this one failed or was late.</param>
internal sealed record ShutdownPhase(IReadOnlyList<string> DependsOn, TimeSpan Timeout, bool Recover, bool Enabled);

/// <summary>The phases of a system: the built-in ones, and what <c>kernel.coordinated-shutdown.phases</c> changes and adds.</summary>
internal static class ShutdownPhases
{
    private const string Root = "kernel.coordinated-shutdown.";

    private static readonly (string Name, int Seconds)[] BuiltIn =
    [
        (CoordinatedShutdown.PhaseBeforeServiceUnbind, 0),
        (CoordinatedShutdown.PhaseServiceUnbind, 0),
        (CoordinatedShutdown.PhaseServiceRequestsDone, 0),
        (CoordinatedShutdown.PhaseServiceStop, 0),
        (CoordinatedShutdown.PhaseBeforeClusterShutdown, 0),
        (CoordinatedShutdown.PhaseClusterShardingShutdownRegion, 10),
        (CoordinatedShutdown.PhaseClusterLeave, 0),
        (CoordinatedShutdown.PhaseClusterExiting, 10),
        (CoordinatedShutdown.PhaseClusterExitingDone, 0),
        (CoordinatedShutdown.PhaseClusterShutdown, 0),
        (CoordinatedShutdown.PhaseBeforeActorSystemTerminate, 0),
        (CoordinatedShutdown.PhaseActorSystemTerminate, 10),
    ];

    public static Dictionary<string, ShutdownPhase> Read(Config config)
    {
        var usual = config.GetTimeSpan(Root + "default-phase-timeout", TimeSpan.FromSeconds(5), allowInfinite: false);
        var phases = new Dictionary<string, ShutdownPhase>();
        for (var i = 0; i < BuiltIn.Length; i++)
        {
            var (name, seconds) = BuiltIn[i];
            string[] before = i == 0 ? [] : [BuiltIn[i - 1].Name];
            phases[name] = new ShutdownPhase(before, seconds == 0 ? usual : TimeSpan.FromSeconds(seconds), true, true);
        }

        if (config.GetConfig(Root + "phases") is not { } section)
            return phases;
        foreach (var (name, value) in section.AsEnumerable())
        {
            if (value is not HoconObject)
                throw new ConfigurationException($"{Root}phases.{name} must be an object.");
            var phase = phases.GetValueOrDefault(name, new ShutdownPhase([], usual, true, true));
            var own = section.GetConfig($"\"{name}\"")!;
            phases[name] = new ShutdownPhase(
                own.HasPath("depends-on") ? [.. own.GetStringList("depends-on")] : phase.DependsOn,
                own.GetTimeSpan("timeout", phase.Timeout, allowInfinite: false),
                own.GetBoolean("recover", phase.Recover),
                own.GetBoolean("enabled", phase.Enabled));
        }

        return phases;
    }

    /// <summary>The phases in an order in which each comes after those that it depends on.</summary>
    public static List<string> Order(IReadOnlyDictionary<string, ShutdownPhase> phases)
    {
        var ordered = new List<string>();
        var open = new HashSet<string>();
        foreach (var name in phases.Keys)
            Visit(name);
        return ordered;

        void Visit(string name)
        {
            if (ordered.Contains(name))
                return;
            if (!open.Add(name))
                throw new ConfigurationException($"{Root}phases: \"{name}\" depends on itself.");
            if (phases.TryGetValue(name, out var phase))
            {
                foreach (var before in phase.DependsOn)
                    Visit(before);
            }

            ordered.Add(name);
        }
    }
}
