using CallActors.Contracts.Recordings;

namespace CallActors.Gateway.Options;

/// <summary>Which calls are recorded, and how much is kept.</summary>
public sealed record RecordingOptions
{
    /// <summary>Which calls (<c>recording.calls</c>).</summary>
    public RecordingPolicy Calls { get; init; }

    /// <summary>Longest recording of a call (<c>recording.longest</c>), 1–180 min.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Megabytes of all recordings together (<c>recording.megabytes</c>), 10–1,000,000.</summary>
    public int Megabytes { get; init; } = 2000;

    /// <summary>Days that a recording is kept (<c>recording.days</c>), 1–3,650.</summary>
    public int Days { get; init; } = 30;
}

/// <summary>The keys of the section <c>recording</c>.</summary>
internal static class RecordingKeys
{
    public static IReadOnlyList<OptionKey> All { get; } =
    [
        Key("calls", "off, per-call or on", (r, v) => v switch
        {
            "off" => r with { Calls = RecordingPolicy.Off },
            "per-call" => r with { Calls = RecordingPolicy.PerCall },
            "on" => r with { Calls = RecordingPolicy.On },
            _ => null,
        }),
        Key("longest", "a duration from 1m to 180m", (r, v) => OptionKeys.Duration(v, 60, 180 * 60) is { } time ? r with { Longest = time } : null),
        Key("megabytes", "a whole number from 10 to 1000000", (r, v) => OptionKeys.Whole(v, 10, 1_000_000) is { } most ? r with { Megabytes = most } : null),
        Key("days", "a whole number from 1 to 3650", (r, v) => OptionKeys.Whole(v, 1, 3650) is { } days ? r with { Days = days } : null),
    ];

    private static OptionKey Key(string name, string shape, Func<RecordingOptions, string, RecordingOptions?> set) =>
        new($"recording.{name}", null, null, shape, (o, v) => set(o.Recording, v) is { } recording ? o with { Recording = recording } : null);
}
