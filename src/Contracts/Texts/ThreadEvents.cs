using CallActors.Contracts.Calls;

namespace CallActors.Contracts.Texts;

/// <summary>A fact of a thread's history. Stored as JSON under a stable manifest; golden files pin the bytes.</summary>
public interface IThreadEvent
{
    /// <summary>When it happened (UTC), by the actor system's clock.</summary>
    DateTimeOffset At { get; }
}

/// <summary>The facts of a thread's history.</summary>
public static class ThreadEvents
{
    /// <summary>An agent asked for something.</summary>
    /// <param name="Body">What to send; empty for an ask that only waits.</param>
    public sealed record TextAsked(DateTimeOffset At, TextAddress Address, OperationId OperationId, string Body, bool Waits, TimeSpan? WaitFor = null) : IThreadEvent;

    /// <summary>The carrier took a text.</summary>
    public sealed record TextSent(DateTimeOffset At, OperationId OperationId, string Carrier, string MessageId) : IThreadEvent;

    /// <summary>The carrier told how far a text has come.</summary>
    public sealed record TextTracked(DateTimeOffset At, OperationId OperationId, TextDelivery Delivery, string Detail) : IThreadEvent;

    /// <summary>A text came from the person.</summary>
    /// <param name="To">Which address of ours it was sent to.</param>
    /// <param name="CallBack">The call that was placed because the text asks for one, or that was under way already.</param>
    public sealed record TextArrived(
        DateTimeOffset At, TextAddress Address, string Carrier, string MessageId, string Body, string? To = null, CallId? CallBack = null) : IThreadEvent;

    /// <summary>An ask is over.</summary>
    /// <param name="Reply">What the person wrote; empty for one that only sent.</param>
    /// <param name="Failure">Null when it was done as asked.</param>
    /// <param name="CallBack">The call by which the person was rung for asking so in the reply.</param>
    public sealed record AskFinished(
        DateTimeOffset At, OperationId OperationId, string Reply, TextRefusal? Failure = null, string Detail = "", CallId? CallBack = null) : IThreadEvent;
}
