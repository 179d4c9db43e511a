using CallActors.Contracts.Calls;

namespace CallActors.Engine.Calls;

/// <summary>What a call shows of itself.</summary>
internal static class CallViews
{
    public static CallReplies.CallView View(this CallState state) => new(
        state.Id,
        state.Phase,
        state.Inbound,
        state.Carrier,
        state.Address,
        state.PlacedAt,
        state.AnsweredAt,
        state.EndedAt,
        state.EndReason,
        state.EndDetail,
        Transcript(state),
        [.. state.Operations.Select(o => new OperationView(o.Id, o.Kind, o.Finished, o.Response, o.Interrupted, o.Heard, o.Failure, o.Detail, o.Timings))],
        state.Voicemail,
        state.Recording);

    public static CallSummary Summary(this CallState state) =>
        new(state.Id, state.Phase, state.Inbound, state.Address, state.PlacedAt, state.AnsweredAt, state.EndedAt, state.EndReason);

    /// <summary>The reply that a finished operation gives, also to a client that asks again.</summary>
    public static ICallReply Reply(this CallState state, CallState.Operation operation, DateTimeOffset now)
    {
        if (operation.Failure is { } failure) return new CallReplies.Refused(state.Id, failure, operation.Detail);
        var isVoicemail = operation.EndReason is CallEndReason.Voicemail;
        var heard = isVoicemail ? state.OnMachine?.Heard ?? "" : operation.Heard;
        return operation.Kind switch
        {
            OperationKind.Speak => new CallReplies.Spoken(state.Id, operation.Id, operation.Interrupted, heard, operation.Timings),
            OperationKind.End => new CallReplies.Ended(state.Id, state.DurationAt(now), state.EndReason ?? CallEndReason.AgentEnded, heard, operation.Response),
            _ => new CallReplies.TurnTaken(state.Id, operation.Id, operation.Response, operation.Interrupted, heard, operation.Timings, operation.EndReason,
                isVoicemail ? state.Voicemail : null, operation.Detail, operation.Source),
        };
    }

    private static List<TranscriptLine> Transcript(CallState state)
    {
        var lines = new List<TranscriptLine>(state.Operations.Count + state.Turns.Count);
        foreach (var o in state.Operations)
            if (o.BegunAt is { } begun)
                lines.Add(new TranscriptLine(Speaker.Agent, begun, o.SpokenAt, o.Message, o.Heard, o.Interrupted));
        foreach (var t in state.Turns)
            lines.Add(new TranscriptLine(Speaker.Person, t.StartedAt, t.EndedAt, t.Text, t.Text, Interrupted: false, t.Source));
        return [.. lines.OrderBy(l => l.StartedAt)];
    }
}
