using Kernel.Dispatch.SysMsg;
using Kernel.Event;

namespace Kernel.Actor;

/// <summary>The parent of a subtree; it only supervises.</summary>
internal sealed class Guardian(SupervisorStrategy strategy) : UntypedActor
{
    protected override SupervisorStrategy SupervisorStrategy() => strategy;

    protected override void OnReceive(object message) => Unhandled(message);
}

/// <summary>
/// The root of the tree: ends the application's actors first, then the runtime's, then itself. A guardian that fails or
/// ends by itself takes the system with it.
/// </summary>
internal sealed class RootGuardian(ActorSystemImpl system) : UntypedActor
{
    private IActorRef? _user;
    private IActorRef? _system;
    private bool _ending;

    protected override SupervisorStrategy SupervisorStrategy() => Actor.SupervisorStrategy.StoppingStrategy;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Guard guard:
                _user = Context.Watch(guard.User);
                _system = Context.Watch(guard.System);
                break;
            case End when !_ending:
                _ending = true;
                Context.Stop(_user!);
                break;
            case End:
                break;
            case Terminated terminated when terminated.ActorRef.Equals(_user):
                _ending = true;
                system.NoteTerminating();
                Context.Stop(_system!);
                break;
            case Terminated terminated when terminated.ActorRef.Equals(_system):
                Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    /// <summary>From the provider, once.</summary>
    public sealed record Guard(IActorRef User, IActorRef System);

    /// <summary>From the system: end everything.</summary>
    public sealed class End
    {
        public static readonly End Instance = new();
    }
}

/// <summary>What the root guardian has for a parent.</summary>
internal sealed class TopOfTree(ActorSystemImpl system) : MinimalActorRef
{
    public override ActorPath Path { get; } = system.Provider.RootPath / "_top-of-tree";

    public override IActorRefProvider Provider => system.Provider;

    public override void SendSystemMessage(ISystemMessage message)
    {
        switch (message)
        {
            case Failed failed:
                system.EventStream.Publish(new Error(failed.Cause, failed.Child.Path.ToString(), GetType(), "guardian failed, shutting down system"));
                ((IInternalActorRef)failed.Child).Stop();
                break;
            case DeathWatchNotification:
                system.RootEnded();
                break;
        }
    }
}
