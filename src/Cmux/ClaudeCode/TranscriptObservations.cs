using CallActors.Contracts.Agents;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>What a transcript says of Claude Code's state.</summary>
public static class TranscriptObservations
{
    /// <summary>What an entry says; null when it says nothing of the state.</summary>
    public static AgentObservation? Of(AgentSession session, TranscriptEntry entry)
    {
        AgentObservation? seen = entry switch
        {
            TranscriptEntry.Prompt => new AgentObservation.PromptTaken(AgentSource.Transcript, entry.At),
            TranscriptEntry.Wrote or TranscriptEntry.Worked => new AgentObservation.ShowedLife(AgentSource.Transcript, entry.At),
            TranscriptEntry.Interrupted => new AgentObservation.Interrupted(AgentSource.Transcript, entry.At),
            TranscriptEntry.TurnOver => new AgentObservation.TurnEnded(AgentSource.Transcript, entry.At),
            TranscriptEntry.ServiceFailed => new AgentObservation.TurnFailed(AgentSource.Transcript, entry.At, "unknown"),
            TranscriptEntry.Compacted => new AgentObservation.CompactionFinished(AgentSource.Transcript, entry.At),
            _ => null,
        };
        return seen is null ? null : seen with { Session = session };
    }
}
