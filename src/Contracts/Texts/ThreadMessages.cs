using CallActors.Contracts.Calls;

namespace CallActors.Contracts.Texts;

/// <summary>A message that belongs to one person's thread of texts; sharding routes by it.</summary>
public interface IThreadCommand
{
    TextAddress Address { get; }
}

/// <summary>What agents ask of a thread of texts.</summary>
public static class ThreadCommands
{
    /// <summary>Sends a text and waits for the reply. Answered by <see cref="ThreadReplies.Replied"/>, <see cref="ThreadReplies.Sent"/> or
    /// <see cref="ThreadReplies.Refused"/>. The same id again joins, or gets the result: nothing is sent twice.</summary>
    /// <param name="Body">1–1,600 characters.</param>
    /// <param name="Waits">False when no reply is waited for: what comes is kept for the next one who waits.</param>
    /// <param name="WaitFor">How long to wait, 1 s–24 h, from the sending; null takes the configured time.</param>
    public sealed record SendText(TextAddress Address, OperationId OperationId, string Body, bool Waits = true, TimeSpan? WaitFor = null) : IThreadCommand;

    /// <summary>Waits for a text without sending one: brings what came while nobody waited, at once, or else the next.</summary>
    public sealed record AwaitText(TextAddress Address, OperationId OperationId, TimeSpan? WaitFor = null) : IThreadCommand;

    /// <summary>The agent no longer waits for this. What was sent is sent. No reply.</summary>
    public sealed record AbandonText(TextAddress Address, OperationId OperationId) : IThreadCommand;

    /// <summary>Asks for the thread as it stands. Answered by <see cref="ThreadReplies.ThreadView"/>.</summary>
    public sealed record GetThread(TextAddress Address) : IThreadCommand;

    /// <summary>A text came in. Sent by the text desk; no reply.</summary>
    public sealed record TextCame(TextAddress Address, TextReceived Text) : IThreadCommand;

    /// <summary>How far a text has come. Sent by the text desk; no reply.</summary>
    public sealed record TextReported(TextAddress Address, TextNews News) : IThreadCommand;

    /// <summary>Wakes a thread that has an open ask. Sent by the text desk after a restart; no reply.</summary>
    public sealed record Wake(TextAddress Address) : IThreadCommand;
}

/// <summary>News of a text that was sent; carriers' edges tell the text desk.</summary>
/// <param name="Id">The carrier's name for the message.</param>
/// <param name="Detail">Why it failed, fit for the agent; empty otherwise.</param>
public sealed record TextNews(string Carrier, string Id, TextDelivery Delivery, string Detail);

/// <summary>Why a thread refused an ask, or could not finish it: a closed set, each with its HTTP status at the edge.</summary>
public enum TextRefusal
{
    /// <summary>Nothing came within the time (504).</summary>
    NoReply,

    /// <summary>The carrier says that the text will not arrive (502).</summary>
    NotDelivered,

    /// <summary>The carrier refused the text, or did not answer; or there is none for texts (502).</summary>
    CarrierFailed,

    /// <summary>Too many asks wait on this thread already (409).</summary>
    ThreadBusy,

    /// <summary>The text is empty or too long (400).</summary>
    NotFit,

    /// <summary>The agent stopped waiting (409).</summary>
    Abandoned,

    /// <summary>The thread's journal could not be written, or the thread was stopped (503).</summary>
    NotStored,
}

/// <summary>Whether a person wants to be called.</summary>
public enum CallWish
{
    None,

    /// <summary>"Call me", "ring me please".</summary>
    Now,

    /// <summary>"Call me tomorrow", "call me when it is done": not yet.</summary>
    Later,
}

/// <summary>A reply of a thread.</summary>
public interface IThreadReply
{
    TextAddress Address { get; }
}

/// <summary>What a thread answers.</summary>
public static class ThreadReplies
{
    /// <summary>The person has written.</summary>
    /// <param name="Reply">The person's words; several texts in lines of their own.</param>
    /// <param name="Wish">Whether the person wants to be called.</param>
    /// <param name="CallBack">The call by which the person is rung, or was, for asking so; null when nobody was rung.</param>
    public sealed record Replied(TextAddress Address, OperationId OperationId, string Reply, CallWish Wish, CallId? CallBack = null) : IThreadReply;

    /// <summary>The carrier has taken the text.</summary>
    public sealed record Sent(TextAddress Address, OperationId OperationId) : IThreadReply;

    /// <summary>It was refused, or could not be finished.</summary>
    /// <param name="Detail">A sentence for the agent: what happened and what to do; no secrets.</param>
    public sealed record Refused(TextAddress Address, OperationId OperationId, TextRefusal Reason, string Detail) : IThreadReply;

    /// <summary>A thread as it stands: the last 200 texts, in order.</summary>
    /// <param name="Waiting">Asks that are not over.</param>
    public sealed record ThreadView(TextAddress Address, IReadOnlyList<ThreadLine> Lines, int Waiting) : IThreadReply;
}

/// <summary>One text of a thread.</summary>
/// <param name="Delivery">Of the agent's texts how far they have come; null until the carrier has taken it, and for the person's.</param>
public sealed record ThreadLine(Speaker Speaker, DateTimeOffset At, string Text, TextDelivery? Delivery);

/// <summary>Rings people who ask for it by text. Implemented by the host; calls return at once.</summary>
public interface ICallBackDesk
{
    /// <summary>Whether this person may be rung now. Asked once for each call; a yes counts as one of the calls that a person may get.</summary>
    bool Admits(TextAddress person);

    /// <summary>Whether this call is known to be over: who asks again then is rung again.</summary>
    bool IsOver(CallId callId);

    /// <summary>Rings. The same id twice rings once.</summary>
    /// <param name="agentWaits">An agent is being told of the call, and is to use it.</param>
    void Ring(TextAddress person, CallId callId, bool agentWaits);
}
