using CallActors.Contracts.Audio;
using CallActors.Speech.VoiceActivity.Machines;

namespace CallActors.VoiceActivity.Tests.Machines;

/// <summary>What our own detection of answering machines is worth, over made greetings of four languages; the figures are those of
/// docs/machines.md.</summary>
public sealed class MachineDetectorSpec
{
    private static readonly int[] Pitches = [400, 425, 440, 523, 600, 700, 800, 950, 1000, 1200, 1400, 1575, 1800, 2000];
    private static readonly double[] Lengths = [0.15, 0.2, 0.3, 0.5, 1, 1.5, 2];
    private static readonly double[] Levels = [-10, -20, -32];

    private static IReadOnlyList<LineQuality> Lines => LineQuality.All;

    [Fact]
    public void Greetings_are_told_while_they_are_said()
    {
        foreach (var line in Lines)
        {
            var told = Greetings.All.Machines.Select((greeting, i) => Opening.Of(greeting).Pause(1).Signs(line, i))
                .Select(signs => signs.Where(s => s.Sign is MachineSign.Greeting).Select(s => s.At - 700).ToList()).ToList();
            Tell($"greetings, {line}", told.Count(t => t.Count > 0), told.Count, [.. told.SelectMany(t => t)]);
            Assert.All(told, t => Assert.True(t.Count <= 1));
            Assert.True(told.Count(t => t.Count > 0) >= 0.95 * told.Count, $"{line}: {told.Count(t => t.Count > 0)} of {told.Count}");
            Assert.InRange(told.SelectMany(t => t).Max(), 3400, 4600);
        }
    }

    [Fact]
    public void Persons_are_not_taken_for_machines()
    {
        foreach (var line in Lines)
        {
            // Who answers waits, and asks again.
            var wrong = Greetings.All.Persons.Where(IsShort).Select((answer, i) =>
                Opening.Of(answer).Pause(1.6).Then(answer).Pause(1.3).Then(answer).Pause(3).Signs(line, i).Any(s => s.Sign is MachineSign.Greeting or MachineSign.Beep)).Count(isWrong => isWrong);
            Tell($"persons taken for machines, {line}", wrong, Greetings.All.Persons.Count(IsShort), []);
            Assert.Equal(0, wrong);

            // A firm's name, a good morning and a question, said slowly, are as long as a machine's first sentence.
            var firms = Greetings.All.Persons.Where(p => !IsShort(p)).ToList();
            wrong = firms.Count(firm => Opening.Of(firm).Pause(3).Signs(line).Any(s => s.Sign is MachineSign.Greeting));
            Tell($"… who speak for 2.9 s and longer, {line}", wrong, firms.Count, []);
            Assert.InRange(wrong, 0, 3);
        }
    }

    [Fact]
    public void Short_hellos_one_after_the_other_are_a_persons()
    {
        foreach (var line in Lines)
        {
            var hellos = Greetings.All.Persons.Where(p => p.Length < 0.7 * Signal.Rate).ToList();
            var wrong = hellos.Select((hello, i) =>
                Opening.Of(hello).Pause(0.9).Then(hello).Pause(0.9).Then(hello).Pause(0.9).Then(hello).Pause(3).Signs(line, i).Any(s => s.Sign is MachineSign.Greeting)).Count(isWrong => isWrong);
            Tell($"hello … hello … hello, {line}", wrong, hellos.Count, []);
            Assert.Equal(0, wrong);
        }
    }

    [Fact]
    public void Beeps_of_every_pitch_length_and_level_are_told()
    {
        foreach (var line in Lines)
            foreach (var level in Levels.Where(l => l > line.NoiseDb + 9))
            {
                var (due, found, early) = (0, 0, 0);
                List<int> delays = [];
                foreach (var pitch in Pitches)
                    foreach (var length in Lengths)
                    {
                        var opening = Opening.Of(Greetings.All.Machines[due % Greetings.All.Machines.Count]).Pause(0.2 + 0.13 * (due % 9));
                        var begins = opening.Now;
                        var ends = opening.Then(Signal.Sines(length, (pitch, level))).Now;
                        var beeps = opening.Pause(1).Signs(line, due++).Where(s => s.Sign is MachineSign.Beep).ToList();
                        if (beeps.Any(b => b.At < begins + 150)) early++;
                        if (beeps.Where(b => b.At > ends).Select(b => b.At - ends).DefaultIfEmpty(-1).First() is > 0 and var delay)
                        {
                            found++;
                            delays.Add(delay);
                        }
                    }

                Tell($"beeps at {level} dBFS, {line}", found, due, delays);
                Tell("… told before them", early, due, []);
                Assert.Equal(0, early);
                Assert.True(found >= (line.Lost > 0 ? 0.8 : 0.97) * due, $"{line}, {level} dBFS: {found} of {due}");
                Assert.True(delays.Max() <= 500, $"{line}, {level} dBFS: {delays.Max()} ms");
            }
    }

