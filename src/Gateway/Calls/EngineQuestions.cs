namespace CallActors.Gateway.Calls;

/// <summary>Questions to the engine's actors, with deadlines of the gateway's clock.</summary>
internal static class EngineQuestions
{
    /// <summary>A question whose answer has not come is asked again: should the entity have moved to another process or been recovered
    /// meanwhile, the new one knows whom to answer.</summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(60);

    /// <summary>Asks under an id that makes asking again harmless, for as long as it may take.</summary>
    /// <exception cref="TimeoutException">No answer came in <paramref name="longest"/>.</exception>
    public static async Task<T> AskPatientlyAsync<T>(this IActorRef actor, object question, TimeSpan longest, TimeProvider time, CancellationToken cancellationToken) where T : class
    {
        var began = time.GetTimestamp();
        while (true)
        {
            if (await actor.AskWithinAsync<T>(question, AskAgainAfter, time, cancellationToken).ConfigureAwait(false) is { } answer) return answer;
            if (time.GetElapsedTime(began) > longest) throw new TimeoutException("The engine did not answer.");
        }
    }

    /// <summary>Null when no answer came in time.</summary>
    public static async Task<T?> AskWithinAsync<T>(this IActorRef actor, object question, TimeSpan within, TimeProvider time, CancellationToken cancellationToken) where T : class
    {
        using var deadline = new CancellationTokenSource(within, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await actor.Ask<T>(question, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
