using CallActors.VoiceActivity.Tests.Corpus;

namespace CallActors.VoiceActivity.Tests.Machines;

/// <summary>The recordings that <c>make-greetings</c> makes: once a run, the same each time.</summary>
internal sealed class Greetings
{
    private static readonly Lazy<Greetings> Made = new(() => new Greetings());

    private Greetings()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"greetings-{Guid.NewGuid():N}");
        try
        {
            Recordings.Make("make-greetings", folder);
            Machines = [.. Recordings.Read(folder, "machine").Select(r => Trimmed(r.Sound))];
            Persons = [.. Recordings.Read(folder, "person").Select(r => Trimmed(r.Sound))];
            Music = Recordings.Read(folder, "music").ToDictionary(r => r.Name, r => r.Sound.AtLevel(-20));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static Greetings All => Made.Value;

    /// <summary>42 greetings, four languages, of 4 to 8 s.</summary>
    public IReadOnlyList<short[]> Machines { get; }

    /// <summary>62 ways to answer the phone.</summary>
    public IReadOnlyList<short[]> Persons { get; }

    public IReadOnlyDictionary<string, short[]> Music { get; }

    /// <summary>At the level of a person on the phone, without the silence of the voice's at both ends.</summary>
    private static short[] Trimmed(short[] sound)
    {
        var level = sound.AtLevel(-20);
        var (first, last) = (0, level.Length / Signal.FrameSamples - 1);
        while (Signal.FrameLevelDb(level, first) < -45) first++;
        while (Signal.FrameLevelDb(level, last) < -45) last--;
        return level[(first * Signal.FrameSamples)..((last + 1) * Signal.FrameSamples)];
    }
}
