using System.Security.Cryptography;
using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Recordings;
using CallActors.Contracts.Schedules;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Texts;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Assistants;
using CallActors.Engine.Audio;
using CallActors.Engine.Calls;
using CallActors.Engine.Messages;
using CallActors.Engine.Recording;
using CallActors.Engine.Schedules;
using CallActors.Engine.Speech;
using CallActors.Engine.Switchboard;
using CallActors.Engine.Workspaces;

namespace CallActors.Engine;

/// <summary>Everything that the engine needs from its host.</summary>
public sealed record EngineServices(CarrierDirectory Carriers, CallRules Calls, SpeechServices Speech)
{
    /// <summary>Send texts, the usual one first. Default: none can be sent.</summary>
    public IReadOnlyList<ITextCarrier> Texts { get; init; } = [];

    /// <summary>Keeps recordings of calls. Default: none are kept.</summary>
    public IRecordingStore? Recordings { get; init; }

    public RecordingRules Recording { get; init; } = RecordingRules.Default;

    public ThreadRules Threads { get; init; } = ThreadRules.Default;

    /// <summary>Rings who asks by text to be called. Default: nobody is rung.</summary>
    public ICallBackDesk? CallBacks { get; init; }

    /// <summary>What persons' switchboards need. Default: nobody may call in.</summary>
    public SwitchboardServices? Switchboard { get; init; }

    /// <summary>Workspaces of agents that may be spoken with. Default: none.</summary>
    public WorkspaceServices? Workspaces { get; init; }

    /// <summary>How callers are received, where there are switchboards and workspaces.</summary>
    public ReceptionRules Reception { get; init; } = ReceptionRules.Default;

    /// <summary>The language model that callers talk to where no workspace is wanted; null for none.</summary>
    public IAssistantModel? Assistant { get; init; }

    /// <summary>Files that the assistant may read; null for none.</summary>
    public IAllowedFiles? AssistantFiles { get; init; }

    /// <summary>A person's own number, for the assistant's texts; null for who has none. Default: nobody has one.</summary>
    public Func<PersonId, TextAddress?> NumberOf { get; init; } = _ => null;

    /// <summary>In which people are told the time by the assistant. Default UTC.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    public ScheduleRules Schedules { get; init; } = ScheduleRules.Default;

    /// <summary>How a workspace is made that a caller asks for by name; null where none can be made.</summary>
    public Func<string, NewWorkspace>? NewWorkspace { get; init; }

    /// <summary>A number from 0 to one less than the given one, for words of confirmation: not to be foreseen.</summary>
    public Func<int, int> Chance { get; init; } = RandomNumberGenerator.GetInt32;
}

/// <summary>The engine's doors.</summary>
/// <param name="Calls">Takes every <see cref="ICallCommand"/>; the call's entity is woken by its id. Answers <see cref="ICallReply"/>.</param>
/// <param name="Media">Takes <see cref="MediaMessages.OpenStream"/>.</param>
/// <param name="Index">Takes <see cref="CallIndexMessages.ListCalls"/>.</param>
public sealed record EngineHandle(IActorRef Calls, IActorRef Media, IActorRef Index)
{
    /// <summary>Takes every <see cref="IThreadCommand"/>; the thread's entity is woken by its address. Answers <see cref="IThreadReply"/>.</summary>
    public IActorRef Texts { get; init; } = ActorRefs.Nobody;

    /// <summary>Takes <see cref="RecordingMessages.Delete"/>; nobody where no recordings are kept.</summary>
    public IActorRef Recordings { get; init; } = ActorRefs.Nobody;

    /// <summary>Takes <see cref="TextReceived"/> and <see cref="TextNews"/> of carriers' edges.</summary>
    public IActorRef TextDesk { get; init; } = ActorRefs.Nobody;

    /// <summary>Takes every <see cref="ISwitchboardCommand"/>; the person's entity is woken by its name. Answers <see cref="ISwitchboardReply"/>.
    /// Nobody where nobody may call in.</summary>
    public IActorRef Switchboards { get; init; } = ActorRefs.Nobody;

    /// <summary>Takes every <see cref="IScheduleCommand"/>; the person's entity is woken by its name. Answers <see cref="IScheduleReply"/>. Nobody
    /// where nobody is called at a time.</summary>
    public IActorRef Schedules { get; init; } = ActorRefs.Nobody;

    /// <summary>Takes every <see cref="IWorkspaceCommand"/>; the workspace's entity is woken by its id. Answers <see cref="IWorkspaceReply"/>.
    /// Nobody where there are no workspaces.</summary>
    public IActorRef Workspaces { get; init; } = ActorRefs.Nobody;

    /// <summary>Takes the messages of <see cref="WorkspaceDirectory"/>; nobody where there are no workspaces.</summary>
    public IActorRef Directory { get; init; } = ActorRefs.Nobody;
}

/// <summary>Starts the engine's actors in an actor system.</summary>
public static class CallEngine
{
    /// <summary>Name of the calls' shard region.</summary>
    public const string Region = "calls";

    /// <summary>Name of the shard region of the threads of texts.</summary>
    public const string TextRegion = "texts";

    /// <summary>Name of the shard region of persons' switchboards.</summary>
    public const string SwitchboardRegion = "switchboards";

    /// <summary>Name of the shard region of workspaces.</summary>
    public const string WorkspaceRegion = "workspaces";

    /// <summary>Shards of each region: enough for some tens of nodes; it can never be changed for stored calls of a cluster.</summary>
    public const int Shards = 64;

