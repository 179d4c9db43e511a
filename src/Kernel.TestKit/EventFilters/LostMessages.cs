using Kernel.Actor;
using Kernel.Event;

namespace Kernel.TestKit;

/// <summary>
/// Unhandled messages and dead letters that nobody asked for. Whoever expects one has a filter at work, or a subscriber to its
/// type on the event stream; those of a system that is ending concern nobody.
/// </summary>
internal sealed class LostMessages(ActorSystem system, TestKitSettings settings)
{
    /// <summary>More than this many are counted only.</summary>
    private const int MostShown = 20;

    [ThreadStatic]
    private static bool _overlooked;

    private readonly Lock _gate = new();
    private readonly List<string> _shown = [];
    private int _count;

    /// <summary>What this thread publishes meanwhile does not count.</summary>
    public static Overlooking Overlook()
    {
        _overlooked = true;
        return default;
    }

    public void Note(object published)
    {
        var concerns = published switch
        {
            DeadLetter => settings.FailOnDeadLetters,
            UnhandledMessage => settings.FailOnUnhandled,
            _ => false,
        };
        if (!concerns || _overlooked || IsEnding() || HasSubscriber(published.GetType()))
            return;
        var lost = (AllDeadLetters)published;
        lock (_gate)
        {
            if (++_count <= MostShown)
                _shown.Add($"{lost.GetType().Name} <{lost.Message}> ({lost.Message.GetType()}) from {lost.Sender} to {lost.Recipient}");
        }
    }

    /// <summary>What came since the last time, as a text for the failure; null when nothing did.</summary>
    public string? Take()
    {
        lock (_gate)
        {
            if (_count == 0)
                return null;
            var text = $"{_count} messages were lost that no filter and no subscriber expected:{Environment.NewLine}  "
                + string.Join(Environment.NewLine + "  ", _shown);
            _shown.Clear();
            _count = 0;
            return text;
        }
    }

    private bool IsEnding() =>
        ((ActorSystemImpl)system).IsTerminating || system.GetExtension<CoordinatedShutdown>() is { ShutdownReason: not null };

    // The runtime's own listeners are no actors.
    private bool HasSubscriber(Type type) => system.EventStream.HasReceiver(type, receiver => receiver is not MinimalActorRef);

    /// <summary>Ends with its scope.</summary>
    internal readonly struct Overlooking : IDisposable
    {
        public void Dispose() => _overlooked = false;
    }
}
