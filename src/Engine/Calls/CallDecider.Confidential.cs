using System.Collections.Immutable;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;

namespace CallActors.Engine.Calls;

/// <summary>What is said to a confidential operation is known to this process alone until its asker has it. Section "Confidential" of
/// docs/protocols/call.md.</summary>
internal sealed partial class CallDecider
{
    /// <summary>A voice so long after the last one goes on with no turn of before: the stream has given up its text by then.</summary>
    private static readonly TimeSpan TurnIsOver = TimeSpan.FromSeconds(10);

    private bool IsConfidential => State.Current is { Confidential: true };

    /// <summary>Keys of an entry that is not over, those that are not kept behind the others.</summary>
    private string Entry => State.Digits + Live.SecretKeys;

    /// <summary>A PIN may come unasked: before the first operation of a reception's, and between a confidential one and the next. What comes
    /// there is kept as little, and nobody is given it.</summary>
    private bool MayBeUnasked => (State.HasReception && State.Operations.Count <= (State.Inbound ? 0 : 1))
        || State is { Current: null, Operations: [.., { Confidential: true }] };

    private bool IsSecretNow => IsConfidential || MayBeUnasked;

    /// <summary>An entry that has begun in secret is secret to its end, whatever has become of its operation.</summary>
    private bool IsEntrySecret => IsSecretNow || Live.SecretKeys.Length > 0;

    /// <summary>What was said beside an entry is no answer before the entry's end.</summary>
    private bool IsEntryAwaited => IsConfidential && Entry.Length > 0;

    /// <summary>What the person said that the current operation, or the end of the call, is given. Words that are not kept are for their own
    /// operation; those of before a restart are known to nobody.</summary>
    private IEnumerable<(CallState.Turn Turn, string Text)> Undelivered
    {
        get
        {
            for (var i = State.DeliveredTurns; i < State.Turns.Count; i++)
            {
                if (!State.Turns[i].Confidential) yield return (State.Turns[i], State.Turns[i].Text);
                else if (IsConfidential && Live.Secrets.TryGetValue(i, out var words)) yield return (State.Turns[i], words);
            }
        }
    }

    /// <summary>Whether a turn is not to be kept: it is said to a confidential operation, or was begun while there was one, or comes unasked.</summary>
    private bool IsSecret(WordSource source, DateTimeOffset began) => source is WordSource.Keypad
        ? IsEntrySecret
        : IsSecretNow || (source is not WordSource.Typed && (Live.VoiceIsSecret || State.Operations.Exists(o => o.Confidential && began < o.FinishedAt)));

    /// <summary>A voice, or words of one, are heard.</summary>
    private void VoiceIsHeard()
    {
        var goesOn = Live.VoiceIsSecret && (Live.PersonSpeaks || now - Live.LastWordsAt < TurnIsOver);
        Live = Live with { VoiceIsSecret = IsSecretNow || goesOn };
    }

    /// <summary>The voice has become a turn, or nothing.</summary>
    private void VoiceIsOver() => Live = Live with { VoiceIsSecret = false };

    /// <summary>Stores a turn, and what it was for as long as its operation needs it.</summary>
    private void Heard(string text, WordSource source, DateTimeOffset began, DateTimeOffset ended, bool secret)
    {
        Happened(new CallEvents.TurnHeard(now, began, ended, secret ? CallEvents.NotKept : text, source, secret ? true : null));
        if (secret && IsConfidential) Live = Live with { Secrets = Live.Secrets.SetItem(State.Turns.Count - 1, text) };
        if (source is WordSource.Keypad) Live = Live with { SecretKeys = "" };
    }

    private void Forget() => Live = Live with { Secrets = ImmutableDictionary<int, string>.Empty };

    /// <summary>A recording has silence for what is not kept.</summary>
    private void KeepFromRecording()
    {
        var muted = State is { Attached: true, Recording.Stopped: null } && (IsEntrySecret || Live.VoiceIsSecret);
        if (muted == Live.IsMuted) return;
        Live = Live with { IsMuted = muted };
        Do(new CallEffect.TellStream(new StreamCommands.MuteRecording(Id, muted)));
    }
}
