using CallActors.Contracts.Audio;
using CallActors.Speech.VoiceActivity;
using CallActors.Speech.VoiceActivity.Machines;

namespace CallActors.VoiceActivity.Tests.Machines;

/// <summary>How a call begins on the line: sounds one after the other, on a line's noise, some of its packets lost.</summary>
internal sealed class Opening
{
    private readonly List<short> _sound = [];

    /// <summary>Where the line is now, in milliseconds.</summary>
    public int Now => _sound.Count * 1000 / Signal.Rate;

    public static Opening Of(params short[][] sounds) => sounds.Aggregate(new Opening().Pause(0.7), (opening, sound) => opening.Then(sound));

    public Opening Then(short[] sound)
    {
        _sound.AddRange(sound);
        return this;
    }

    public Opening Pause(double seconds) => Then(Signal.Silence(seconds));

    /// <summary>What our ears tell of it, and when, in milliseconds.</summary>
    public IReadOnlyList<(MachineSign Sign, int At)> Signs(LineQuality line, int seed = 1)
    {
        var random = new Random(seed);
        var noise = Enumerable.Range(0, _sound.Count).Select(_ => Signal.Clip(Signal.FromDb(line.NoiseDb) * 32768 * Normal(random))).ToArray();
        var codes = _sound.ToArray().Plus(noise).ToMuLaw();
        var (ears, machine) = (new AdaptiveVoiceDetector(new VoiceDetectionOptions()), new MachineDetector(new MachineDetectionOptions()));
        var signs = new List<(MachineSign, int)>();
        for (var at = 0; at + AudioFormat.FrameBytes <= codes.Length; at += AudioFormat.FrameBytes)
        {
            var frame = codes.AsSpan(at, AudioFormat.FrameBytes);
            if (random.NextDouble() < line.Lost) frame.Fill(AudioFormat.Silence);
            var sign = machine.Process(frame, ears.Process(frame, []).IsVoiced);
            if (sign is not MachineSign.None) signs.Add((sign, (at + AudioFormat.FrameBytes) * 1000 / Signal.Rate));
        }

        return signs;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

/// <summary>A line: the level of its white noise, and the share of its packets that are lost.</summary>
internal sealed record LineQuality(string Name, double NoiseDb, double Lost = 0)
{
    public static IReadOnlyList<LineQuality> All { get; } = [new("quiet", -65), new("noisy, 15 dB", -35), new("3 % loss", -60, 0.03)];

    public override string ToString() => Name;
}
