using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Engine.Calls;

/// <summary>What agents ask: one operation at a time, the others in order behind it.</summary>
internal sealed partial class CallDecider
{
    /// <summary>An agent's operation has come, for the first time or again.</summary>
    /// <param name="carrier">Name of the carrier that reaches the callee of a call to be placed; null when none does.</param>
    public void Operate(ICallOperation operation, string? carrier)
    {
        if (State.Find(operation.OperationId) is { } known)
        {
            if (known.Finished) Reply(State.Reply(known, now));
            else Rejoin(known, operation);
            return;
        }

        if (Live.Queue.Exists(o => o.OperationId == operation.OperationId)) Do(new CallEffect.AwaitOperation(operation.OperationId));
        else if (operation is CallCommands.PlaceCall place) Place(place, carrier);
        else if (State.Phase is CallPhase.Unknown) UnknownCall();
        else if (IsOver) RefuseEnded();
        else if (Live.Queue.Count >= rules.QueueLimit)
            Reply(new CallReplies.Refused(Id, RefusalReason.CallBusy, $"{Live.Queue.Count} operations wait on this call already. Wait for them to return.", operation.OperationId));
        else
        {
            Do(new CallEffect.AwaitOperation(operation.OperationId));
            if (State.Current is null) Begin(operation);
            else Enqueue(operation);
        }
    }

    /// <summary>An agent asks again for what is being worked on. A call that was recovered does not know its terms.</summary>
    private void Rejoin(CallState.Operation known, ICallOperation operation)
    {
        Do(new CallEffect.AwaitOperation(known.Id));
        var terms = ListeningTerms.Of(operation);
        if (known.Id != State.Current?.Id || terms == Live.Terms) return;
        Live = Live with { Terms = terms };
        if (State.Attached) Do(new CallEffect.TellStream(new StreamCommands.Expect(Id, terms.Expects)));
        if (!IsBesideWork) return;
        Do(new CallEffect.Disarm(CallTimer.Listen));
        Do(new CallEffect.Disarm(CallTimer.Quiet));
        WaitForSomebody();
    }

    private void Enqueue(ICallOperation operation)
    {
        Live = Live with { Queue = Live.Queue.Add(operation) };
        PrepareNext();
    }

    /// <summary>The voice of the operation that comes next begins its work while the current one is said, or listened to: not before, as the
    /// stream prepares one utterance at a time, and the current one may still be that.</summary>
    private void PrepareNext()
    {
        if (!State.Attached || State.Machine is not null || State.Current is not { } current || (current.BegunAt ?? current.SpokenAt) is null) return;
        if (Live.Queue is not [{ Message.Length: > 0, IsComplete: true } next, ..] || next.OperationId.Value == Live.Prepared) return;
        Live = Live with { Prepared = next.OperationId.Value };
        Do(new CallEffect.TellStream(new StreamCommands.Prepare(Id, State.Operations.Count + 1, next.Message, MannerOf(next.Interruptible))));
    }

    /// <summary>Whoever asked for these is gone: what waits first, so that none of it is begun.</summary>
    public void AbandonAll(IReadOnlyCollection<OperationId> operations)
    {
        foreach (var id in operations.OrderBy(id => id == State.Current?.Id).ToList()) Abandon(id);
    }

    public void Abandon(OperationId id)
    {
        if (Live.Queue.Find(o => o.OperationId == id) is { } waiting)
        {
            Live = Live with { Queue = Live.Queue.Remove(waiting) };
            Do(new CallEffect.Answer(id, Abandoned()));
            PrepareNext();
            return;
        }

        if (State.Current is not { } current || current.Id != id) return;
        if (State.Phase is CallPhase.Placing or CallPhase.Ringing)
        {
            End(CallEndReason.Cancelled, "The agent gave up before the call was answered.", hangUp: true);
            return;
        }

        if (current.SpokenAt is null) Do(new CallEffect.TellStream(new StreamCommands.StopSaying(Id, current.Utterance)));
        Finish(current, "", RefusalReason.Abandoned, Abandoned().Detail);
        if (State is { Machine: not null, Current: null }) EndAtMachine("A machine answered, and the agent stopped waiting.");
    }

