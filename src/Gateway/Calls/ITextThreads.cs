using CallActors.Contracts.Texts;
using CallActors.Engine;

namespace CallActors.Gateway.Calls;

/// <summary>The threads of texts, as the REST edge sees them.</summary>
public interface ITextThreads
{
    /// <summary>Sends a text and waits for its reply. Cancelling tells the thread that nobody waits any more.</summary>
    Task<IThreadReply> AskAsync(ThreadCommands.SendText command, CancellationToken cancellationToken);
}

/// <summary>The threads of the engine.</summary>
public sealed class ActorTextThreads(EngineHandle engine, TimeProvider time) : ITextThreads
{
    /// <summary>An ask whose answer has not come is made again under its id: should the thread have moved or been recovered meanwhile, the
    /// new one knows whom to answer.</summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(60);

    /// <summary>What a carrier may take longer than the person was given.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    public async Task<IThreadReply> AskAsync(ThreadCommands.SendText command, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var longest = (command.WaitFor ?? TimeSpan.Zero) + Margin;
        try
        {
            while (time.GetElapsedTime(started) < longest)
            {
                try
                {
                    return await engine.Texts.Ask<IThreadReply>(command, AskAgainAfter, cancellationToken).ConfigureAwait(false);
                }
                catch (AskTimeoutException)
                {
                    // Asked again below.
                }
            }

            throw new TimeoutException("The thread of texts did not answer.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            engine.Texts.Tell(new ThreadCommands.AbandonText(command.Address, command.OperationId), ActorRefs.NoSender);
            throw;
        }
    }
}
