using CallActors.Contracts.Texts;
using CallActors.Engine;

namespace CallActors.Gateway.Calls;

/// <summary>The threads of texts, as the REST edge sees them.</summary>
public interface ITextThreads
{
    /// <summary>Sends a text and waits for its reply. Cancelling tells the thread that nobody waits any more, unless the
    /// gateway is stopping: who waited comes back to the next one under the same id.</summary>
    Task<IThreadReply> AskAsync(ThreadCommands.SendText command, CancellationToken cancellationToken);
}

/// <summary>The threads of the engine.</summary>
public sealed class ActorTextThreads(EngineHandle engine, ShutdownGate gate, TimeProvider time) : ITextThreads
{
    /// <summary>What a carrier may take longer than the person was given.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    public async Task<IThreadReply> AskAsync(ThreadCommands.SendText command, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.Texts.AskPatientlyAsync<IThreadReply>(command, (command.WaitFor ?? TimeSpan.Zero) + Margin, time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            if (!gate.IsClosed) engine.Texts.Tell(new ThreadCommands.AbandonText(command.Address, command.OperationId), ActorRefs.NoSender);
            throw;
        }
    }
}