    private void Place(CallCommands.PlaceCall place, string? carrier)
    {
        if (State.Phase is not CallPhase.Unknown)
        {
            Refuse(RefusalReason.AlreadyPlaced, "This call id is taken by another call.");
            return;
        }

        if (carrier is null)
        {
            Refuse(RefusalReason.CarrierFailed, "No carrier reaches this address: a phone number needs Twilio or Telnyx in the gateway's configuration.");
            return;
        }

        var ringFor = place.RingFor ?? rules.RingFor;
        var speech = CallSpeech.Of(place.Voice, place.Language, place.Hints);
        Happened(new CallEvents.CallPlaced(
            now, place.To, carrier, place.RingFor, Given(speech.Voice), Given(speech.Language), speech.Hints.Count > 0 ? speech.Hints : null,
            place.Attendant, IsToBeRecorded(place.Record), place.Person));
        Do(new CallEffect.Disarm(CallTimer.Linger));
        Do(new CallEffect.AwaitOperation(place.OperationId));
        Begin(place.Attendant switch
        {
            CallAttendant.TakesNote => place with { Message = Phrases.TakesNote },
            CallAttendant.StandsIn => place with { Message = Phrases.AgentComes },
            // Who picks up has shown no PIN: nothing of the work is said, and nothing is left on a machine.
            CallAttendant.Switchboard when place.Message.Length == 0 => place with { Message = Phrases.CallsAsWanted },
            _ => place,
        });
        Do(new CallEffect.Dial(new DialOrder(Id, place.To, ringFor)));
        Do(new CallEffect.Arm(CallTimer.Ring, ringFor + rules.RingGrace));
    }

    private static string? Given(string text) => text.Length > 0 ? text : null;

    private void Begin(ICallOperation operation)
    {
        Live = Live with { Terms = ListeningTerms.Of(operation), Timings = TurnTimings.None };
        Happened(new CallEvents.OperationStarted(
            now, operation.OperationId, operation.Kind, State.Operations.Count + 1, operation.Message, operation.IsComplete ? null : true, operation.Confidential ? true : null));
        if (operation.Confidential && Live.PersonSpeaks) Live = Live with { VoiceIsSecret = true };
        KeepFromRecording();
        if (!operation.IsComplete) Do(new CallEffect.Arm(CallTimer.TextStall, rules.TextWithin, State.Operations.Count));
        Do(new CallEffect.Disarm(CallTimer.Idle));
        // Until the first words are heard the person hears the agent work, but no line of the call's comes before a whole message.
        Do(new CallEffect.Disarm(CallTimer.Quiet));
        if (operation.IsComplete) Do(new CallEffect.Disarm(CallTimer.Progress));
        Live = Live with
        {
            Progress = Live.Terms.AgentWorks ? Live.Progress : "",
            Postponed = null,
            Quiets = 0,
            Misunderstood = 0,
            DryAt = -1,
            SaidTo = operation.Kind is OperationKind.Listen ? Live.SaidTo : 0,
        };
        if (State.Attached) Say();
    }

    /// <summary>Has the attached stream say what is left of the current operation's message.</summary>
    private void Say()
    {
        if (State.Current is not { SpokenAt: null } current || Live.Aside is not null || State.Machine is not null) return;
        if (current.Kind is OperationKind.Listen)
        {
            Spoken(current, 0, interrupted: false, "");
            return;
        }

        Live = Live with { DryAt = -1 };
        Do(new CallEffect.TellStream(new StreamCommands.Expect(Id, Live.Terms.Expects)));
        Do(new CallEffect.TellStream(new StreamCommands.Say(Id, current.Utterance, current.Message, current.HeardLength, current.IsComplete, Manner)));
        Do(new CallEffect.Announce(new CallActivity.AgentSays(Id, current.Utterance, current.Message, current.HeardLength, Finished: false, Interrupted: false)));
        if (current.Message.Length > 0) Do(new CallEffect.Arm(CallTimer.SpeechStart, rules.SpeechWithin, current.Utterance));
        if (rules.WorkingAfter > TimeSpan.Zero && Live.SoundAt <= now && !Live.PersonSpeaks) SoundIn(rules.WorkingAfter);
    }

    /// <summary>The current operation's message is over: heard, interrupted or failed.</summary>
    private void Spoken(CallState.Operation current, int heardLength, bool interrupted, string fault)
    {
        Do(new CallEffect.Disarm(CallTimer.SpeechStart));
        Do(new CallEffect.Disarm(CallTimer.TextStall));
        Happened(new CallEvents.UtteranceFinished(now, current.Utterance, heardLength, interrupted, fault));
        if (current.Message.Length > 0) Live = Live with { SaidTo = heardLength };
        GoesOn();
        Do(new CallEffect.Announce(new CallActivity.AgentSays(Id, current.Utterance, current.Message, heardLength, Finished: true, interrupted)));
        current = State.Current!;
        // Behind a goodbye that nobody has cut into there is nothing more to say.
        if (fault.Length == 0 && (interrupted || current.Kind is not OperationKind.End)) FulfilPostponed();
        if (current.Kind is OperationKind.End) PutDown(interrupted);
        else if (fault.Length > 0) Finish(current, "", RefusalReason.SpeechFailed, fault);
        else if (!current.Listens) Finish(current, "");
        else Listen(current);
    }

    /// <summary>The goodbye was said. A person who speaks now is heard out, within bounds.</summary>
    private void PutDown(bool interrupted)
    {
        if (!interrupted && !Live.PersonSpeaks)
        {
            EndAfterGoodbye();
            return;
        }

        Live = Live with { Ending = true, EndsBy = now + rules.LastWordsWithin };
        HearOut(rules.LastWordsWithin);
    }

