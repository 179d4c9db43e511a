using System.Globalization;
using CallActors.Speech.VoiceActivity;

namespace CallActors.Gateway.Options;

/// <summary>The keys of the section <c>voice-activity</c>: how speech is told from noise and from our own echo.</summary>
internal static class VoiceActivityKeys
{
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        Number("minimum-level", -70, -30, (d, v) => d with { MinimumLevelDb = v }),
        Number("band-margin", 3, 15, (d, v) => d with { BandMarginDb = v }),
        new("voice-activity.minimum-bands", null, null, "a whole number from 1 to 8",
            (o, v) => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var bands) && bands is >= 1 and <= 8
                ? o with { VoiceActivity = o.VoiceActivity with { MinimumBands = bands } } : null),
        Number("mean-margin", 1, 12, (d, v) => d with { MeanMarginDb = v }),
        Number("minimum-roughness", 0, 6, (d, v) => d with { MinimumRoughnessDb = v }),
        Number("minimum-band-share", 0, 0.5f, (d, v) => d with { MinimumBandShare = v }),
        Number("hysteresis", 0, 3, (d, v) => d with { HysteresisDb = v }),
        Number("tonal-share", 0.9f, 1, (d, v) => d with { TonalShare = v }),
        Number("click-share", 0.5f, 1, (d, v) => d with { ClickShare = v }),
        Number("foreground-margin", 6, 20, (d, v) => d with { ForegroundMarginDb = v }),
        Number("minimum-periodicity", 0.3f, 0.9f, (d, v) => d with { MinimumPeriodicity = v }),
        new("voice-activity.longest-toneless", null, null, "a duration from 60ms to 400ms",
            (o, v) => OptionKeys.Duration(v, 0.06, 0.4) is { } time ? o with { VoiceActivity = o.VoiceActivity with { LongestToneless = time } } : null),
        Number("echo-return-loss", 0, 30, (d, v) => d with { EchoReturnLossDb = v }),
        Number("echo-margin", 0, 12, (d, v) => d with { EchoMarginDb = v }),
    ];

    private static OptionKey Number(string name, float atLeast, float atMost, Func<VoiceDetectionOptions, float, VoiceDetectionOptions> set) =>
        new($"voice-activity.{name}", null, null, string.Create(CultureInfo.InvariantCulture, $"a number from {atLeast} to {atMost}"),
            (o, v) => float.TryParse(v, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= atLeast && number <= atMost ? o with { VoiceActivity = set(o.VoiceActivity, number) } : null);
}
