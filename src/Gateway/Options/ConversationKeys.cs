using System.Globalization;
using System.Text.RegularExpressions;
using CallActors.Engine.Calls;
using CallActors.Engine.Turns;

namespace CallActors.Gateway.Options;

/// <summary>The keys of the section <c>conversation</c>: how turns are taken, and what happens while somebody waits.</summary>
internal static partial class ConversationKeys
{
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        new("conversation.language", null, null, "a BCP 47 tag such as en-US",
            (o, v) => IsLanguage(v) ? o with { Calls = o.Calls with { Language = v } } : null),

        Turn("onset", 40, 120, (t, v) => t with { OnsetVoiced = v }),
        Turn("onset-window", 120, 640, (t, v) => t with { OnsetWindow = v }),
        Turn("onset-stops", (t, v) => t with { PausesAtOnset = v }),
        Turn("commit", 200, 1000, (t, v) => t with { CommitVoiced = v }),
        Turn("commit-noises", 200, 3000, (t, v) => t with { CommitVoicedOverNoises = v }),
        Turn("commit-gap", 100, 500, (t, v) => t with { CommitGap = v }),
        Turn("commit-words", 1, 10, (t, v) => t with { CommitWords = v }),
        Turn("commit-words-from", 0, 1000, (t, v) => t with { WordsCountFrom = v }),
        Turn("greeting", 0, 10_000, (t, v) => t with { Greeting = v }),
        Turn("greeting-stops", (t, v) => t with { PausesInGreeting = v }),
        Turn("commit-greeting", 200, 3000, (t, v) => t with { CommitVoicedInGreeting = v }),
        Turn("ask-after", 100, 500, (t, v) => t with { AskAfter = v }),
        Turn("false-alarm", 300, 700, (t, v) => t with { FalseAlarmAfter = v }),
        Turn("answer-boundary", 0, 3000, (t, v) => t with { AnswerBoundary = v }),

        Turn("end-silence", 300, 2000, (t, v) => t with { EndSilence = v }) with { Variable = "CALLME_STT_SILENCE_DURATION_MS", FromVariable = v => v + "ms" },
        Turn("end-silence-least", 200, 2000, (t, v) => t with { LeastEndSilence = v }),
        Turn("end-silence-most", 300, 3000, (t, v) => t with { MostEndSilence = v }),
        Turn("end-silence-choice", 200, 2000, (t, v) => t with { EndSilenceForChoice = v }),
        Turn("end-silence-digits", 200, 2000, (t, v) => t with { EndSilenceForDigits = v }),
        Turn("whole-digits", 1, 20, (t, v) => t with { WholeDigits = v }),
        Turn("unfinished-grace", 0, 3000, (t, v) => t with { UnfinishedGrace = v }),
        Turn("ask-after-open", 100, 2000, (t, v) => t with { AskAfterOpen = v }),
        Turn("service-ends-within", 1000, 5000, (t, v) => t with { ServiceEndsWithin = v }),
        Turn("longest-turn", 10_000, 300_000, (t, v) => t with { LongestTurn = v }),
        Turn("text-within", 1000, 20_000, (t, v) => t with { TextWithin = v }),
        Turn("not-understood-from", 200, 3000, (t, v) => t with { NotUnderstoodFrom = v }),
        Turn("yield-for", 1000, 10_000, (t, v) => t with { YieldFor = v }),
        Turn("yield-gap", 100, 1000, (t, v) => t with { YieldGap = v }),
        Turn("yield-at-most", 10_000, 60_000, (t, v) => t with { YieldAtMost = v }),

