using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace CallActors.Carriers.Telnyx;

/// <summary>Whether an account is set up so that calls and texts go through. Reads, and changes nothing. The account's id, which TeXML needs, is
/// not looked at: only an order would show that it is wrong.</summary>
public sealed class TelnyxAccount(TelnyxClient client, TelnyxOptions options)
{
    private bool IsTexml => options.TexmlAccount is not null;

    /// <summary>Looks at every part; at the others, too, when one is amiss, unless the key is refused.</summary>
    public async Task<IReadOnlyList<TelnyxAccountCheck>> ExamineAsync(CancellationToken cancellationToken)
    {
        var profile = "";
        var application = await CheckAsync(
            TelnyxAccountPart.Application, $"{(IsTexml ? "texml" : "call_control")}_applications/{Uri.EscapeDataString(options.ConnectionId)}", TelnyxJson.Default.ApplicationReply, TelnyxAccountFault.NoApplication,
            found =>
            {
                profile = found.Data?.Outbound?.OutboundVoiceProfileId ?? "";
                return (FaultOf(found.Data), "");
            }, cancellationToken).ConfigureAwait(false);
        if (application.Fault is TelnyxAccountFault.KeyRefused) return [application];
        var checks = new List<TelnyxAccountCheck> { application };
        var isKnown = application.Fault is not (TelnyxAccountFault.NoApplication or TelnyxAccountFault.Unreadable);
        if (isKnown) checks.Add(await OutboundAsync(profile, cancellationToken).ConfigureAwait(false));
        // The filter takes digits alone, and finds what has them in it.
        checks.Add(await CheckAsync(
            TelnyxAccountPart.Number, $"phone_numbers?filter%5Bphone_number%5D={options.From.TrimStart('+')}", TelnyxJson.Default.NumbersReply, TelnyxAccountFault.ForeignNumber,
            found => FaultOf(found.Data?.FirstOrDefault(number => number?.PhoneNumber == options.From), isKnown), cancellationToken).ConfigureAwait(false));
        checks.Add(await CheckAsync(
            TelnyxAccountPart.Credit, "balance", TelnyxJson.Default.BalanceReply, TelnyxAccountFault.Unreadable, found => (FaultOf(found.Data), ""), cancellationToken).ConfigureAwait(false));
        return checks;
    }

    private async Task<TelnyxAccountCheck> OutboundAsync(string profile, CancellationToken cancellationToken) => profile.Length == 0
        ? new TelnyxAccountCheck(TelnyxAccountPart.OutboundProfile, TelnyxAccountFault.NoOutboundProfile)
        : await CheckAsync(
            TelnyxAccountPart.OutboundProfile, $"outbound_voice_profiles/{Uri.EscapeDataString(profile)}", TelnyxJson.Default.OutboundProfileReply, TelnyxAccountFault.NoOutboundProfile,
            found => (found.Data?.Enabled is false ? TelnyxAccountFault.OutboundProfileDisabled : TelnyxAccountFault.None, string.Join(", ", found.Data?.WhitelistedDestinations ?? [])),
            cancellationToken).ConfigureAwait(false);

    /// <param name="unknown">What it means that there is no such thing.</param>
    private async Task<TelnyxAccountCheck> CheckAsync<T>(
        TelnyxAccountPart part, string path, JsonTypeInfo<T> type, TelnyxAccountFault unknown, Func<T, (TelnyxAccountFault Fault, string Detail)> judge, CancellationToken cancellationToken)
        where T : class
    {
        var (found, failure) = await client.GetAsync(path, type, "show the account", cancellationToken).ConfigureAwait(false);
        if (found is not null)
        {
            var (fault, detail) = judge(found);
            return new TelnyxAccountCheck(part, fault, detail);
        }
        return failure!.IsOfKey ? new TelnyxAccountCheck(part, TelnyxAccountFault.KeyRefused)
            : failure.IsUnknown ? new TelnyxAccountCheck(part, unknown)
            : new TelnyxAccountCheck(part, TelnyxAccountFault.Unreadable, failure.Exception.Message);
    }

    private TelnyxAccountFault FaultOf(ApplicationReply.Application? application) => application switch
    {
        null => TelnyxAccountFault.Unreadable,
        { Active: false } => TelnyxAccountFault.ApplicationInactive,
        { WebhookApiVersion: "1" } => TelnyxAccountFault.OldWebhooks,
        _ when !IsOurs(IsTexml ? application.VoiceUrl : application.WebhookEventUrl) => TelnyxAccountFault.OtherWebhookAddress,
        _ => TelnyxAccountFault.None,
    };

    /// <param name="isKnown">The application is known: the number's can be compared with it.</param>
    private (TelnyxAccountFault Fault, string Detail) FaultOf(NumbersReply.Number? number, bool isKnown) => number switch
    {
        null => (TelnyxAccountFault.ForeignNumber, ""),
        { Status: not "active" } => (TelnyxAccountFault.NumberInactive, number.Status ?? ""),
        _ when isKnown && number.ConnectionId != options.ConnectionId => (TelnyxAccountFault.NumberElsewhere, ""),
        { MessagingProfileId: null or "" } when options.MessagingProfileId is null => (TelnyxAccountFault.NoMessagingProfile, ""),
        _ => (TelnyxAccountFault.None, ""),
    };

    private static TelnyxAccountFault FaultOf(BalanceReply.Balance? balance) =>
        !decimal.TryParse(balance?.AvailableCredit, NumberStyles.Number, CultureInfo.InvariantCulture, out var credit) ? TelnyxAccountFault.Unreadable
        : credit > 0 ? TelnyxAccountFault.None
        : TelnyxAccountFault.NoCredit;

    /// <summary>A slash at the end leads here as well.</summary>
    private bool IsOurs(string? url) => Uri.TryCreate(url?.TrimEnd('/'), UriKind.Absolute, out var told) && told == options.WebhookUrl;
}
