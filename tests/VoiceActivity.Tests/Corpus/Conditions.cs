namespace CallActors.VoiceActivity.Tests.Corpus;

/// <summary>What detection is judged under.</summary>
internal static class Conditions
{
    private const double PersonDb = -20;
    private const double OursDb = -16;

    // The person begins before and after ours does, never with it.
    private const double PersonLead = 2.63;

    private static Recordings All => Recordings.All;

    private static short[] Idle => All.Noises["pink"];

    /// <summary>People speak while we say nothing.</summary>
    public static IEnumerable<Judgement> Voices()
    {
        yield return Voices("quiet line", PersonDb, s => s);
        yield return Voices("quiet line, loud voice", -12, s => s);
        yield return Voices("quiet line, soft voice", -30, s => s);
        yield return Voices("street, 20 dB below", PersonDb, s => All.Noises["street"].Behind(s, -40));
        yield return Voices("street, 12 dB below", PersonDb, s => All.Noises["street"].Behind(s, -32));
        yield return Voices("other people, 20 dB below", PersonDb, s => All.Noises["babble"].Behind(s, -40));
        yield return Voices("other people, 14 dB below", PersonDb, s => All.Noises["babble"].Behind(s, -34));
        yield return Voices("typing, 14 dB below", PersonDb, s => All.Noises["keyboard"].Behind(s, -34));
        yield return Voices("white noise, 20 dB below", PersonDb, s => All.Noises["white"].Behind(s, -40));
        yield return Voices("white noise, 10 dB below", PersonDb, s => All.Noises["white"].Behind(s, -30));
        yield return Voices("pink noise, 12 dB below", PersonDb, s => All.Noises["pink"].Behind(s, -32));
        yield return Voices("fan, 14 dB below", PersonDb, s => All.Noises["fan"].Behind(s, -34));
        yield return Voices("hum, 12 dB below", PersonDb, s => All.Noises["hum50"].Behind(s, -32));
        yield return Voices("3 % of packets lost", PersonDb, s => s, loss: 0.03);
    }

    /// <summary>Nobody speaks.</summary>
    public static IEnumerable<Judgement> Noise()
    {
        foreach (var (name, noise) in All.Noises)
        {
            foreach (var level in new[] { -22, -32, -42 })
            {
                var sound = OnLine([.. Signal.Silence(1.5), .. noise.AtLevel(level)]);
                yield return Judgement.OfNoise($"{name} sets in at {level} dB", [Hearing.Of(sound.ToMuLaw())]);
            }
        }
    }

    /// <summary>Coughs, keys, doors, at four levels and at different places in a frame.</summary>
    public static IEnumerable<Judgement> Bursts()
    {
        foreach (var (name, burst) in All.Bursts)
        {
            var calls = new[] { -14, -20, -26, -34 }.Select(level => Passage.Of(Enumerable.Repeat(burst, 7), level, 1.5, 1.9));
            yield return Judgement.OfNoise(name, calls.Select(p => Hearing.Of(OnLine(p.Sound).ToMuLaw())));
        }
    }

    /// <summary>Our own voice comes back and nobody speaks.</summary>
    public static IEnumerable<Judgement> Echoes()
    {
        foreach (var loss in new[] { 6, 10, 14, 20 })
        {
            foreach (var delay in new[] { 50, 130, 217, 300 })
                yield return Echo($"echo {loss} dB weaker, {delay} ms", loss, delay);
        }

        yield return Echo("louder from 12 to 6 dB, 130 ms", ours => (new EchoPath(ours, 12, 130), new EchoPath(ours, 6, 130)));
        yield return Echo("10 dB, 130 ms sets in in mid-call", ours => (null, new EchoPath(ours, 10, 130)));
        yield return Echo("10 dB, 300 ms sets in in mid-call", ours => (null, new EchoPath(ours, 10, 300)));
        yield return Echo("12 dB, later from 90 to 250 ms", ours => (new EchoPath(ours, 12, 90), new EchoPath(ours, 12, 250)));
        yield return Echo("10 dB, 130 ms, marks 40 ms off", new EchoCall { Paths = Steady(10, 130), Line = OnLine, Error = second => second * 7 % 5 - 4 });
        yield return Echo("10 dB, 130 ms, distorted", new EchoCall { Paths = Steady(10, 130), Line = OnLine, Loudspeaker = Line.Clipped });
        yield return Echo("12 dB, 130 ms in street noise", new EchoCall { Paths = Steady(12, 130), Line = s => All.Noises["street"].Behind(s, -40) });
        yield return Echo("12 dB, 130 ms, 3 % lost", new EchoCall { Paths = Steady(12, 130), Line = OnLine, Loss = 0.03 });
    }

    /// <summary>People speak while we speak, with and without echo.</summary>
    public static IEnumerable<Judgement> Interruptions()
    {
        yield return Over("over us, no echo", null, 0, PersonDb);
        yield return Over("soft voice over us, no echo", null, 0, -30);
        foreach (var loss in new[] { 20, 14, 10, 6 })
        {
            foreach (var delay in new[] { 50, 217 })
                yield return Over($"over echo {loss} dB weaker, {delay} ms", loss, delay, PersonDb);
        }
    }

    private static Judgement Voices(string condition, double levelDb, Func<short[], short[]> mix, double loss = 0) =>
        Judgement.OfVoices(condition, All.Voices.Select((voice, i) =>
        {
            var passage = Passage.Of(voice.Sentences, levelDb, 2, 1.2);
            return (passage, Hearing.Of(Line.Lossy(OnLine(mix(passage.Sound)).ToMuLaw(), loss, i)));
        }));

    private static Judgement Over(string condition, int? loss, int delay, double levelDb) =>
        Judgement.OfVoices(condition, All.Voices.Select((voice, i) =>
        {
            var passage = Passage.Of(voice.Sentences, levelDb, PersonLead, 1.37);
            var ours = Speaking((i + 3) % All.Voices.Count, passage.Sound.Length);
            var heard = loss is { } db ? passage.Sound.Plus(Line.Echo(ours, db, delay)) : passage.Sound;
            return (passage, Hearing.Of(OnLine(heard).ToMuLaw(), ours.ToMuLaw()));
        }));

    /// <summary>Each voice once as ours.</summary>
    private static IEnumerable<short[]> Ours() => Enumerable.Range(0, All.Voices.Count).Select(voice => Speaking(voice, 30 * Signal.Rate));

    private static short[] Speaking(int voice, int samples)
    {
        var once = Passage.Of(All.Voices[voice].Sentences, OursDb, 0.5, 0.35).Sound;
        var ours = new short[samples];
        for (var i = 0; i < samples; i++) ours[i] = once[i % once.Length];
        return ours;
    }

    private static Judgement Echo(string condition, double lossDb, double delay) => Echo(condition, Steady(lossDb, delay));

    private static Judgement Echo(string condition, Func<short[], (EchoPath?, EchoPath?)> paths) =>
        Echo(condition, new EchoCall { Paths = paths, Line = OnLine });

    private static Judgement Echo(string condition, EchoCall call) => Judgement.OfNoise(condition, Ours().Select(call.Make));

    private static Func<short[], (EchoPath?, EchoPath?)> Steady(double lossDb, double delay) => ours =>
    {
        var path = new EchoPath(ours, lossDb, delay);
        return (path, path);
    };

    private static short[] OnLine(short[] sound) => Idle.Behind(sound, Line.IdleDb);
}
