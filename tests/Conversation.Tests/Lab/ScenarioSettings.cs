using System.Globalization;
using CallActors.Contracts.Audio;
using CallActors.Engine.Calls;
using CallActors.Engine.Turns;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>The settings of a scenario, by their names.</summary>
internal static class ScenarioSettings
{
    public static LabRules Rule(LabRules rules, (string Key, string Value) setting) =>
        setting.Key is "quiet" or "working" ? rules with { Calls = CallRule(rules.Calls, setting) } : rules with { Turns = TurnRule(rules.Turns, setting) };

    public static LabVoiceRules Voice(LabVoiceRules rules, (string Key, string Value) setting) => setting.Key switch
    {
        "first" => rules with { FirstAudioAfter = Seconds(setting.Value) },
        "word" => rules with { FramesOf = FixedWords(Seconds(setting.Value)) },
        "times" => rules with { TellsWordTimes = YesOrNo(setting.Value) },
        "stalls-at" => rules with { StallsAt = Place(setting.Value) },
        "fails-at" => rules with { FailsAt = Place(setting.Value) },
        _ => throw new FormatException($"no setting {setting.Key}"),
    };

    public static LabRecognizerRules Recogniser(LabRecognizerRules rules, (string Key, string Value) setting) => setting.Key switch
    {
        "final" => rules with { FinalAfter = Seconds(setting.Value) },
        "interim" => rules with { InterimAfter = setting.Value == "off" ? null : Seconds(setting.Value) },
        "deaf-from" => rules with { IsDeafFrom = Seconds(setting.Value) },
        "echo" => rules with { HearsEchoTo = -int.Parse(setting.Value, CultureInfo.InvariantCulture) },
        "silence" => rules with { WantsSilence = YesOrNo(setting.Value) },
        _ => throw new FormatException($"no setting {setting.Key}"),
    };

    public static LineRules Line(LineRules rules, (string Key, string Value) setting) => setting.Key switch
    {
        "down" => rules with { Down = Seconds(setting.Value) },
        "up" => rules with { Up = Seconds(setting.Value) },
        "jitter" => rules with { Jitter = Seconds(setting.Value) },
        "one-way" => rules with { IsOneWay = YesOrNo(setting.Value) },
        "loss" => rules with { Loss = Share(setting.Value) },
        "noise" => rules with { Noise = Share(setting.Value) },
        "echo" => rules with { Echo = int.Parse(setting.Value, CultureInfo.InvariantCulture) },
        "echo-delay" => rules with { EchoDelay = Seconds(setting.Value) },
        "marks-late" => rules with { MarksLate = Seconds(setting.Value) },
        "marks-lost" => rules with { MarksLost = Share(setting.Value) },
        "marks-doubled" => rules with { MarksDoubled = Share(setting.Value) },
        _ => throw new FormatException($"no setting {setting.Key}"),
    };

    public static AgentManners Manner(AgentManners manners, (string Key, string Value) setting) => setting.Key switch
    {
        "thinks" => manners with { Thinks = Seconds(setting.Value) },
        "word-every" => manners with { WordEvery = Seconds(setting.Value) },
        "gives-way" => manners with { GivesWay = YesOrNo(setting.Value) },
        "listens-on" => manners with { ListensOn = Places(setting.Value) },
        "mentions" => manners with { Mentions = Places(setting.Value) },
        "progress" => manners with { TellsProgress = YesOrNo(setting.Value) },
        "stalls-before" => manners with { StallsBefore = Places(setting.Value)[0] },
        "stalls-within" => manners with { StallsWithin = Places(setting.Value)[0] },
        "preempts" => manners with { Preempts = Enum.Parse<Preemption>(setting.Value, ignoreCase: true) },
        _ => throw new FormatException($"no setting {setting.Key}"),
    };

    public static TimeSpan Seconds(string value) =>
        value == "never" ? TimeSpan.MaxValue : new TimeSpan((long)(decimal.Parse(value, CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond));

    private static TurnRules TurnRule(TurnRules rules, (string Key, string Value) setting) => setting.Key switch
    {
        "onset" => rules with { OnsetVoiced = Seconds(setting.Value) },
        "commit" => rules with { CommitVoiced = Seconds(setting.Value), CommitVoicedOverNoises = Seconds(setting.Value) },
        "commit-in-greeting" => rules with { CommitVoicedInGreeting = Seconds(setting.Value) },
        "commit-words" => rules with { CommitWords = int.Parse(setting.Value, CultureInfo.InvariantCulture) },
        "words-from" => rules with { WordsCountFrom = Seconds(setting.Value) },
        "pauses" => rules with { PausesAtOnset = YesOrNo(setting.Value) },
        "pauses-in-greeting" => rules with { PausesInGreeting = YesOrNo(setting.Value) },
        "false-alarm" => rules with { FalseAlarmAfter = Seconds(setting.Value) },
        "ask" => rules with { AskAfter = Seconds(setting.Value) },
        "ask-open" => rules with { AskAfterOpen = Seconds(setting.Value) },
        "end-silence" => rules with { EndSilence = Seconds(setting.Value), LeastEndSilence = Seconds(setting.Value), MostEndSilence = Seconds(setting.Value) },
        _ => throw new FormatException($"no setting {setting.Key}"),
    };

    private static CallRules CallRule(CallRules rules, (string Key, string Value) setting) => setting.Key switch
    {
        "quiet" => rules with { QuietFor = Seconds(setting.Value) },
        _ => rules with { WorkingAfter = Seconds(setting.Value) },
    };

    private static double Share(string value) => double.Parse(value, CultureInfo.InvariantCulture);

    private static int[] Places(string value) => [.. value.Split(',').Select(v => int.Parse(v, CultureInfo.InvariantCulture))];

    private static (int Request, int Frame) Place(string value) =>
        (int.Parse(value.Split('/')[0], CultureInfo.InvariantCulture), int.Parse(value.Split('/')[1], CultureInfo.InvariantCulture));

    private static Func<string, int> FixedWords(TimeSpan word)
    {
        var frames = (int)(word / AudioFormat.FrameDuration);
        return _ => frames;
    }

    private static bool YesOrNo(string value) => value switch
    {
        "yes" => true,
        "no" => false,
        _ => throw new FormatException("yes or no"),
    };
}
