using System.Text.Json;
using Anthropic.Exceptions;
using CallActors.Contracts.Assistants;

namespace CallActors.Assistants.Claude;

/// <summary>What goes wrong with the API, in the words of the port.</summary>
internal static class ClaudeFaults
{
    public static ModelEvent.Failed Of(Exception cause)
    {
        for (var inner = cause; inner is not null; inner = inner.InnerException)
            if (inner is ClaudeRefusedException refused) return Of(refused);
        return cause switch
        {
            // The vendor's own error, in the middle of a response: its status was fine.
            AnthropicSseException => InStream(cause.Message),
            JsonException or AnthropicInvalidDataException => new ModelEvent.Failed(ModelFault.VendorFailed, $"The response was not understood ({cause.GetType().Name})."),
            _ => new ModelEvent.Failed(ModelFault.Network, $"The connection failed ({cause.GetType().Name})."),
        };
    }

    private static ModelEvent.Failed Of(ClaudeRefusedException refused) => new(
        (refused.Status, refused.Type) switch
        {
            (429, _) or (_, "rate_limit_error") => ModelFault.RateLimited,
            (529, _) or (_, "overloaded_error") => ModelFault.Overloaded,
            (413, _) or (_, "request_too_large") => ModelFault.TooLong,
            (400, _) when refused.IsTooLong => ModelFault.TooLong,
            (401 or 402 or 403, _) => ModelFault.KeyRefused,
            ( >= 500, _) => ModelFault.VendorFailed,
            _ => ModelFault.RequestRefused,
        },
        refused.Message,
        refused.RetryAfter);

    private static ModelEvent.Failed InStream(string told)
    {
        foreach (var (type, fault) in new[] { ("overloaded_error", ModelFault.Overloaded), ("rate_limit_error", ModelFault.RateLimited) })
            if (told.Contains(type, StringComparison.Ordinal)) return new ModelEvent.Failed(fault, $"The response broke off ({type}).");
        return new ModelEvent.Failed(ModelFault.VendorFailed, "The response broke off with an error of the vendor's.");
    }
}
