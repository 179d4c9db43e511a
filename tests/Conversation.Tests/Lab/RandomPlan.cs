using CallActors.Engine.Calls;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>What is given in a conversation by chance: how long the roads are, how quick voice and recogniser, what goes wrong, how the agent
/// behaves. The seed decides it all.</summary>
internal static class RandomPlan
{
    public static (AgentScript Script, LabRules Rules) Of(int seed)
    {
        var random = new Random(seed);
        var words = 0;
        var messages = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Message(random, ref words)).ToList();
        var rules = new LabRules
        {
            Line = Line(random),
            Voices = Voices(random),
            Recognizers = Recognizers(random),
            // An agent that has died is waited for as long as a conversation lasts here.
            Calls = CallRules.Default with { IdleFor = TimeSpan.FromSeconds(40) },
        };
        return (new AgentScript(messages, Message(random, ref words)) { Manners = Manners(random, messages.Count) }, rules);
    }

    private static LineRules Line(Random random) => new()
    {
        Down = Ms(OneIn(random, 4) ? 0 : random.Next(0, 250)),
        Up = Ms(OneIn(random, 4) ? 0 : random.Next(0, 250)),
        Jitter = Ms(OneIn(random, 3) ? random.Next(1, 60) : 0),
        Loss = OneIn(random, 3) ? random.NextDouble() * 0.05 : 0,
        Noise = OneIn(random, 4) ? random.NextDouble() * 0.03 : 0,
        Echo = OneIn(random, 3) ? -random.Next(TrueEars.GuardedFrom, 25) : null,
        EchoDelay = Ms(random.Next(50, 300)),
        MarksLate = Ms(OneIn(random, 6) ? random.Next(20, 200) : 0),
        MarksLost = OneIn(random, 10) ? random.NextDouble() * 0.05 : 0,
        MarksDoubled = OneIn(random, 10) ? random.NextDouble() * 0.1 : 0,
    };

    /// <summary>One voice, or two of which the first fails.</summary>
    private static List<LabVoiceRules> Voices(Random random)
    {
        var voice = new LabVoiceRules { FirstAudioAfter = Ms(OneIn(random, 3) ? 0 : random.Next(0, 700)), TellsWordTimes = random.Next(3) != 0 };
        var other = voice with { TellsWordTimes = random.Next(3) != 0 };
        var at = (random.Next(1, 6), random.Next(0, 60));
        return random.Next(8) switch
        {
            0 => [voice with { FailsAt = at }],
            1 => [voice with { StallsAt = at }],
            2 => [voice with { FailsAt = at }, other],
            3 => [voice with { StallsAt = at }, other],
            _ => [voice],
        };
    }

    /// <summary>One recogniser, or two of which the first goes deaf.</summary>
    private static List<LabRecognizerRules> Recognizers(Random random)
    {
        var recognizer = new LabRecognizerRules
        {
            FinalAfter = Ms(random.Next(20, 600)),
            InterimAfter = OneIn(random, 3) ? null : Ms(random.Next(40, 300)),
            WantsSilence = OneIn(random, 4),
        };
        var deaf = recognizer with { IsDeafFrom = TimeSpan.FromSeconds(random.Next(2, 25)) };
        return random.Next(10) switch
        {
            0 => [deaf],
            1 => [deaf, recognizer with { WantsSilence = OneIn(random, 2) }],
            _ => [recognizer],
        };
    }

    private static AgentManners Manners(Random random, int messages) => new()
    {
        Thinks = Ms(OneIn(random, 8) ? random.Next(3000, 20_000) : random.Next(0, 1500)),
        WordEvery = OneIn(random, 4) ? Ms(random.Next(20, 400)) : null,
        Insists = [.. Enumerable.Range(0, messages).Where(_ => OneIn(random, 8))],
        Mentions = [.. Enumerable.Range(1, messages - 1).Where(_ => OneIn(random, 3))],
        ListensOn = [.. Enumerable.Range(0, messages).Where(_ => OneIn(random, 8))],
        GivesWay = OneIn(random, 8),
        TellsProgress = OneIn(random, 2),
        StallsBefore = OneIn(random, 25) ? random.Next(1, messages + 1) : null,
        StallsWithin = OneIn(random, 25) ? random.Next(1, messages + 1) : null,
    };

    private static string Message(Random random, ref int words)
    {
        var text = new List<string>();
        var count = random.Next(3, 30);
        for (var i = 0; i < count; i++)
        {
            var ends = i == count - 1 || random.Next(8) == 0;
            text.Add(Word(words++, random.Next(3)) + (ends ? "." : random.Next(8) == 0 ? "," : ""));
        }

        return string.Join(' ', text);
    }

    // A word of its own for each number, of two to four syllables.
    private static string Word(int number, int more)
    {
        string[] syllables = ["ka", "lo", "mi", "stre", "du", "fen", "pri", "sol"];
        return syllables[number % 8] + syllables[number / 8 % 8] + string.Concat(Enumerable.Repeat("na", more)) + (number >= 64 ? syllables[number / 64 % 8] : "");
    }

    private static bool OneIn(Random random, int chances) => random.Next(chances) == 0;

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