    public static EngineHandle Start(ActorSystem system, EngineServices services)
    {
        var index = system.ActorOf(CallIndexActor.PropsFor(), "call-index");
        var desk = system.ActorOf(TextDeskActor.PropsFor(), "text-desk");
        var forThreads = new ThreadServices(services.Texts, desk, services.Threads, services.CallBacks);
        var texts = ClusterSharding.Get(system).Start(
            TextRegion,
            id => Props.Create(() => new MessageThreadActor(id, forThreads)),
            // As with calls: a thread that waits for a reply is not idle.
            ClusterShardingSettings.Create(system).WithPassivateIdleAfter(TimeSpan.Zero),
            new ThreadExtractor());
        desk.Tell(new TextDeskMessages.Serve(texts), ActorRefs.NoSender);
        var (workspaces, directory) = services.Workspaces is { } lent ? StartWorkspaces(system, lent) : (ActorRefs.Nobody, ActorRefs.Nobody);
        var switchboards = services.Switchboard is { } forSwitchboards ? StartSwitchboards(system, forSwitchboards with { Workspaces = workspaces }) : ActorRefs.Nobody;
        // Who is called at a time is received by a reception, which needs the directory.
        var schedules = services.Switchboard is { Calls: { } callOut } known && !directory.IsNobody()
            ? ScheduleRegion.Start(system, new ScheduleServices(switchboards, callOut.CanCall, services.Schedules), known.People)
            : ActorRefs.Nobody;
        var assistants = services.Assistant is { } model
            ? AssistantRegion.Start(system, new AssistantServices(model, directory, workspaces, switchboards, texts, AssistantRules.Default)
            {
                NumberOf = services.NumberOf,
                Files = services.AssistantFiles,
                Schedules = schedules,
                Zone = services.Zone,
            })
            : ActorRefs.Nobody;
        var reception = switchboards.IsNobody() || directory.IsNobody() ? null : ReceptionOf(new ReceptionServices(switchboards, workspaces, directory, services.Reception)
        {
            Assistants = assistants,
            NewWorkspace = services.NewWorkspace,
            Chance = services.Chance,
        });
        var forCalls = new CallServices(services.Carriers, index, services.Calls) { Texts = texts, Reception = reception };
        var calls = ClusterSharding.Get(system).Start(
            Region,
            id => Props.Create(() => new CallActor(CallId.Parse(id), forCalls)),
            // A call with nothing to do is not idle: it leaves memory when it is over, by its own rule.
            ClusterShardingSettings.Create(system).WithPassivateIdleAfter(TimeSpan.Zero),
            new CallExtractor());
        index.Tell(new CallIndexMessages.WakeLive(), calls);
        var recordings = services.Recordings is { } store ? system.ActorOf(RecordingsActor.PropsFor(store, services.Recording), "recordings") : ActorRefs.Nobody;
        var media = system.ActorOf(MediaSupervisorActor.PropsFor(calls, services.Speech with { Recordings = recordings }), "media");
        return new EngineHandle(calls, media, index)
        {
            Texts = texts,
            TextDesk = desk,
            Recordings = recordings,
            Switchboards = switchboards,
            Schedules = schedules,
            Workspaces = workspaces,
            Directory = directory,
        };
    }

    private static Func<ReceptionOrder, Props> ReceptionOf(ReceptionServices services) => order => ReceptionActor.PropsFor(order, services);

    private static IActorRef StartSwitchboards(ActorSystem system, SwitchboardServices services)
    {
        var switchboards = ClusterSharding.Get(system).Start(
            SwitchboardRegion,
            id => Props.Create(() => new SwitchboardActor(id, services)),
            // One that has to call its person is not idle.
            ClusterShardingSettings.Create(system).WithPassivateIdleAfter(TimeSpan.Zero),
            new PersonExtractor());
        foreach (var person in services.People) switchboards.Tell(new SwitchboardMessages.Wake(person), ActorRefs.NoSender);
        return switchboards;
    }

    private static (IActorRef Workspaces, IActorRef Directory) StartWorkspaces(ActorSystem system, WorkspaceServices services)
    {
        var directory = system.ActorOf(WorkspacesActor.PropsFor(services), "workspaces");
        var node = new WorkspaceNode(directory, services.Feed, services.Screens, services.Rules);
        var workspaces = ClusterSharding.Get(system).Start(
            WorkspaceRegion,
            id => Props.Create(() => new WorkspaceActor(Named(id), node)),
            // An agent that works long is not idle: a workspace leaves memory by its own rule.
            ClusterShardingSettings.Create(system).WithPassivateIdleAfter(TimeSpan.Zero),
            new WorkspaceExtractor());
        services.Feed?.Start(new AgentFeedObserver(workspaces));
        directory.Tell(new DirectoryMessages.Serve(workspaces), ActorRefs.NoSender);
        return (workspaces, directory);
    }

    private static WorkspaceId Named(string id) => WorkspaceId.TryParse(id, out var named) ? named : throw new ArgumentException("This names no workspace.", nameof(id));

    private sealed class WorkspaceExtractor() : HashCodeMessageExtractor(Shards)
    {
        public override string EntityId(object message) => message is IWithWorkspaceId workspace ? workspace.WorkspaceId.Value : null!;
    }

    internal sealed class PersonExtractor() : HashCodeMessageExtractor(Shards)
    {
        public override string EntityId(object message) => message is IWithPersonId person ? person.Person.Value : null!;
    }

    private sealed class ThreadExtractor() : HashCodeMessageExtractor(Shards)
    {
        public override string EntityId(object message) => message is IThreadCommand thread ? thread.Address.ThreadId : null!;
    }

    private sealed class CallExtractor() : HashCodeMessageExtractor(Shards)
    {
        public override string EntityId(object message) => message is IWithCallId call ? call.CallId.Value : null!;
    }
}
