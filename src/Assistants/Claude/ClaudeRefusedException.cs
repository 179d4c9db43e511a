using System.Net;

namespace CallActors.Assistants.Claude;

/// <summary>The API has refused a request, or failed, before it answered. Holds nothing of what was sent.</summary>
/// <param name="type">The vendor's word: <c>rate_limit_error</c>; empty when it told none.</param>
/// <param name="isTooLong">Its message says that the conversation is more than the model takes.</param>
internal sealed class ClaudeRefusedException(HttpStatusCode status, string type, bool isTooLong, TimeSpan? retryAfter)
    : Exception($"The API answered {(int)status}{(type.Length > 0 ? $" ({type})" : "")}.")
{
    public int Status => (int)status;

    public string Type => type;

    public bool IsTooLong => isTooLong;

    public TimeSpan? RetryAfter => retryAfter;
}
