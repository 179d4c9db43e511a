namespace CallActors.Conversation.Tests.Lab;

/// <summary>Watches for silence that has no reason: nobody is heard, and the person does not have the floor.</summary>
internal sealed class Silences(Conversation talk)
{
    /// <summary>What the watchdogs promise where something of ours is due.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>What they promise while the agent works: a sound every eight seconds.</summary>
    private static readonly TimeSpan LimitAtWork = TimeSpan.FromSeconds(8.6);

    /// <summary>What they promise where the person is listened to: "Are you still there?", in a voice that may stall first.</summary>
    private static readonly TimeSpan LimitListening = TimeSpan.FromSeconds(46) + Limit;

    // A person who has just spoken is waited for: the silence of a turn, its text, a grace.
    private static readonly TimeSpan Judging = TimeSpan.FromSeconds(1.5);

    // The same for keys: an entry ends three seconds after its last.
    private static readonly TimeSpan Entering = TimeSpan.FromSeconds(3.5);

    private readonly List<(TimeSpan At, TimeSpan Lasted, string Whose)> _tooLong = [];
    private TimeSpan _since;
    private Reason _reason;

    private enum Reason
    {
        /// <summary>Somebody is heard, or the person may go on, or there is no line.</summary>
        None,

        /// <summary>The agent has said something that waits to be heard.</summary>
        Due,

        /// <summary>The agent owes an answer, and nothing has said so yet.</summary>
        Owed,

        /// <summary>The agent is known to work.</summary>
        Working,

        /// <summary>The person has been asked.</summary>
        Listening,
    }

    /// <summary>Silences that were longer than their reason allows.</summary>
    public IReadOnlyList<(TimeSpan At, TimeSpan Lasted, string Whose)> TooLong => _tooLong;

    /// <summary>20 ms have passed.</summary>
    public void Watch()
    {
        var reason = Now();
        if (reason == _reason && reason is not Reason.None) return;
        Close();
        (_reason, _since) = (reason, talk.Time.Now);
    }

    private Reason Now()
    {
        var now = talk.Time.Now;
        if (talk.IsOver || !talk.HasSocket || talk.Ear.LastSoundAt == now) return Reason.None;
        if (talk.Caller.IsSpeaking || now - talk.Caller.LastSoundAt < Judging || now - talk.LastKeyAt < Entering) return Reason.None;
        if (talk.Script.IsWaitingToBeHeard) return Reason.Due;
        // Once a sound has told that the agent works, the next one may be later.
        if (talk.Script.OwesSince is { } since) return talk.Ear.LastSoundAt > since ? Reason.Working : Reason.Owed;
        return talk.Script is { Listens: true, OnHold: false, SeemsToSpeak: false } ? Reason.Listening : Reason.None;
    }

    private void Close()
    {
        var lasted = talk.Time.Now - _since;
        var longest = _reason switch
        {
            Reason.Due or Reason.Owed => Limit,
            Reason.Working => LimitAtWork,
            Reason.Listening => LimitListening,
            _ => TimeSpan.FromDays(1),
        };
        if (lasted > longest + talk.Rules.Line.Down + talk.Rules.Line.Jitter) _tooLong.Add((_since, lasted, _reason.ToString()));
    }
}
