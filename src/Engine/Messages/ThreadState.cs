using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Texts;

namespace CallActors.Engine.Messages;

/// <summary>A thread as its events tell it. Immutable; <see cref="Apply"/> reads no clock. What is old is forgotten.</summary>
internal sealed record ThreadState
{
    /// <summary>Asks that are remembered; the oldest that is over is forgotten first.</summary>
    public const int AsksRemembered = 200;

    /// <summary>Texts of the person's that are remembered.</summary>
    public const int TextsRemembered = 200;

    /// <summary>In the order in which they came: the first that is not finished is the one that is worked on.</summary>
    public ImmutableList<Ask> Asks { get; init; } = [];

    public ImmutableList<Arrival> Arrivals { get; init; } = [];

    /// <summary>The person's texts that no ask was given yet: the last ones of <see cref="Arrivals"/>.</summary>
    public ImmutableList<Arrival> Kept { get; init; } = [];

    /// <summary>The latest text that brought a call about.</summary>
    public Arrival? LastCallBack => Arrivals.FindLast(a => a.CallBack is not null);

    /// <summary>Where the person has last written to.</summary>
    public Route? WrittenTo => Arrivals.LastOrDefault() is { To.Length: > 0 } last ? new Route(last.Carrier, last.To) : null;

    public Ask? Current => Asks.Find(a => !a.Finished);

    public int Open => Asks.Count(a => !a.Finished);

    public Ask? Find(OperationId id) => Asks.Find(a => a.Id == id);

    public bool Knows(TextReceived text) => Arrivals.Exists(a => a.MessageId == text.Id && a.Carrier == text.Carrier);

    public ThreadState Apply(IThreadEvent fact) => fact switch
    {
        ThreadEvents.TextAsked e => this with { Asks = Bounded(Asks.Add(new Ask(e.OperationId, e.Body, e.Waits, e.At) { WaitFor = e.WaitFor, Route = WrittenTo })) },
        ThreadEvents.TextSent e => With(e.OperationId, a => a with { SentAt = e.At, Carrier = e.Carrier, MessageId = e.MessageId, Delivery = TextDelivery.Sent }),
        ThreadEvents.TextTracked e => With(e.OperationId, a => a with { Delivery = e.Delivery }),
        ThreadEvents.TextArrived e => Arrived(new Arrival(e.At, e.Carrier, e.MessageId, e.Body, e.To ?? "", e.CallBack)),
        ThreadEvents.AskFinished e => With(e.OperationId, a => a with { Finished = true, Reply = e.Reply, Failure = e.Failure, Detail = e.Detail, CallBack = e.CallBack }) with
        {
            Kept = e.Reply.Length > 0 ? [] : Kept,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "An event that this version does not know."),
    };

    private ThreadState Arrived(Arrival arrival) => this with
    {
        Arrivals = Arrivals.Count < TextsRemembered ? Arrivals.Add(arrival) : Arrivals.RemoveAt(0).Add(arrival),
        Kept = Kept.Count < TextsRemembered ? Kept.Add(arrival) : Kept.RemoveAt(0).Add(arrival),
    };

    /// <summary>All of it, for the snapshot store.</summary>
    public ThreadSnapshot Snapshot(TextAddress address) => new(address, Asks, Arrivals, Kept.Count);

    public static ThreadState Of(ThreadSnapshot snapshot) => new()
    {
        Asks = [.. snapshot.Asks],
        Arrivals = [.. snapshot.Arrivals],
        Kept = [.. snapshot.Arrivals.TakeLast(snapshot.Kept)],
    };

    private ThreadState With(OperationId id, Func<Ask, Ask> change)
    {
        var at = Asks.FindIndex(a => a.Id == id);
        return at < 0 ? this : this with { Asks = Asks.SetItem(at, change(Asks[at])) };
    }

    private static ImmutableList<Ask> Bounded(ImmutableList<Ask> asks) =>
        asks.Count > AsksRemembered && asks.Find(a => a.Finished) is { } oldest ? asks.Remove(oldest) : asks;

    /// <summary>Something an agent asked of the thread.</summary>
    /// <param name="Body">Empty for one that only waits.</param>
    internal sealed record Ask(OperationId Id, string Body, bool Waits, DateTimeOffset AskedAt)
    {
        /// <summary>How long the reply is waited for; null for the usual time.</summary>
        public TimeSpan? WaitFor { get; init; }

        public DateTimeOffset? SentAt { get; init; }

        public string Carrier { get; init; } = "";

        /// <summary>The carrier's name for the text.</summary>
        public string MessageId { get; init; } = "";

        public TextDelivery? Delivery { get; init; }

        /// <summary>By which carrier and from which address of ours it goes; null while the person has written to none.</summary>
        public Route? Route { get; init; }

        public bool Finished { get; init; }

        public string Reply { get; init; } = "";

        public TextRefusal? Failure { get; init; }

        public string Detail { get; init; } = "";

        /// <summary>The call by which the person was rung for asking so in the reply.</summary>
        public CallId? CallBack { get; init; }

        /// <summary>Its text, if it has one, is on its way.</summary>
        [JsonIgnore]
        public bool IsSent => Body.Length == 0 || SentAt is not null;
    }

    /// <summary>A text of the person's.</summary>
    /// <param name="To">Which address of ours it was sent to; empty when that is not known.</param>
    /// <param name="CallBack">The call that it brought about, or that was under way already.</param>
    internal sealed record Arrival(DateTimeOffset At, string Carrier, string MessageId, string Body, string To = "", CallId? CallBack = null);

    /// <summary>Where the person wrote to, and where we write from.</summary>
    internal sealed record Route(string Carrier, string To);
}

/// <summary>Stored: a thread as it stands.</summary>
/// <param name="Kept">How many of the latest arrivals no ask was given yet.</param>
internal sealed record ThreadSnapshot(TextAddress Address, IReadOnlyList<ThreadState.Ask> Asks, IReadOnlyList<ThreadState.Arrival> Arrivals, int Kept);
