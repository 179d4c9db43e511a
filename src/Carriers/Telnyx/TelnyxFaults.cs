using System.Globalization;
using System.Text.Json;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Telnyx;

/// <summary>A request that came to nothing.</summary>
/// <param name="Exception">For whoever asked.</param>
/// <param name="Status">HTTP status; 0 when nobody answered.</param>
/// <param name="Code">Telnyx' error code; 0 when it gave none.</param>
/// <param name="MayBeTaken">Telnyx may have done it all the same.</param>
internal sealed record TelnyxFailure(CarrierException Exception, int Status = 0, int Code = 0, bool MayBeTaken = false)
{
    /// <summary>The key, not the request, was refused.</summary>
    public bool IsOfKey => Status == 401 || Code == TelnyxFaults.Unauthorized;

    /// <summary>There is no such thing in the account.</summary>
    public bool IsUnknown => Status == 404 || Code == TelnyxFaults.NotFound;
}

/// <summary>Telnyx' refusals as sentences for the agent. Nothing of the answer but its numbers gets into them: details and titles may hold
/// numbers of people.</summary>
internal static class TelnyxFaults
{
    /// <summary>The call has ended already.</summary>
    public const int CallEnded = 90018;

    public const int Unauthorized = 10009;
    public const int NotFound = 10005;

    /// <summary>The first error code of an answer; 0 when it has none.</summary>
    public static int CodeOf(ReadOnlySpan<byte> body)
    {
        try
        {
            var errors = JsonSerializer.Deserialize(body, TelnyxJson.Default.ErrorReply)?.Errors;
            return errors is [{ } first, ..] && int.TryParse(first.Code.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 0;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Something before the API has answered: its page says nothing that the status does not.
            return 0;
        }
    }

    public static CarrierException Refused(string what, int status, int code) => new((status, code) switch
    {
        (401, _) or (_, Unauthorized) => $"Telnyx did not {what}: it refuses the API key. Check the key (error {Or(code, status)}).",
        (402, _) or (_, 20100) => $"Telnyx did not {what}: the account has no credit left (error {Or(code, status)}).",
        (_, 10002) or (_, 10016) => $"Telnyx did not {what}: the number is not one in E.164, such as +15551234567 (error {code}).",
        (_, 10015) => $"Telnyx did not {what}: a value is not one that it takes. Check the connection id and the number that calls come from (error {code}).",
        (_, 10010) or (_, 10038) or (403, _) => $"Telnyx did not {what}: the account may not do this. Check the connection's outbound profile, its countries and its verification level (error {Or(code, status)}).",
        (_, 90018) => $"Telnyx did not {what}: the call has ended.",
        (404, _) or (_, NotFound) => $"Telnyx did not {what}: it does not know the call, or the connection id (error {Or(code, status)}).",
        (429, _) => $"Telnyx did not {what}: there were too many requests for now. Try again in a minute (error {Or(code, status)}).",
        ( >= 500, _) => $"Telnyx did not {what}: it has a fault of its own ({status}). Try again in a minute.",
        _ => $"Telnyx did not {what}: it refused the request (error {Or(code, status)}).",
    });

    public static CarrierException Unreachable(string what, Exception cause) =>
        new($"Telnyx did not {what}: it could not be reached. Check the network and the base URL.", cause);

    public static CarrierException Late(string what) => new($"Telnyx did not {what}: it did not answer in time.");

    public static CarrierException NotUnderstood(string what) => new($"Telnyx was asked to {what}, and its answer was not understood.");

    private static int Or(int code, int status) => code != 0 ? code : status;
}
