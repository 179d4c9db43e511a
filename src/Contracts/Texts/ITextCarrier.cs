using CallActors.Contracts.Carriers;

namespace CallActors.Contracts.Texts;

/// <summary>An order to send a text message.</summary>
/// <param name="Key">Names this message for ever: the same order twice is sent once, as far as the carrier lets us. 1–64 characters.</param>
/// <param name="To">A number in E.164, or <c>whatsapp:</c> and one.</param>
/// <param name="Body">1–1,600 characters.</param>
/// <param name="From">Which address of ours it comes from; empty for the carrier's usual one.</param>
public sealed record TextOrder(string Key, string To, string Body, string From = "");

/// <summary>A text message that came in.</summary>
/// <param name="Id">The carrier's name for it: a message that is delivered twice has the same.</param>
/// <param name="From">A number in E.164, or <c>whatsapp:</c> and one.</param>
/// <param name="To">The number of ours that it was sent to.</param>
public sealed record TextReceived(string Carrier, string Id, string From, string To, string Body);

/// <summary>How far a text message has come.</summary>
public enum TextDelivery
{
    /// <summary>The carrier has taken it.</summary>
    Sent,

    /// <summary>The phone has it.</summary>
    Delivered,

    /// <summary>It will not arrive.</summary>
    Failed,
}

/// <summary>A way to send texts. Failures are <see cref="CarrierException"/>s.</summary>
public interface ITextCarrier
{
    /// <summary>Name in configuration, events and logs.</summary>
    string Name { get; }

    /// <summary>Sends. Answers with the carrier's name for the message as soon as the carrier has taken it.</summary>
    Task<string> SendAsync(TextOrder order, CancellationToken cancellationToken);
}

/// <summary>Where texts and news of them go. Implemented by the gateway; calls return at once.</summary>
public interface ITextDesk
{
    void Received(TextReceived text);

    /// <param name="id">The carrier's name for the message.</param>
    /// <param name="detail">Why it failed, fit for the agent; empty otherwise.</param>
    void Reported(string carrier, string id, TextDelivery delivery, string detail);
}