    private void Listen(CallState.Operation current)
    {
        if (current.Kind is OperationKind.Listen) Do(new CallEffect.TellStream(new StreamCommands.Expect(Id, Live.Terms.Expects)));
        var since = current.Kind is OperationKind.Listen ? DateTimeOffset.MinValue : current.BegunAt ?? current.StartedAt;
        if (!IsEntryAwaited && Undelivered.Any(t => t.Turn.StartedAt >= since || IsKeyedAhead(t.Turn, current))) Finish(current, SaidSoFar());
        else if (CannotHear && !IsBesideWork) FinishDeaf(current);
        else
        {
            if (!IsOnHold && !IsBesideWork) Do(new CallEffect.Arm(CallTimer.Listen, ListenLeft(current), current.Utterance));
            if (Live.Aside is null) PrepareNext();
            WaitForSomebody();
        }
    }

    /// <summary>A phone that dials a PIN behind the number is done with it before a slow voice has begun to ask.</summary>
    private static bool IsKeyedAhead(CallState.Turn turn, CallState.Operation asked) =>
        asked.Confidential && turn is { Confidential: true, Source: WordSource.Keypad } && turn.StartedAt >= asked.StartedAt;

    /// <summary>What is left of the listening time: all of it, unless the line or this process was away meanwhile.</summary>
    private TimeSpan ListenLeft(CallState.Operation current)
    {
        var since = current.SpokenAt ?? now;
        if (State.HeldAt + rules.HoldFor is { } heldUntil && heldUntil > since) since = heldUntil;
        return Longer(ListenFor - (now - since), Shorter(ListenFor, SentenceGrace));
    }

    private TimeSpan ListenFor => Live.Terms.ListenFor ?? rules.ListenFor;

    /// <summary>The listening time was stopped, by a hold or by an announcement that is over.</summary>
    private void ListenAnew()
    {
        if (State.Current is { SpokenAt: not null, Listens: true } listening && !IsBesideWork) Do(new CallEffect.Arm(CallTimer.Listen, ListenFor, listening.Utterance));
    }

    /// <summary>What is left of the time in which an agent must use the call.</summary>
    private TimeSpan IdleLeft => Longer(rules.IdleFor - (now - (State.Operations.LastOrDefault()?.FinishedAt ?? now)), LeastLeft);

    private bool CannotHear => Live.Deafness.Length > 0 && !Live.WordsComeOtherwise;

    private void ListeningIsOver(CallState.Operation current)
    {
        if (Live.PersonSpeaks || Entry.Length > 0 || now - Live.LastWordsAt < SentenceGrace) Do(new CallEffect.Arm(CallTimer.Listen, SentenceGrace, current.Utterance));
        else if (SaidSoFar() is { Length: > 0 } earlier) Finish(current, earlier);
        else Finish(current, "", RefusalReason.NothingHeard, "The person said nothing in time. The line is still open: ask again, or say goodbye.");
    }

    private void Finish(CallState.Operation current, string response, RefusalReason? failure = null, string detail = "")
    {
        Close(current, response, failure, detail, null);
        KeepFromRecording();
        Do(new CallEffect.Disarm(CallTimer.Listen));
        Do(new CallEffect.Disarm(CallTimer.Quiet));
        Do(new CallEffect.Disarm(CallTimer.SpeechStart));
        if (Live.Queue.Count > 0)
        {
            var next = Live.Queue[0];
            Live = Live with { Queue = Live.Queue.RemoveAt(0) };
            Begin(next);
        }
        else
        {
            Do(new CallEffect.Arm(CallTimer.Idle, rules.IdleFor));
            WaitForSomebody();
        }
    }

    private void Close(CallState.Operation current, string response, RefusalReason? failure, string detail, CallEndReason? endReason)
    {
        var kept = current.Confidential && response.Length > 0 ? CallEvents.NotKept : response;
        Happened(new CallEvents.OperationFinished(now, current.Id, kept, current.Interrupted, failure, detail, Live.Timings, endReason));
        var reply = State.Reply(State.Find(current.Id)!, now);
        if (reply is CallReplies.TurnTaken turn && current.Confidential) Do(new CallEffect.Answer(current.Id, turn with { Response = response }, Kept: turn));
        else Do(new CallEffect.Answer(current.Id, reply));
        if (current.Confidential) Forget();
    }

    /// <returns>True when there is no call, or no more: that is the answer.</returns>
    private bool IsRefused()
    {
        if (State.Phase is CallPhase.Unknown) UnknownCall();
        else if (IsOver) RefuseEnded();
        else return false;
        return true;
    }

    private void UnknownCall()
    {
        Refuse(RefusalReason.UnknownCall, "There is no such call.");
        Do(new CallEffect.Arm(CallTimer.Linger, rules.LingerFor));
    }

    private void RefuseEnded() => Refuse(RefusalReason.CallEnded, $"The call is over ({State.EndReason}). Start a new one.");

    private CallReplies.Refused Abandoned() => new(Id, RefusalReason.Abandoned, "The agent stopped waiting for this.");
}
