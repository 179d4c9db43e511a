using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;

namespace CallActors.Engine.Calls;

/// <summary>Messages that come in pieces.</summary>
internal sealed partial class CallDecider
{
    /// <summary>More of a message. It may be for the operation that is being said, or for one that still waits.</summary>
    public void AddText(CallCommands.AddText piece)
    {
        if (Live.Queue.Find(o => o.OperationId == piece.OperationId) is { } waiting)
        {
            if (Fitting(waiting.Message, waiting.IsComplete, piece) is not { } more) return;
            var grown = Grown(waiting, waiting.Message + more, waiting.IsComplete || piece.IsLast);
            Live = Live with { Queue = Live.Queue.Replace(waiting, grown) };
            PrepareNext();
            Reply(new CallReplies.TextTaken(Id, piece.OperationId, grown.Message.Length, IsWanted: true));
        }
        else if (State.Find(piece.OperationId) is not { } operation)
        {
            RefuseUnknown();
        }
        else if (operation.SpokenAt is not null || operation.Finished)
        {
            Reply(new CallReplies.TextTaken(Id, operation.Id, operation.Message.Length, IsWanted: false));
        }
        else if (Fitting(operation.Message, operation.IsComplete, piece) is { } text)
        {
            // A piece that brings nothing new is not stored, and keeps no stalled text alive.
            if (text.Length > 0 || (piece.IsLast && !operation.IsComplete)) Grow(operation, text, piece.IsLast);
            Reply(new CallReplies.TextTaken(Id, operation.Id, State.Find(operation.Id)!.Message.Length, IsWanted: true));
        }
    }

    private void RefuseUnknown()
    {
        if (!IsRefused()) Refuse(RefusalReason.UnknownOperation, "The call has no such operation, or not yet: begin it first, with a message that is not complete.");
    }

    private void Grow(CallState.Operation operation, string text, bool isLast)
    {
        Happened(new CallEvents.MessageGrown(now, operation.Id, text, isLast));
        if (isLast) Do(new CallEffect.Disarm(CallTimer.TextStall));
        else Do(new CallEffect.Arm(CallTimer.TextStall, rules.TextWithin, operation.Utterance));
        if (!State.Attached || Live.Aside is not null || State.Machine is not null) return;
        Do(new CallEffect.TellStream(new StreamCommands.SayMore(Id, operation.Utterance, text, isLast)));
        if (operation.BegunAt is null && operation.Message.Length + text.Length > 0) Do(new CallEffect.Arm(CallTimer.SpeechStart, rules.SpeechWithin, operation.Utterance));
    }

    /// <summary>What of a piece is new; null when it was refused.</summary>
    private string? Fitting(string message, bool isComplete, CallCommands.AddText piece)
    {
        var known = message.Length - piece.Offset;
        // A piece that is sent again is known already, in whole or in part.
        if (piece.Offset >= 0 && known >= 0 && (!isComplete || known >= piece.Text.Length))
        {
            var more = known >= piece.Text.Length ? "" : piece.Text[known..];
            if (message.Length + more.Length <= rules.LongestMessage) return more;
            Refuse(RefusalReason.TextMisplaced, $"The message would have more than {rules.LongestMessage} characters.");
        }
        else if (known < 0)
        {
            Refuse(RefusalReason.TextMisplaced, $"The message has {message.Length} characters; this piece begins at {piece.Offset}. Send what is missing first.");
        }
        else
        {
            Refuse(RefusalReason.TextMisplaced, "The message is complete already.");
        }

        return null;
    }

    private static ICallOperation Grown(ICallOperation operation, string message, bool isLast) => operation switch
    {
        CallCommands.ContinueCall o => o with { Message = message, IsComplete = isLast },
        CallCommands.Speak o => o with { Message = message, IsComplete = isLast },
        _ => operation,
    };
}
