using System.Collections.Immutable;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Texts;

namespace CallActors.Engine.Messages;

/// <summary>A thread as its events tell it. Immutable; <see cref="Apply"/> reads no clock. What is old is forgotten: the journal has it.</summary>
internal sealed record ThreadState
{
    private const int AsksKept = 200;
    private const int TextsKept = 500;

    /// <summary>In the order in which they came: the first that is not finished is the one that is worked on.</summary>
    public ImmutableList<Ask> Asks { get; init; } = [];

    public ImmutableList<Arrival> Arrivals { get; init; } = [];

    /// <summary>The person's texts that no ask was given yet.</summary>
    public ImmutableList<Arrival> Kept { get; init; } = [];

    public Ask? Current => Asks.Find(a => !a.Finished);

    public int Open => Asks.Count(a => !a.Finished);

    public Ask? Find(OperationId id) => Asks.Find(a => a.Id == id);

    public bool Knows(TextReceived text) => Arrivals.Exists(a => a.MessageId == text.Id && a.Carrier == text.Carrier);

    public ThreadState Apply(IThreadEvent fact) => fact switch
    {
        ThreadEvents.TextAsked e => this with { Asks = Bounded(Asks.Add(new Ask(e.OperationId, e.Body, e.Waits, e.WaitFor, e.At))) },
        ThreadEvents.TextSent e => With(e.OperationId, a => a with { SentAt = e.At, Carrier = e.Carrier, MessageId = e.MessageId, Delivery = TextDelivery.Sent }),
        ThreadEvents.TextTracked e => With(e.OperationId, a => a with { Delivery = e.Delivery }),
        ThreadEvents.TextArrived e => Arrived(new Arrival(e.At, e.Carrier, e.MessageId, e.Body)),
        ThreadEvents.AskFinished e => With(e.OperationId, a => a with { Finished = true, Reply = e.Reply, Failure = e.Failure, Detail = e.Detail }) with
        {
            Kept = e.Reply.Length > 0 ? [] : Kept,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "An event that this version does not know."),
    };

    private ThreadState Arrived(Arrival arrival) => this with
    {
        Arrivals = Arrivals.Count < TextsKept ? Arrivals.Add(arrival) : Arrivals.RemoveAt(0).Add(arrival),
        Kept = Kept.Count < TextsKept ? Kept.Add(arrival) : Kept.RemoveAt(0).Add(arrival),
    };

    private ThreadState With(OperationId id, Func<Ask, Ask> change)
    {
        var at = Asks.FindIndex(a => a.Id == id);
        return at < 0 ? this : this with { Asks = Asks.SetItem(at, change(Asks[at])) };
    }

    private static ImmutableList<Ask> Bounded(ImmutableList<Ask> asks) =>
        asks.Count > AsksKept && asks.Find(a => a.Finished) is { } oldest ? asks.Remove(oldest) : asks;

    /// <summary>Something an agent asked of the thread.</summary>
    /// <param name="Body">Empty for one that only waits.</param>
    internal sealed record Ask(OperationId Id, string Body, bool Waits, TimeSpan? WaitFor, DateTimeOffset AskedAt)
    {
        public DateTimeOffset? SentAt { get; init; }

        public string Carrier { get; init; } = "";

        /// <summary>The carrier's name for the text.</summary>
        public string MessageId { get; init; } = "";

        public TextDelivery? Delivery { get; init; }

        public bool Finished { get; init; }

        public string Reply { get; init; } = "";

        public TextRefusal? Failure { get; init; }

        public string Detail { get; init; } = "";

        /// <summary>Its text, if it has one, is on its way.</summary>
        public bool IsSent => Body.Length == 0 || SentAt is not null;
    }

    /// <summary>A text of the person's.</summary>
    internal sealed record Arrival(DateTimeOffset At, string Carrier, string MessageId, string Body);
}
