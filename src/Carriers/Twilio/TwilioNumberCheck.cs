using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Twilio;

/// <summary>What a number is to a Twilio account.</summary>
public enum TwilioNumberKind
{
    /// <summary>The account's own, for calls.</summary>
    Own,

    /// <summary>The account's own, and no number for calls.</summary>
    OwnWithoutVoice,

    /// <summary>Somebody else's, verified for the account: calls may be placed from it, and calls and texts to it do not come here.</summary>
    Verified,

    /// <summary>Neither: Twilio refuses calls from it.</summary>
    Foreign,
}

/// <summary>What Twilio says of the number that calls are placed from.</summary>
/// <param name="VoiceUrl">Where it sends calls that come in; empty when nowhere.</param>
/// <param name="TextUrl">The same of texts.</param>
public sealed record TwilioNumberCheck(TwilioNumberKind Kind, string VoiceUrl = "", string TextUrl = "")
{
    /// <summary>Asks Twilio.</summary>
    /// <param name="number">In E.164.</param>
    /// <exception cref="CarrierException">Twilio did not say; the message says why.</exception>
    public static async Task<TwilioNumberCheck> AskAsync(TwilioRest rest, string number, CancellationToken cancellationToken)
    {
        // Both filters find parts of numbers too.
        var own = await rest.ListNumbersAsync(number, cancellationToken).ConfigureAwait(false);
        if (own.FirstOrDefault(known => known.PhoneNumber == number) is { } found)
            return new(found.Capabilities is { Voice: false } ? TwilioNumberKind.OwnWithoutVoice : TwilioNumberKind.Own, found.VoiceUrl ?? "", found.SmsUrl ?? "");
        var verified = await rest.ListVerifiedAsync(number, cancellationToken).ConfigureAwait(false);
        return new(verified.Any(known => known.PhoneNumber == number) ? TwilioNumberKind.Verified : TwilioNumberKind.Foreign);
    }
}
