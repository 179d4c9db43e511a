using CallActors.Contracts.Agents;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Switchboard;
using CallActors.Edges;
using CallActors.Edges.Borrowing;
using CallActors.Engine;
using CallActors.Engine.Switchboard;
using CallActors.Engine.Workspaces;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Edges;
using CallActors.Gateway.Http;
using CallActors.Gateway.Options;
using CallActors.Gateway.People;
using CallActors.Gateway.Workspaces;

namespace CallActors.Gateway;

/// <summary>Agents' terminals, and who calls in to use them.</summary>
public static partial class Composition
{
    private static IServiceCollection AddWorkspaces(this IServiceCollection services, GatewayOptions options) => services
        .AddSingleton(s => new LocalTerminals(options.Workspaces, s.GetRequiredService<TimeProvider>()))
        .AddSingleton(s => new LocalFeed(s.GetRequiredService<LocalTerminals>().Feed, s.GetRequiredService<ILogger<LocalFeed>>()))
        .AddSingleton<IEdgeDesk>(s => new ActorEdgeDesk(() => s.GetRequiredService<EngineHandle>().Directory))
        .AddSingleton<IAgentFeed>(s => new FeedOf([s.GetRequiredService<LocalFeed>()], s.GetRequiredService<EdgeRegistry>().Feed))
        .AddSingleton(s => new WorkspaceServices([], s.GetRequiredService<IAgentFeed>(), LocalTerminals.Screens, WorkspaceRules.Default))
        .AddSingleton(ReceptionRules.Default with
        {
            VoiceNote = options.Workspaces.VoiceNote,
            Dangerous = options.Workspaces.Dangerous,
            ShowsNotices = options.Workspaces.Notices,
        })
        .AddSingleton(s => new TerminalLending(s.GetRequiredService<LocalTerminals>(), s.GetRequiredService<LocalFeed>(), s.GetRequiredService<Pins>(), s.GetRequiredService<EngineHandle>))
        .AddHostedService(s => s.GetRequiredService<TerminalLending>())
        .AddSingleton<IWorkspaces, ActorWorkspaces>()
        .AddSingleton<ICallOut>(s => new CallOutDesk(
            s.GetRequiredService<Pins>(), s.GetRequiredService<Callees>(), s.GetRequiredService<RateLimits>(), s.GetRequiredService<ShutdownGate>(),
            (order, allowed) => s.GetRequiredService<EngineHandle>().Calls.Tell(CallOutDesk.PlaceOf(order, allowed, options.Calls.Language), ActorRefs.Nobody),
            s.GetRequiredService<ILogger<CallOutDesk>>()))
        .AddSingleton<IInboundPolicy>(s => new LendingPolicy(
            new InboundDesk(s.GetRequiredService<Pins>(), options.Inbound, options.Calls.Language, s.GetRequiredService<EngineHandle>),
            s.GetRequiredService<TerminalLending>()));
}
