using Kernel.Actor;
using Kernel.TestKit.Internals;

namespace Kernel.TestKit;

/// <summary>Expecting one message.</summary>
public abstract partial class TestKitBase
{
    /// <summary>The next message, which must be of the type.</summary>
    public T ExpectMsg<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        As<T>(Receive(duration, hint, cancellationToken), hint).Message;

    /// <summary>The next message, which must be of the type.</summary>
    public async ValueTask<T> ExpectMsgAsync<T>(TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        As<T>(await ReceiveAsync(duration, hint, cancellationToken).ConfigureAwait(false), hint).Message;

    /// <summary>The next message, which must be equal to the one given.</summary>
    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Equal(As<T>(Receive(timeout, hint, cancellationToken), hint).Message, message, hint);

    /// <summary>The next message, which must be equal to the one given.</summary>
    public async ValueTask<T> ExpectMsgAsync<T>(T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Equal(As<T>(await ReceiveAsync(timeout, hint, cancellationToken).ConfigureAwait(false), hint).Message, message, hint);

    /// <summary>The next message, which must be of the type and satisfy the predicate.</summary>
    public T ExpectMsg<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Satisfying(As<T>(Receive(timeout, hint, cancellationToken), hint), (message, _) => isMessage(message), hint);

    /// <summary>The next message, which must be of the type and satisfy the predicate.</summary>
    public async ValueTask<T> ExpectMsgAsync<T>(Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Satisfying(As<T>(await ReceiveAsync(timeout, hint, cancellationToken).ConfigureAwait(false), hint), (message, _) => isMessage(message), hint);

    /// <summary>The next message, which must be of the type and pass the assertion.</summary>
    public T ExpectMsg<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Asserted(As<T>(Receive(timeout, hint, cancellationToken), hint), (message, _) => assert(message));

    /// <summary>The next message, which must be of the type and pass the assertion.</summary>
    public async ValueTask<T> ExpectMsgAsync<T>(Action<T> assert, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Asserted(As<T>(await ReceiveAsync(timeout, hint, cancellationToken).ConfigureAwait(false), hint), (message, _) => assert(message));

    /// <summary>The next message, which with its sender must satisfy the predicate.</summary>
    public T ExpectMsg<T>(Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Satisfying(As<T>(Receive(timeout, hint, cancellationToken), hint), isMessageAndSender, hint);

    /// <summary>The next message, which with its sender must satisfy the predicate.</summary>
    public async ValueTask<T> ExpectMsgAsync<T>(Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Satisfying(As<T>(await ReceiveAsync(timeout, hint, cancellationToken).ConfigureAwait(false), hint), isMessageAndSender, hint);

    /// <summary>The next message, which with its sender must pass the assertion.</summary>
    public T ExpectMsg<T>(Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Asserted(As<T>(Receive(timeout, hint, cancellationToken), hint), assertMessageAndSender);

    /// <summary>The next message, which with its sender must pass the assertion.</summary>
    public async ValueTask<T> ExpectMsgAsync<T>(Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Asserted(As<T>(await ReceiveAsync(timeout, hint, cancellationToken).ConfigureAwait(false), hint), assertMessageAndSender);

    /// <summary>The next message, which must equal the one given by the comparer.</summary>
    public T ExpectMsg<T>(T expected, Func<T, T, bool> comparer, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Satisfying(As<T>(Receive(timeout, hint, cancellationToken), hint), (message, _) => comparer(expected, message), hint);

    /// <summary>The next message, which must equal the one given by the comparer.</summary>
    public async ValueTask<T> ExpectMsgAsync<T>(T expected, Func<T, T, bool> comparer, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Satisfying(As<T>(await ReceiveAsync(timeout, hint, cancellationToken).ConfigureAwait(false), hint), (message, _) => comparer(expected, message), hint);

    /// <summary>The next message, which must be of the type and from the sender.</summary>
    public T ExpectMsgFrom<T>(IActorRef sender, TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        From(As<T>(Receive(duration, hint, cancellationToken), hint), sender, hint);

    /// <summary>The next message, which must be of the type and from the sender.</summary>
    public async ValueTask<T> ExpectMsgFromAsync<T>(IActorRef sender, TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        From(As<T>(await ReceiveAsync(duration, hint, cancellationToken).ConfigureAwait(false), hint), sender, hint);

    /// <summary>The next message, which must be equal to the one given and from the sender.</summary>
    public T ExpectMsgFrom<T>(IActorRef sender, T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Equal(From(As<T>(Receive(timeout, hint, cancellationToken), hint), sender, hint), message, hint);

    /// <summary>The next message, which must be equal to the one given and from the sender.</summary>
    public async ValueTask<T> ExpectMsgFromAsync<T>(IActorRef sender, T message, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Equal(From(As<T>(await ReceiveAsync(timeout, hint, cancellationToken).ConfigureAwait(false), hint), sender, hint), message, hint);

    /// <summary>The next message, which must satisfy the predicate and be from the sender.</summary>
    public T ExpectMsgFrom<T>(IActorRef sender, Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Satisfying(As<T>(Receive(timeout, hint, cancellationToken), hint), (message, from) => from.Equals(sender) && isMessage(message), hint);

    /// <summary>The next message, which must satisfy the predicate and be from the sender.</summary>
    public async ValueTask<T> ExpectMsgFromAsync<T>(IActorRef sender, Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Satisfying(As<T>(await ReceiveAsync(timeout, hint, cancellationToken).ConfigureAwait(false), hint), (message, from) => from.Equals(sender) && isMessage(message), hint);

    /// <summary>The next message, which must satisfy the predicate and come from a sender that satisfies the other.</summary>
    public T ExpectMsgFrom<T>(
        Predicate<IActorRef> isSender, Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Satisfying(As<T>(Receive(timeout, hint, cancellationToken), hint), (message, from) => isSender(from) && isMessage(message), hint);

    /// <inheritdoc cref="ExpectMsgFrom{T}(Predicate{IActorRef}, Predicate{T}, TimeSpan?, string?, CancellationToken)"/>
    public async ValueTask<T> ExpectMsgFromAsync<T>(
        Predicate<IActorRef> isSender, Predicate<T> isMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Satisfying(As<T>(await ReceiveAsync(timeout, hint, cancellationToken).ConfigureAwait(false), hint), (message, from) => isSender(from) && isMessage(message), hint);

    /// <summary>The next message, which must pass the assertion and be from the sender.</summary>
    public T ExpectMsgFrom<T>(
        IActorRef sender, Action<T> assertMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Asserted((From(As<T>(Receive(timeout, hint, cancellationToken), hint), sender, hint), sender), (message, _) => assertMessage(message));

    /// <summary>The next message, which must pass the assertion and be from the sender.</summary>
    public async ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender, Action<T> assertMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Asserted((From(As<T>(await ReceiveAsync(timeout, hint, cancellationToken).ConfigureAwait(false), hint), sender, hint), sender), (message, _) => assertMessage(message));

    /// <summary>The next message, which must pass the assertion as its sender must pass the other.</summary>
    public T ExpectMsgFrom<T>(
        Action<IActorRef> assertSender, Action<T> assertMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Asserted(As<T>(Receive(timeout, hint, cancellationToken), hint), Both(assertSender, assertMessage));

    /// <inheritdoc cref="ExpectMsgFrom{T}(Action{IActorRef}, Action{T}, TimeSpan?, string?, CancellationToken)"/>
    public async ValueTask<T> ExpectMsgFromAsync<T>(
        Action<IActorRef> assertSender, Action<T> assertMessage, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Asserted(As<T>(await ReceiveAsync(timeout, hint, cancellationToken).ConfigureAwait(false), hint), Both(assertSender, assertMessage));

    /// <summary>The end of a watched actor.</summary>
    public Terminated ExpectTerminated(
        IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        EndOf(target, As<Terminated>(Receive(timeout, hint, cancellationToken), hint).Message, hint);

    /// <summary>The end of a watched actor.</summary>
    public async ValueTask<Terminated> ExpectTerminatedAsync(
        IActorRef target, TimeSpan? timeout = null, string? hint = null, CancellationToken cancellationToken = default) =>
        EndOf(target, As<Terminated>(await ReceiveAsync(timeout, hint, cancellationToken).ConfigureAwait(false), hint).Message, hint);

    private static Action<T, IActorRef> Both<T>(Action<IActorRef> assertSender, Action<T> assertMessage) => (message, sender) =>
    {
        assertSender(sender);
        assertMessage(message);
    };

    private static string Why(string? hint) => string.IsNullOrEmpty(hint) ? string.Empty : $" {hint}";

    private ReceivedMessage Receive(TimeSpan? timeout, string? hint, CancellationToken cancellationToken)
    {
        var most = RemainingOrDilated(timeout);
        return Take(most, cancellationToken) ?? NothingCame(most, hint);
    }

    private async ValueTask<ReceivedMessage> ReceiveAsync(TimeSpan? timeout, string? hint, CancellationToken cancellationToken)
    {
        var most = RemainingOrDilated(timeout);
        return await TakeAsync(most, cancellationToken).ConfigureAwait(false) ?? NothingCame(most, hint);
    }

    private ReceivedMessage NothingCame(TimeSpan waited, string? hint)
    {
        Fail($"Timeout {waited} while waiting for a message.{Why(hint)}");
        throw new TimeoutException();
    }

    private (T Message, IActorRef Sender) As<T>(ReceivedMessage received, string? hint)
    {
        if (received.Message is not T)
            Fail($"Expected a message of type {typeof(T)}, but received {received.Message} (type {received.Message.GetType()}) from {received.Sender}.{Why(hint)}");
        return ((T)received.Message, received.Sender);
    }

    private T Equal<T>(T actual, T expected, string? hint)
    {
        _assertions.AssertEqual(expected, actual, "Expected message {0}, received {1}.{2}", expected, actual, Why(hint));
        return actual;
    }

    private T Satisfying<T>((T Message, IActorRef Sender) received, Func<T, IActorRef, bool> predicate, string? hint)
    {
        if (!predicate(received.Message, received.Sender))
            Fail($"The message {received.Message} from {received.Sender} does not satisfy the predicate.{Why(hint)}");
        return received.Message;
    }

    private static T Asserted<T>((T Message, IActorRef Sender) received, Action<T, IActorRef> assertion)
    {
        assertion(received.Message, received.Sender);
        return received.Message;
    }

    private T From<T>((T Message, IActorRef Sender) received, IActorRef sender, string? hint)
    {
        if (!received.Sender.Equals(sender))
            Fail($"Expected a message from {sender}, but received {received.Message} from {received.Sender}.{Why(hint)}");
        return received.Message;
    }

    private Terminated EndOf(IActorRef target, Terminated terminated, string? hint)
    {
        if (!terminated.ActorRef.Equals(target))
            Fail($"Expected the end of {target}, but {terminated.ActorRef} ended.{Why(hint)}");
        return terminated;
    }
}
