using System.Collections;
using System.Globalization;

namespace Kernel.TestKit;

/// <summary>Skipping to the message that matters, and listening for one that must not come.</summary>
public abstract partial class TestKitBase
{
    public object FishForMessage(
        Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage<object>(isMessage, max, hint, cancellationToken);

    /// <summary>Skips messages until one is of the type and satisfies the predicate.</summary>
    public T FishForMessage<T>(
        Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage(isMessage, null, max, hint, cancellationToken);

    /// <summary>Skips messages until one is of the type and satisfies the predicate; what was skipped is added to the list.</summary>
    public T FishForMessage<T>(
        Predicate<T> isMessage, ArrayList? allMessages, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var most = RemainingOrDilated(max);
        var deadline = Deadline(most);
        while (true)
        {
            var next = Take(Left(deadline), cancellationToken) ?? NothingCame(most, hint);
            if (next.Message is T message && isMessage(message))
                return message;
            allMessages?.Add(next.Message);
        }
    }

    public ValueTask<object> FishForMessageAsync(
        Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync<object>(isMessage, max, hint, cancellationToken);

    public ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync(isMessage, null, max, hint, cancellationToken);

    /// <inheritdoc cref="FishForMessage{T}(Predicate{T}, ArrayList?, TimeSpan?, string, CancellationToken)"/>
    public async ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage, ArrayList? allMessages, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default)
    {
        var most = RemainingOrDilated(max);
        var deadline = Deadline(most);
        while (true)
        {
            var next = await TakeAsync(Left(deadline), cancellationToken).ConfigureAwait(false) ?? NothingCame(most, hint);
            if (next.Message is T message && isMessage(message))
                return message;
            allMessages?.Add(next.Message);
        }
    }

    /// <summary>
    /// Takes every message for that long, and fails at one of the type: despite its name, and as on Akka.NET, it does not wait
    /// for that message but for its absence. <see cref="FishForMessageAsync{T}(Predicate{T}, TimeSpan?, string, CancellationToken)"/> waits for it.
    /// </summary>
    public async Task FishUntilMessageAsync<T>(TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        var deadline = Deadline(RemainingOrDilated(max));
        while (await TakeAsync(Left(deadline), cancellationToken).ConfigureAwait(false) is { } next)
        {
            if (next.Message is T)
                Fail($"Did not expect a message of type {typeof(T)}, but received {next.Message} from {next.Sender}.");
        }
    }

    /// <summary>Takes messages until none came for that long.</summary>
    /// <param name="max">The silence; the usual wait of an expectation when null.</param>
    /// <param name="maxMessages">Fails at one message more; null for any number.</param>
    /// <returns>The messages before the silence.</returns>
    public async Task<ArrayList> WaitForRadioSilenceAsync(
        TimeSpan? max = null, uint? maxMessages = null, CancellationToken cancellationToken = default)
    {
        ArrayList messages = [];
        while (await ReceiveOneAsync(max, cancellationToken).ConfigureAwait(false) is { } message)
        {
            messages.Add(message);
            if (messages.Count > maxMessages)
                Fail(string.Create(CultureInfo.InvariantCulture, $"More than {maxMessages} messages came before the silence; the last was {message}."));
        }

        return ArrayList.ReadOnly(messages);
    }
}
