using System.Runtime.CompilerServices;
using Kernel.Dispatch;
using Kernel.Event;

namespace Kernel.Actor;

/// <summary>The runtime side of one actor: its state machine, its relations, and the context that the actor sees.</summary>
internal sealed partial class ActorCell : IUntypedActorContext
{
    public const long UndefinedUid = 0;

    [ThreadStatic]
    private static ActorCell? _current;

    private readonly LocalActorRef _self;
    private Props _props;
    private ActorBase? _actor;
    private object? _currentMessage;
    private IActorRef? _sender;
    private Extras? _extras;

    /// <summary>The mailbox's own: see there why it lies here.</summary>
    internal TurnState Turn;

    public ActorCell(LocalActorRef self, Props props, MessageDispatcher dispatcher, Mailbox mailbox)
    {
        _self = self;
        _props = props;
        Dispatcher = dispatcher;
        Mailbox = mailbox;
        mailbox.Attach(this);
    }

    /// <summary>The cell whose turn runs on this thread. The TestKit sets it, so that tests send as their test actor.</summary>
    internal static ActorCell? Current
    {
        get => _current;
        set => _current = value;
    }

    public Mailbox Mailbox { get; }

    public MessageDispatcher Dispatcher { get; }

    /// <summary>Looks at the memory that a message to this actor and its turn will need.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public bool Warm() => Mailbox.IsClosed | _actor is null | _extras is null;

    public ActorSystemImpl SystemImpl => Dispatcher.System;

    public ActorSystem System => Dispatcher.System;

    public IActorRef Self => _self;

    public IActorRef Parent => _self.Parent;

    public Props Props => _props;

    public IActorRef Sender => _sender ?? System.DeadLetters;

    public IActorRef? SenderOrNoSender => _sender;

    public object? CurrentMessage => _currentMessage;

    /// <summary>Counts the user messages that were begun: a stash knows by it whether it has taken the current one already.</summary>
    public int EnvelopeNumber => Turn.Begun;

    public ActorBase? Actor => _actor;

    /// <summary>An actor's constructor runs: the only moment at which one may be made.</summary>
    public bool IsCreating { get; private set; }

    public ITimerScheduler Timers => Needed.Timers ??= new TimerScheduler(this);

    public ActorTaskScheduler TaskScheduler => Needed.TaskScheduler ??= new ActorTaskScheduler(this);

    private Extras Needed => _extras ??= new Extras();

    public static IActorRef? GetCurrentSelfOrNoSender() => _current?._self is { } self ? self : ActorRefs.NoSender;

    public static IActorRef? GetCurrentSenderOrNoSender() => _current is { } cell ? cell._sender : ActorRefs.NoSender;

    /// <summary>Queues the message that makes the actor, then lets the mailbox run.</summary>
    public void Start() => Mailbox.PostSystem(new Dispatch.SysMsg.Create());

    public void SendMessage(object message, IActorRef? sender) => Mailbox.Post(new Envelope(message, sender));

    public IActorRef ActorOf(Props props, string? name = null) => MakeChild(props, name);

    public ActorSelection ActorSelection(ActorPath actorPath) => System.ActorSelection(actorPath);

    public ActorSelection ActorSelection(string actorPath) => Kernel.Actor.ActorSelection.From(this, actorPath);

    /// <summary>Runs an action on this thread as part of the actor's turn.</summary>
    public void UseThreadContext(Action action)
    {
        var previous = _current;
        _current = this;
        try
        {
            action();
        }
        finally
        {
            _current = previous;
        }
    }

    private ActorBase NewActor()
    {
        ForgetBehaviour();
        IsCreating = true;
        ActorBase actor;
        try
        {
            actor = _props.NewActor();
        }
        finally
        {
            IsCreating = false;
        }

        if (actor is IInitializableActor initializable)
            initializable.Init();
        if (actor is IActorStash { Stash: null } stashing)
            stashing.Stash = this.CreateStash(stashing);
        return actor;
    }

    private void PublishError(Exception cause, string message) =>
        System.EventStream.Publish(new Error(cause, _self.Path.ToString(), _actor?.GetType() ?? typeof(ActorCell), message));

    /// <summary>What most actors never need, a part beside the code of each concern: an actor without any of it weighs less.</summary>
    private sealed partial class Extras
    {
        public TimerScheduler? Timers { get; set; }

        public ActorTaskScheduler? TaskScheduler { get; set; }
    }
}
