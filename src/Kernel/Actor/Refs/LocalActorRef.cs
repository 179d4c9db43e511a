using Kernel.Dispatch;
using Kernel.Dispatch.SysMsg;

namespace Kernel.Actor;

/// <summary>The reference of an actor in this process.</summary>
internal sealed class LocalActorRef : InternalActorRefBase
{
    public LocalActorRef(Props props, MessageDispatcher dispatcher, IInternalActorRef parent, ActorPath path)
    {
        Parent = parent;
        Path = path;
        Cell = new ActorCell(this, props, dispatcher, new Mailbox());
    }

    public ActorCell Cell { get; }

    public override ActorPath Path { get; }

    public override IInternalActorRef Parent { get; }

    public override IActorRefProvider Provider => Cell.SystemImpl.Provider;

    public override bool IsTerminated => Cell.Mailbox.IsClosed;

    public override bool IsLocal => true;

    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        IInternalActorRef found = this;
        for (var i = 0; i < name.Count; i++)
        {
            if (name[i].Length == 0)
                continue;
            if (name[i] == "..")
                found = found.Parent;
            else if (found is LocalActorRef local)
                found = local.Cell.GetSingleChild(name[i]);
            else
                return found.GetChild([.. name.Skip(i)]);
        }

        return found;
    }

    public override void Start() => Cell.Start();

    public override void Suspend() => SendSystemMessage(new Suspend());

    public override void Resume(Exception? causedByFailure = null) => SendSystemMessage(new Resume(causedByFailure));

    public override void Restart(Exception cause) => SendSystemMessage(new Recreate(cause));

    public override void Stop() => SendSystemMessage(new Terminate());

    public override void SendSystemMessage(ISystemMessage message) => Cell.Mailbox.PostSystem((SystemMessage)message);

    protected override void TellInternal(object message, IActorRef? sender) => Cell.SendMessage(message, sender);
}