    [Fact]
    public void A_greeting_without_a_beep_is_over_after_two_seconds_of_silence_and_not_before()
    {
        foreach (var line in Lines)
        {
            List<int> delays = [];
            var early = 0;
            for (var i = 0; i < Greetings.All.Machines.Count; i++)
            {
                var opening = Opening.Of(Greetings.All.Machines[i]);
                var ends = opening.Now;
                var first = opening.Pause(3).Signs(line, i).First(s => s.Sign is MachineSign.Silence).At;
                if (first < ends + 1000) early++;
                else delays.Add(first - ends);
            }

            Tell($"silence behind a greeting, {line}", delays.Count, Greetings.All.Machines.Count, delays);
            Assert.Equal(0, early);
            Assert.InRange(delays.Max(), 1800, 2200);
        }
    }

    [Fact]
    public void Tones_of_the_network_keys_and_melodies_are_no_beeps()
    {
        var sounds = new Dictionary<string, short[]>
        {
            ["keys"] = [.. Keys().SelectMany(k => (short[])[.. Signal.Sines(0.18, (k.Low, -15), (k.High, -13)), .. Signal.Silence(0.5)])],
            ["American ringing"] = Repeated(Signal.Sines(2, (440, -19), (480, -19)), 4),
            ["British ringing"] = Repeated([.. Signal.Sines(0.4, (400, -20), (450, -20)), .. Signal.Silence(0.2), .. Signal.Sines(0.4, (400, -20), (450, -20))], 2),
            ["American busy"] = Repeated(Signal.Sines(0.5, (480, -20), (620, -20)), 0.5),
            ["American dialling tone"] = Repeated(Signal.Sines(1.5, (350, -16), (440, -16)), 1),
        };
        foreach (var (name, music) in Greetings.All.Music) sounds[name] = music;
        foreach (var line in Lines)
            foreach (var (name, sound) in sounds)
            {
                // Even behind a voice: before one there is no beep at all.
                var signs = Opening.Of(Greetings.All.Persons[3]).Pause(1.5).Then(sound).Signs(line);
                var beeps = signs.Count(s => s.Sign is MachineSign.Beep);
                Tell($"{name}, {line}", beeps, sound.Length / Signal.Rate, []);
                Assert.True(beeps == 0, $"{name}, {line}: {beeps} beeps");
            }
    }

    [Theory]
    [InlineData(425)]
    [InlineData(440)]
    public void Ringing_of_one_tone_is_no_beep_because_nobody_has_spoken(int hertz)
    {
        foreach (var line in Lines)
            Assert.DoesNotContain(Opening.Of(Repeated(Signal.Sines(1, (hertz, -20)), 4)).Signs(line), s => s.Sign is MachineSign.Beep or MachineSign.Greeting);
    }

    [Fact]
    public void A_line_on_which_nothing_is_said_is_silent_after_twice_the_time()
    {
        var signs = new Opening().Pause(9).Signs(new("quiet", -65));
        Assert.Equal([(MachineSign.Silence, 4000), (MachineSign.Silence, 8000)], signs);
    }

    [Fact]
    public void Frames_cost_no_memory()
    {
        var codes = Opening.Of().Then(Signal.Sines(2, (1000, -15))).Pause(1);
        codes.Signs(new("warm", -65));
        var detector = new MachineDetector(new MachineDetectionOptions());
        var frame = Signal.Sines(0.02, (1000, -15)).ToMuLaw();
        detector.Process(frame, true);
        Assert.Equal(0, Allocated.Least(() =>
        {
            for (var i = 0; i < 1000; i++) detector.Process(frame, i % 3 > 0);
        }));
    }

    private static short[] Repeated(short[] tone, double pause) =>
        [.. Enumerable.Range(0, 4).SelectMany(_ => (short[])[.. tone, .. Signal.Silence(pause)])];

    private static bool IsShort(short[] answer) => answer.Length < 2.9 * Signal.Rate;

    private static IEnumerable<(int Low, int High)> Keys() =>
        from low in (int[])[697, 770, 852, 941] from high in (int[])[1209, 1336, 1477] select (low, high);

    private static void Tell(string what, int count, int of, List<int> delays)
    {
        delays.Sort();
        var times = delays.Count == 0 ? "" : $"{delays[delays.Count / 2],6} ms median {delays[^1],6} ms most";
        Report.Append([$"machines: {what,-44} {count,4} of {of,4} {times}"]);
    }
}