        Wait("idle-time", 60_000, 3_600_000, (c, v) => c with { IdleFor = v }) with { Variable = "CALLME_INACTIVITY_TIMEOUT_MS", FromVariable = v => v + "ms" },
        Wait("quiet-time", 5000, 600_000, (c, v) => c with { QuietFor = v }, orNever: true),
        Wait("working-after", 1000, 30_000, (c, v) => c with { WorkingAfter = v }, orNever: true),
        Wait("working-every", 2000, 60_000, (c, v) => c with { WorkingEvery = v }),
        Wait("progress-every", 2000, 60_000, (c, v) => c with { ProgressEvery = v }),
        Wait("hold-time", 10_000, 600_000, (c, v) => c with { HoldFor = v }),
        new("conversation.longest-reply", null, null, "a duration from 10s to 600s, or 0s for no bound",
            (o, v) => (Time(v, 10_000, 600_000) ?? Time(v, 0, 0)) is { } time ? o with { LongestReply = time } : null),
        Wait("keypad-pause", 1000, 10_000, (c, v) => c with { KeypadPause = v }),
        Wait("last-words", 1000, 60_000, (c, v) => c with { LastWordsWithin = v }),

        new("conversation.voicemail", null, null, "leave-message or hang-up",
            (o, v) => v is "leave-message" or "hang-up"
                ? o with { Calls = o.Calls with { Voicemail = v is "hang-up" ? VoicemailPolicy.HangUp : VoicemailPolicy.LeaveMessage } } : null),
        Wait("voicemail-greeting", 5000, 120_000, (c, v) => c with { GreetingWithin = v }),
        Wait("voicemail-message", 10_000, 600_000, (c, v) => c with { LeaveWithin = v }),
        Call("voicemail-by-ear", (c, v) => c with { ListensForMachines = v }),
        Call("text-unreached", (c, v) => c with { TextsUnreached = v }),
    ];

    /// <summary>Whether a text has the shape of a BCP 47 tag.</summary>
    internal static bool IsLanguage(string text) => LanguageTag().IsMatch(text);

    private static OptionKey Turn(string name, int atLeast, int atMost, Func<TurnRules, TimeSpan, TurnRules> set) =>
        new($"conversation.{name}", null, null, Shape(atLeast, atMost),
            (o, v) => Time(v, atLeast, atMost) is { } time ? o with { Turns = set(o.Turns, time) } : null);

    private static OptionKey Turn(string name, int atLeast, int atMost, Func<TurnRules, int, TurnRules> set) =>
        new($"conversation.{name}", null, null, $"a whole number from {atLeast} to {atMost}",
            (o, v) => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= atLeast && number <= atMost
                ? o with { Turns = set(o.Turns, number) } : null);

    private static OptionKey Turn(string name, Func<TurnRules, bool, TurnRules> set) =>
        new($"conversation.{name}", null, null, "true or false",
            (o, v) => bool.TryParse(v, out var isSo) ? o with { Turns = set(o.Turns, isSo) } : null);

    private static OptionKey Call(string name, Func<CallRules, bool, CallRules> set) =>
        new($"conversation.{name}", null, null, "true or false",
            (o, v) => bool.TryParse(v, out var isSo) ? o with { Calls = set(o.Calls, isSo) } : null);

    /// <param name="orNever">Zero is allowed as well.</param>
    private static OptionKey Wait(string name, int atLeast, int atMost, Func<CallRules, TimeSpan, CallRules> set, bool orNever = false) =>
        new($"conversation.{name}", null, null, Shape(atLeast, atMost) + (orNever ? ", or 0s for never" : ""),
            (o, v) => (Time(v, atLeast, atMost) ?? (orNever ? Time(v, 0, 0) : null)) is { } time ? o with { Calls = set(o.Calls, time) } : null);

    private static TimeSpan? Time(string text, int atLeast, int atMost) => OptionKeys.Duration(text, atLeast / 1000.0, atMost / 1000.0);

    private static string Shape(int atLeast, int atMost) => atLeast % 1000 == 0 && atMost % 1000 == 0
        ? $"a duration from {atLeast / 1000}s to {atMost / 1000}s"
        : $"a duration from {atLeast}ms to {atMost}ms";

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]
    private static partial Regex LanguageTag();
}
