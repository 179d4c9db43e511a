using System.Text.Json.Serialization;
using CallActors.Contracts.Calls;

namespace CallActors.Contracts.Carriers;

/// <summary>A carrier's name for one phone leg: Twilio's CallSid, Telnyx' call control id, a softphone leg. 1–200 characters.</summary>
[JsonConverter(typeof(LegIdJsonConverter))]
public readonly record struct LegId
{
    /// <summary>Longest id, in characters.</summary>
    public const int MaxLength = 200;

    private readonly string? _value;

    /// <exception cref="ArgumentException">Empty, or longer than <see cref="MaxLength"/>.</exception>
    public LegId(string value)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Length > MaxLength)
            throw new ArgumentException($"A leg id has 1 to {MaxLength} characters.", nameof(value));
        _value = value;
    }

    /// <summary>The text form.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This leg id was never set.");

    /// <inheritdoc/>
    public override string ToString() => _value ?? "?";
}

/// <summary>Writes a leg id as its text.</summary>
public sealed class LegIdJsonConverter()
    : TextJsonConverter<LegId>(text => text.Length is > 0 and <= LegId.MaxLength ? new LegId(text) : null, id => id.Value);

/// <summary>News of a phone leg.</summary>
public enum LegNews
{
    /// <summary>The phone rings.</summary>
    Ringing,

    /// <summary>Somebody picked up.</summary>
    Answered,

    /// <summary>The person declined.</summary>
    Declined,

    /// <summary>The line is engaged.</summary>
    Busy,

    /// <summary>The carrier stopped ringing: nobody answered.</summary>
    NoAnswer,

    /// <summary>The person hung up.</summary>
    HungUp,

    /// <summary>The carrier failed.</summary>
    Failed,
}

/// <summary>Who picked up, as far as the carrier can tell.</summary>
public enum AnsweredBy
{
    /// <summary>It could not tell.</summary>
    Unknown,

    Person,

    /// <summary>An answering machine, whose greeting may still be playing.</summary>
    Machine,

    /// <summary>An answering machine, whose greeting has ended with a beep.</summary>
    MachineAfterBeep,

    /// <summary>An answering machine, whose greeting has ended without a beep.</summary>
    MachineAfterGreeting,

    Fax,
}

/// <summary>An order to ring somebody.</summary>
/// <param name="RingFor">After this the carrier stops ringing by itself; the call's own timer ends it a little later at most.</param>
public sealed record DialOrder(CallId CallId, Callee To, TimeSpan RingFor);

/// <summary>
/// A way to reach a phone. Knows no actor: news of its legs goes to <see cref="ICarrierSignals"/>. Every call has a deadline of its
/// own through the token; failures are <see cref="CarrierException"/>s.
/// </summary>
public interface ICarrier
{
    /// <summary>Name in configuration, events and logs, for example <c>softphone</c>.</summary>
    string Name { get; }

    /// <summary>Its legs are held outside this process: a call that was ringing when the process died still rings. False for carriers
    /// that must be asked to ring again.</summary>
    bool LegsOutliveProcess { get; }

    /// <summary>It can ring this callee: a number in E.164, unless the carrier says otherwise.</summary>
    bool Reaches(Callee callee) => callee.Address.StartsWith('+');

    /// <summary>Rings. Answers as soon as the carrier has taken the order; what happens next is reported as leg news.
    /// The same order twice (by <see cref="DialOrder.CallId"/>) rings once.</summary>
    Task<LegId> DialAsync(DialOrder order, CancellationToken cancellationToken);

    /// <summary>Ends a leg in any state. A leg that has ended already is not an error.</summary>
    Task HangUpAsync(LegId leg, CancellationToken cancellationToken);
}

/// <summary>Where carriers report what happens to their legs. Implemented by the gateway; calls return at once.</summary>
public interface ICarrierSignals
{
    void Report(CallCommands.ReportLeg news);

    void Report(CallCommands.ReportWords words);

    void Report(CallCommands.ReportAnsweredBy answeredBy);
}

/// <summary>The calls, as a carrier's edge sees them: news in, and two questions. Implemented by the gateway.</summary>
public interface ICallDesk : ICarrierSignals
{
    /// <summary>Asks for a media ticket: <see cref="CallReplies.MediaInvited"/> or <see cref="CallReplies.Refused"/>.</summary>
    Task<ICallReply> InviteMediaAsync(CallCommands.InviteMedia request, CancellationToken cancellationToken);

    /// <summary>Brings in an inbound call: <see cref="CallReplies.Admitted"/> or <see cref="CallReplies.Refused"/>.</summary>
    Task<ICallReply> AdmitAsync(CallCommands.AdmitInbound request, CancellationToken cancellationToken);
}

/// <summary>A carrier's failure; the message is fit for the agent: what happened, what to mend, no secrets.</summary>
public sealed class CarrierException : Exception
{
    public CarrierException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
