using CallActors.Contracts.Audio;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>A conversation by chance: how long the roads are, how quick voice and recogniser, what goes wrong, what the person does and when.
/// The seed decides it all.</summary>
internal static class RandomTalk
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(240);

    public static (AgentScript Script, LabRules Rules, int Slack) Plan(int seed)
    {
        var random = new Random(seed);
        var breaks = new Random(~seed);
        var takesOver = breaks.Next(3) == 0;
        var words = 0;
        var messages = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Message(random, ref words)).ToList();
        var jitter = random.Next(3) == 0 ? random.Next(1, 60) : 0;
        var rules = new LabRules
        {
            Down = Ms(random.Next(4) == 0 ? 0 : random.Next(0, 200)),
            Up = Ms(random.Next(4) == 0 ? 0 : random.Next(0, 200)),
            Jitter = Ms(jitter),
            Voice = new LabVoiceRules
            {
                FirstAudioAfter = Ms(random.Next(3) == 0 ? 0 : random.Next(0, 700)),
                TellsWordTimes = random.Next(3) != 0,
                FailsAt = breaks.Next(3) == 0 ? (breaks.Next(1, 6), breaks.Next(0, 120)) : null,
            },
            Recognizer = new LabRecognizerRules
            {
                FinalAfter = Ms(random.Next(20, 600)),
                InterimAfter = random.Next(3) == 0 ? null : Ms(random.Next(40, 300)),
                WantsSilence = breaks.Next(2) == 0,
                IsDeafFrom = takesOver && breaks.Next(2) == 0 ? TimeSpan.FromSeconds(breaks.Next(0, 30)) : null,
            },
            Fallback = takesOver
                ? new LabRecognizerRules
                {
                    FinalAfter = Ms(breaks.Next(20, 600)),
                    InterimAfter = breaks.Next(3) == 0 ? null : Ms(breaks.Next(40, 300)),
                    WantsSilence = breaks.Next(2) == 0,
                }
                : null,
        };
        return (new AgentScript(messages, Message(random, ref words)) { Manners = new AgentManners { Thinks = Ms(random.Next(0, 1500)), WordEvery = random.Next(4) == 0 ? Ms(random.Next(20, 400)) : null } }, rules, Slack(jitter));
    }

    /// <summary>Lets the person act until the call is over.</summary>
    public static void Run(Conversation talk, int seed)
    {
        var random = new Random(seed + 1);
        talk.PickUp();
        var words = 0;
        var hangsUpAt = random.Next(6) == 0 ? TimeSpan.FromSeconds(random.Next(2, 30)) : TimeSpan.MaxValue;
        var next = TimeSpan.FromSeconds(random.NextDouble() * 2);
        while (!talk.IsOver && talk.Time.Now < Longest)
        {
            talk.Pass();
            if (talk.Time.Now >= hangsUpAt) talk.HangUp();
            if (random.Next(4000) == 0) talk.Recognizer.Break();
            if (talk.Time.Now < next || talk.Caller.IsSpeaking) continue;
            var wasSpeaking = talk.Time.Now - talk.Ear.LastSpeechAt < Ms(60);
            Act(talk, random, wasSpeaking, ref words);
            // A person speaks again after a while; over our speech less often than into silence.
            next = talk.Time.Now + TimeSpan.FromSeconds(0.3 + random.NextDouble() * (wasSpeaking ? 8 : 4));
        }

        if (!talk.IsOver) talk.HangUp();
        talk.Finish();
    }

    private static void Act(Conversation talk, Random random, bool overSpeech, ref int words)
    {
        switch (random.Next(overSpeech ? 10 : 5))
        {
            case 5: talk.Caller.Sound(Sounds.Cough, Ms(random.Next(3, 18) * 20)); break;
            case 6: talk.Caller.Sound(Sounds.Noise, Ms(random.Next(100, 2000))); break;
            case 7: talk.Caller.Say(random.Next(2) == 0 ? "mhm" : "okay", Ms(300)); break;
            case 8: break;
            case 9: talk.Press('*'); break;
            default:
                var count = random.Next(1, 7);
                var text = string.Join(' ', Enumerable.Range(words, count).Select(i => $"c{i}"));
                words += count;
                talk.Caller.Say(text, Ms(count * random.Next(200, 420)));
                break;
        }
    }

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

    // Two roads and a clear, each late by up to the jitter, and the step of the lab's clock.
    private static int Slack(int jitterMs) => jitterMs == 0 ? 0 : 2 + 3 * jitterMs / AudioFormat.FrameMilliseconds;

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
