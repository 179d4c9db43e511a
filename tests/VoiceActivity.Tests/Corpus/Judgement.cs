namespace CallActors.VoiceActivity.Tests.Corpus;

/// <summary>How a detector did under one condition.</summary>
/// <param name="Condition">What it heard.</param>
/// <param name="Sounds">Sounds that are to be noticed.</param>
/// <param name="Noticed">Of them, those noticed within their first 200 ms.</param>
/// <param name="Late">Of them, those noticed later.</param>
/// <param name="DelayMs">The median of the delay of those noticed, in ms.</param>
/// <param name="FalseOnsets">Onsets that no voice caused.</param>
/// <param name="FalseCommits">Of them, those that went on to a commit.</param>
/// <param name="Seconds">How much was heard.</param>
internal sealed record Judgement(string Condition, int Sounds, int Noticed, int Late, int DelayMs, int FalseOnsets, int FalseCommits, double Seconds)
{
    public double Recall => Sounds == 0 ? 1 : (double)Noticed / Sounds;

    /// <summary>People speak over a line: everything else than the onset of a voice is false.</summary>
    public static Judgement OfVoices(string condition, IEnumerable<(Passage Passage, Hearing Hearing)> calls)
    {
        var (sounds, noticed, late, onsets, commits, seconds) = (0, 0, 0, 0, 0, 0.0);
        var delays = new List<int>();
        foreach (var (passage, hearing) in calls)
        {
            foreach (var sound in passage.Events.Where(e => e.At200 != int.MaxValue))
            {
                sounds++;
                if (hearing.DelayTo(sound) is not { } delay) continue;
                delays.Add(delay);
                if (hearing.Noticed(sound)) noticed++;
                else late++;
            }

            var (o, c) = hearing.Outside(passage.Events);
            (onsets, commits, seconds) = (onsets + o, commits + c, seconds + hearing.Steps.Length * 0.02);
        }

        delays.Sort();
        return new Judgement(condition, sounds, noticed, late, delays.Count > 0 ? delays[delays.Count / 2] : 0, onsets, commits, seconds);
    }

    /// <summary>Nobody speaks: every onset is false.</summary>
    public static Judgement OfNoise(string condition, IEnumerable<Hearing> calls)
    {
        var (onsets, commits, seconds) = (0, 0, 0.0);
        foreach (var hearing in calls)
            (onsets, commits, seconds) = (onsets + hearing.Onsets, commits + hearing.Commits, seconds + hearing.Steps.Length * 0.02);
        return new Judgement(condition, 0, 0, 0, 0, onsets, commits, seconds);
    }

    public static string Heading => $"{"condition",-34} {"sounds",6} {"recall",7} {"late",5} {"missed",6} {"delay",5} {"onsets",6} {"commits",7} {"minutes",7}";

    public override string ToString() =>
        $"{Condition,-34} {Sounds,6} {Recall,7:P1} {Late,5} {Sounds - Noticed - Late,6} {DelayMs,5} {FalseOnsets,6} {FalseCommits,7} {Seconds / 60,7:F1}";
}
