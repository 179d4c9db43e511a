namespace CallActors.Carriers.Telnyx;

/// <summary>A part of an account that calls and texts depend on.</summary>
public enum TelnyxAccountPart
{
    /// <summary>The Call Control or TeXML application, and with it the API key.</summary>
    Application,

    /// <summary>The outbound voice profile of the application: which countries may be called.</summary>
    OutboundProfile,

    /// <summary>The number that calls and texts come from.</summary>
    Number,

    /// <summary>What may be spent.</summary>
    Credit,
}

/// <summary>What is wrong with a part of an account.</summary>
public enum TelnyxAccountFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Telnyx refuses the API key.</summary>
    KeyRefused,

    /// <summary>The account has no such application with the connection id.</summary>
    NoApplication,

    /// <summary>The application is switched off.</summary>
    ApplicationInactive,

    /// <summary>The application's events have the shape of the API's first version.</summary>
    OldWebhooks,

    /// <summary>The application's webhook address is not ours: calls that come in, and their end, are told to somebody else.</summary>
    OtherWebhookAddress,

    /// <summary>The application has no outbound voice profile: Telnyx places no calls.</summary>
    NoOutboundProfile,

    /// <summary>The profile is switched off.</summary>
    OutboundProfileDisabled,

    /// <summary>The number is not the account's.</summary>
    ForeignNumber,

    /// <summary>The number is the account's, and not in service (yet, or any more).</summary>
    NumberInactive,

    /// <summary>The number belongs to another application, or to none: calls to it do not come here.</summary>
    NumberElsewhere,

    /// <summary>The number has no messaging profile: texts cannot be sent from it.</summary>
    NoMessagingProfile,

    /// <summary>Nothing may be spent any more.</summary>
    NoCredit,

    /// <summary>It could not be read: <see cref="TelnyxAccountCheck.Detail"/> says why.</summary>
    Unreadable,
}

/// <summary>What was found of one part of an account.</summary>
/// <param name="Detail">More about it, fit to be printed: no secret and no number; may be empty.</param>
public sealed record TelnyxAccountCheck(TelnyxAccountPart Part, TelnyxAccountFault Fault, string Detail = "");
