using System.Globalization;

namespace CallActors.Gateway.Options;

/// <summary>The keys of the section <c>conversation</c>: how turns are taken, and what happens while somebody waits.</summary>
internal static class ConversationKeys
{
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        new("conversation.onset", null, null, "a duration from 40ms to 120ms",
            (o, v) => Time(v, 0.04, 0.12) is { } time ? o with { Turns = o.Turns with { OnsetVoiced = time } } : null),
        new("conversation.commit", null, null, "a duration from 200ms to 1000ms",
            (o, v) => Time(v, 0.2, 1) is { } time ? o with { Turns = o.Turns with { CommitVoiced = time } } : null),
        new("conversation.commit-words", null, null, "a whole number from 1 to 10",
            (o, v) => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var words) && words is >= 1 and <= 10
                ? o with { Turns = o.Turns with { CommitWords = words } } : null),
        new("conversation.false-alarm", null, null, "a duration from 300ms to 700ms",
            (o, v) => Time(v, 0.3, 0.7) is { } time ? o with { Turns = o.Turns with { FalseAlarmAfter = time } } : null),
        new("conversation.end-silence", null, null, "a duration from 300ms to 2000ms",
            (o, v) => Time(v, 0.3, 2) is { } time ? o with { Turns = o.Turns with { EndSilence = time } } : null),
        new("conversation.end-silence-choice", null, null, "a duration from 200ms to 2000ms",
            (o, v) => Time(v, 0.2, 2) is { } time ? o with { Turns = o.Turns with { EndSilenceForChoice = time } } : null),
        new("conversation.end-silence-digits", null, null, "a duration from 200ms to 2000ms",
            (o, v) => Time(v, 0.2, 2) is { } time ? o with { Turns = o.Turns with { EndSilenceForDigits = time } } : null),
        new("conversation.unfinished-grace", null, null, "a duration from 0s to 3s",
            (o, v) => Time(v, 0, 3) is { } time ? o with { Turns = o.Turns with { UnfinishedGrace = time } } : null),
        new("conversation.quiet-time", null, null, "a duration from 5s to 600s, or 0s for never",
            (o, v) => Time(v, 5, 600, orNever: true) is { } time ? o with { Calls = o.Calls with { QuietFor = time } } : null),
        new("conversation.working-after", null, null, "a duration from 1s to 30s, or 0s for never",
            (o, v) => Time(v, 1, 30, orNever: true) is { } time ? o with { Calls = o.Calls with { WorkingAfter = time } } : null),
        new("conversation.working-every", null, null, "a duration from 2s to 60s",
            (o, v) => Time(v, 2, 60) is { } time ? o with { Calls = o.Calls with { WorkingEvery = time } } : null),
        new("conversation.progress-every", null, null, "a duration from 2s to 60s",
            (o, v) => Time(v, 2, 60) is { } time ? o with { Calls = o.Calls with { ProgressEvery = time } } : null),
        new("conversation.hold-time", null, null, "a duration from 10s to 600s",
            (o, v) => Time(v, 10, 600) is { } time ? o with { Calls = o.Calls with { HoldFor = time } } : null),
        new("conversation.longest-reply", null, null, "a duration from 10s to 600s, or 0s for no bound",
            (o, v) => Time(v, 10, 600, orNever: true) is { } time ? o with { LongestReply = time } : null),
        new("conversation.keypad-pause", null, null, "a duration from 1s to 10s",
            (o, v) => Time(v, 1, 10) is { } time ? o with { Calls = o.Calls with { KeypadPause = time } } : null),
        new("conversation.last-words", null, null, "a duration from 1s to 60s",
            (o, v) => Time(v, 1, 60) is { } time ? o with { Calls = o.Calls with { LastWordsWithin = time } } : null),
    ];

    /// <param name="orNever">Zero is allowed as well.</param>
    private static TimeSpan? Time(string text, double atLeast, double atMost, bool orNever = false) =>
        OptionKeys.Duration(text, atLeast, atMost) ?? (orNever ? OptionKeys.Duration(text, 0, 0) : null);
}
