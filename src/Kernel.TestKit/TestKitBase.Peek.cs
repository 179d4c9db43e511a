using Kernel.TestKit.Internals;

namespace Kernel.TestKit;

/// <summary>Looking at the next message without taking it, and taking it together with its sender.</summary>
public abstract partial class TestKitBase
{
    /// <summary>The next message, which stays where it is; null when none came in time.</summary>
    public object? PeekOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        _queue.TryPeek(out var message, RemainingOrDilated(max), cancellationToken) ? message.Message : null;

    public object? PeekOne(CancellationToken cancellationToken) => PeekOne(null, cancellationToken);

    /// <inheritdoc cref="PeekOne(TimeSpan?, CancellationToken)"/>
    public async ValueTask<object?> PeekOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await _queue.TryPeekAsync(RemainingOrDilated(max), cancellationToken).ConfigureAwait(false))?.Message;

    public ValueTask<object?> PeekOneAsync(CancellationToken cancellationToken) => PeekOneAsync(null, cancellationToken);

    /// <inheritdoc cref="PeekOne(TimeSpan?, CancellationToken)"/>
    public bool TryPeekOne(out MessageEnvelope envelope, TimeSpan? max, CancellationToken cancellationToken)
    {
        _queue.TryPeek(out var message, RemainingOrDilated(max), cancellationToken);
        envelope = Enveloped(message);
        return message is not null;
    }

    /// <inheritdoc cref="PeekOne(TimeSpan?, CancellationToken)"/>
    public async ValueTask<(bool success, MessageEnvelope envelope)> TryPeekOneAsync(TimeSpan? max, CancellationToken cancellationToken)
    {
        var message = await _queue.TryPeekAsync(RemainingOrDilated(max), cancellationToken).ConfigureAwait(false);
        return (message is not null, Enveloped(message));
    }

    /// <summary>Takes the next message; false when none came in time.</summary>
    public bool TryReceiveOne(out MessageEnvelope envelope, TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        var message = Take(RemainingOrDilated(max), cancellationToken);
        envelope = Enveloped(message);
        return message is not null;
    }

    /// <inheritdoc cref="TryReceiveOne"/>
    public async ValueTask<(bool success, MessageEnvelope envelope)> TryReceiveOneAsync(TimeSpan? max, CancellationToken cancellationToken = default)
    {
        var message = await TakeAsync(RemainingOrDilated(max), cancellationToken).ConfigureAwait(false);
        return (message is not null, Enveloped(message));
    }

    private static MessageEnvelope Enveloped(ReceivedMessage? message) =>
        message is null ? NullMessageEnvelope.Instance : new RealMessageEnvelope(message.Message, message.Sender);
}
