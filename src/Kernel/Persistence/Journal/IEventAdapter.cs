namespace Kernel.Persistence.Journal;

/// <summary>Turns an event into what the journal keeps.</summary>
public interface IWriteEventAdapter
{
    /// <summary>A hint kept beside the event for <see cref="IReadEventAdapter.FromJournal"/>; may be empty.</summary>
    string Manifest(object evt);

    /// <summary>The same event, another one, or either wrapped in <see cref="Tagged"/>.</summary>
    object ToJournal(object evt);
}

/// <summary>Turns what the journal kept into the events that the actor knows today: one, several or none.</summary>
public interface IReadEventAdapter
{
    IEventSequence FromJournal(object evt, string manifest);
}

/// <summary>Both directions.</summary>
public interface IEventAdapter : IWriteEventAdapter, IReadEventAdapter;

/// <summary>What a read adapter answers.</summary>
public interface IEventSequence
{
    IEnumerable<object> Events { get; }
}

/// <summary>Makes <see cref="IEventSequence"/>s.</summary>
public static class EventSequence
{
    public static IEventSequence Empty { get; } = new Sequence([]);

    public static IEventSequence Single(object e) => new Sequence([e]);

    public static IEventSequence Create(params object[] events) => new Sequence(events);

    public static IEventSequence Create(IEnumerable<object> events) => new Sequence([.. events]);

    private sealed class Sequence(object[] events) : IEventSequence
    {
        public IEnumerable<object> Events { get; } = events;
    }
}
