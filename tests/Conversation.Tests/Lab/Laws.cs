using CallActors.Contracts.Calls;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>What must hold of every conversation, whatever happened in it.</summary>
internal static class Laws
{
    /// <summary>Faults of a conversation that is over; empty when every law held.</summary>
    public static IReadOnlyList<string> Broken(Conversation talk)
    {
        var faults = new List<string>();
        EarLaws.Judge(talk, faults);
        HeardLaws.Judge(talk, faults);
        WordLaws.Judge(talk, faults);
        NoDeadAir(talk, faults);
        EverybodyIsAnswered(talk, faults);
        EverythingIsFreed(talk, faults);
        return faults;
    }

    /// <summary>No silence over the limit without a reason.</summary>
    private static void NoDeadAir(Conversation talk, List<string> faults)
    {
        foreach (var (at, lasted, whose) in talk.Silences.TooLong)
            faults.Add($"{at.TotalSeconds:0.00}: nobody spoke for {lasted.TotalSeconds:0.00} s ({whose})");
    }

    /// <summary>The call ends, also when its agent has died, and every operation is answered once.</summary>
    private static void EverybodyIsAnswered(Conversation talk, List<string> faults)
    {
        if (talk.Script.OwesSince is { } owes && talk.EndedAt - Latest(owes, talk.Caller.LastSoundAt, talk.LastKeyAt) > talk.Rules.Calls.IdleFor * 2)
            faults.Add($"nobody has used the call since {owes.TotalSeconds:0.00}, and it was not ended");
        if (talk.Kept.Phase is not CallPhase.Ended) faults.Add($"the call is {talk.Kept.Phase}");
        if (talk.Unanswered != 0) faults.Add($"{talk.Unanswered} operations had no answer when the call was over");
        if (talk.Script.Asked != talk.Script.Answered) faults.Add($"{talk.Script.Asked} operations were asked for, {talk.Script.Answered} answered");
    }

    private static TimeSpan Latest(params ReadOnlySpan<TimeSpan> times)
    {
        var latest = times[0];
        foreach (var time in times)
            if (time > latest) latest = time;
        return latest;
    }

    private static void EverythingIsFreed(Conversation talk, List<string> faults)
    {
        // Of what is being said and of what comes next; an utterance that is over leaves nothing behind.
        if (talk.MostSyntheses > 2) faults.Add($"{talk.MostSyntheses} syntheses were open at once");
        if (talk.MostRecognitions > 1) faults.Add($"{talk.MostRecognitions} recognitions were open at once");
        var kept = talk.Sockets.Sum(s => s.FramesKept);
        if (kept > 0) faults.Add($"{kept} frames were not given back");
        if (talk.Voices.Sum(v => v.Open) is > 0 and var syntheses) faults.Add($"{syntheses} syntheses are still open");
        if (talk.Recognizers.Sum(r => r.Open) is > 0 and var recognitions) faults.Add($"{recognitions} recognitions are still open");
        if (talk.Time.SomebodySpeaks) faults.Add("a stream still wants ticks");
        if (talk.Sockets.Any(s => !s.Carrier.IsClosed)) faults.Add("a media socket is still open");
        if (talk.LiveActors > 0) faults.Add($"{talk.LiveActors} actors still live");
    }
}
