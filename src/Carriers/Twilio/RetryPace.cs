namespace CallActors.Carriers.Twilio;

/// <summary>How long to wait before something is sent again: what Twilio asks for, and a random part of a time that doubles, so that those
/// who were refused together do not come again together.</summary>
/// <param name="chance">0 to 1.</param>
internal sealed class RetryPace(TimeProvider time, Func<double> chance)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    /// <param name="attempt">How often it was sent, from 1.</param>
    public Task WaitAsync(TwilioReply reply, int attempt, CancellationToken cancellationToken)
    {
        var asked = (reply switch { TwilioReply.Busy busy => busy.RetryAfter, TwilioReply.Faulty faulty => faulty.RetryAfter, _ => null }) ?? TimeSpan.Zero;
        if (asked < TimeSpan.Zero) asked = TimeSpan.Zero;
        var spread = TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(attempt - 1, 10)));
        return Task.Delay(asked + spread * chance(), time, cancellationToken);
    }
}
