using Kernel.Actor;
using Kernel.Dispatch;
using Kernel.Dispatch.SysMsg;
using Kernel.Util;

namespace Kernel.TestKit;

/// <summary>A reference whose actor runs on the sender's thread and can be looked at.</summary>
public abstract class TestActorRefBase<TActor> : IInternalActorRef
    where TActor : ActorBase
{
    private readonly LocalActorRef _inner;

    private protected TestActorRefBase(ActorSystem system, Props props, IActorRef? supervisor, string? name)
    {
        var onThisThread = props.Dispatcher == Deploy.NoDispatcherGiven
            ? props.WithDispatcher(Dispatchers.CallingThreadDispatcherId)
            : props;
        _inner = supervisor is LocalActorRef parent
            ? (LocalActorRef)parent.Cell.MakeChild(onThisThread, name)
            : (LocalActorRef)system.ActorOf(onThisThread, name);
    }

    /// <summary>The instance. Another one after a restart.</summary>
    public TActor UnderlyingActor =>
        _inner.Cell.Actor as TActor ?? throw new IllegalActorStateException($"{_inner} has no actor now: it has failed or ended.");

    /// <summary>The reference without the means to look inside.</summary>
    public IActorRef Ref => _inner;

    public ActorPath Path => _inner.Path;

    IInternalActorRef IInternalActorRef.Parent => _inner.Parent;

    IActorRefProvider IInternalActorRef.Provider => _inner.Provider;

    bool IInternalActorRef.IsTerminated => _inner.IsTerminated;

    bool IActorRefScope.IsLocal => _inner.IsLocal;

    /// <summary>Gives a message to the behaviour, past the mailbox; what it throws is thrown here.</summary>
    public void Receive(object message, IActorRef? sender = null) =>
        _inner.Cell.ReceiveMessageForTest(new Envelope(message, sender ?? ActorCell.GetCurrentSelfOrNoSender()));

    public void Tell(object message, IActorRef? sender) => _inner.Tell(message, sender);

    public void Tell(object message) => _inner.Tell(message, ActorCell.GetCurrentSelfOrNoSender());

    public void Forward(object message) => _inner.Forward(message);

    public void Watch(IActorRef subject) => _inner.Cell.UseThreadContext(() => _inner.Cell.Watch(subject));

    public void Unwatch(IActorRef subject) => _inner.Cell.UseThreadContext(() => _inner.Cell.Unwatch(subject));

    public int CompareTo(object? obj) => _inner.CompareTo(obj);

    public int CompareTo(IActorRef? other) => _inner.CompareTo(other);

    public bool Equals(IActorRef? other) => _inner.Equals(other);

    public override bool Equals(object? obj) => _inner.Equals(obj);

    public override int GetHashCode() => _inner.GetHashCode();

    public override string ToString() => _inner.ToString();

    public ISurrogate ToSurrogate(ActorSystem system) => _inner.ToSurrogate(system);

    IActorRef IInternalActorRef.GetChild(IReadOnlyList<string> name) => _inner.GetChild(name);

    void IInternalActorRef.Start() => _inner.Start();

    void IInternalActorRef.Suspend() => _inner.Suspend();

    void IInternalActorRef.Resume(Exception? causedByFailure) => _inner.Resume(causedByFailure);

    void IInternalActorRef.Restart(Exception cause) => _inner.Restart(cause);

    void IInternalActorRef.Stop() => _inner.Stop();

    void IInternalActorRef.SendSystemMessage(ISystemMessage message) => _inner.SendSystemMessage(message);
}

/// <inheritdoc/>
public class TestActorRef<TActor> : TestActorRefBase<TActor>
    where TActor : ActorBase
{
    public TestActorRef(ActorSystem system, Props actorProps, IActorRef? supervisor = null, string? name = null)
        : base(system, actorProps, supervisor, name)
    {
    }
}
