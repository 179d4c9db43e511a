using System.Diagnostics;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Speech.Local.PocketSphinx;

namespace CallActors.Benchmarks.Speech;

/// <summary>Word error rate and speed of the local recogniser on spoken sentences about coding work.</summary>
internal sealed class SpeechBenchmark : IBenchmark
{
    private static readonly FliteVoice[] Voices = [new("kal16"), new("rms"), new("slt")];
    private const int DelaySamples = 10;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public string Summary => "word error rate of the local recogniser [--list held-back|tuning] [--no-baseline] [--show] [--engine name=value ...]";

    public async Task<int> RunAsync(string[] options)
    {
        var list = options.SkipWhile(o => o != "--list").Skip(1).FirstOrDefault("held-back");
        var show = options.Contains("--show");
        var engine = options.Zip(options.Skip(1)).Where(pair => pair.First == "--engine").Select(pair => pair.Second.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
        var sentences = Read(list + ".txt");
        var spoken = new Dictionary<FliteVoice, byte[][]>();
        foreach (var voice in Voices)
        {
            spoken[voice] = await Task.WhenAll(sentences.Select(voice.SpeakAsync));
        }

        var languages = options.Contains("--no-baseline") ? [OpenLanguage.CodingWork] : new[] { OpenLanguage.CodingWork, OpenLanguage.General };
        foreach (var language in languages)
        {
            var parameters = language == OpenLanguage.CodingWork ? engine : [];
            await MeasureAsync(language == OpenLanguage.CodingWork ? "" : "general-model-", sentences, spoken, language, parameters, show);
        }

        return 0;
    }

    private static async Task MeasureAsync(
        string prefix,
        string[] sentences,
        Dictionary<FliteVoice, byte[][]> spoken,
        OpenLanguage language,
        Dictionary<string, string> engine,
        bool show)
    {
        var loading = Stopwatch.StartNew();
        using var recognizer = new PocketSphinxRecognizer(new PocketSphinxOptions { Decoders = Voices.Length, OpenLanguage = language, EngineParameters = engine });
        await using (await recognizer.StartAsync(RecognitionRequest.Default, new Segments(), CancellationToken.None))
        {
            Figures.Print(prefix + "load", loading.Elapsed.TotalSeconds, "s");
        }

        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var results = await Task.WhenAll(spoken.Select(s => ListenAsync(recognizer, s.Key, sentences, s.Value)));
        processor = Process.GetCurrentProcess().TotalProcessorTime - processor;
        var all = new WordErrors();
        var faultless = 0;
        foreach (var (voice, heard) in results)
        {
            var errors = new WordErrors();
            foreach (var (said, text) in sentences.Zip(heard))
            {
                var wrong = errors.Add(said, text);
                all.Add(said, text);
                faultless += wrong == 0 ? 1 : 0;
                if (show && wrong > 0)
                {
                    Console.WriteLine($"  {voice.Name,-6} {wrong} said:  {said}\n           heard: {text}");
                }
            }

            Figures.Print($"{prefix}word-errors-{voice.Name}", errors.Percent, "%");
        }

        Figures.Print(prefix + "word-errors-total", all.Percent, "%");
        Figures.Print(prefix + "sentences-without-error", 100.0 * faultless / (sentences.Length * Voices.Length), "%");
        var audio = spoken.Values.SelectMany(u => u).Sum(u => AudioFormat.DurationOf(u.Length).TotalSeconds);
        Figures.Print(prefix + "real-time-factor", processor.TotalSeconds / audio, "processor s per s of audio");
        await MeasureDelayAsync(prefix, recognizer, spoken[Voices[0]][..DelaySamples]);
    }

    private static async Task<(FliteVoice Voice, string[] Heard)> ListenAsync(
        PocketSphinxRecognizer recognizer,
        FliteVoice voice,
        string[] sentences,
        byte[][] utterances)
    {
        var segments = new Segments();
        await using var recognition = await recognizer.StartAsync(RecognitionRequest.Default, segments, CancellationToken.None);
        var heard = new string[sentences.Length];
        for (var i = 0; i < heard.Length; i++)
        {
            foreach (var frame in utterances[i].Chunk(AudioFormat.FrameBytes))
            {
                while (!recognition.Accept(frame))
                {
                    await Task.Delay(5);
                }
            }

            recognition.EndSegment();
            heard[i] = await segments.NextAsync().WaitAsync(Patience);
        }

        return (voice, heard);
    }

    /// <summary>Feeds in real time, so that nothing waits in the queue when the segment ends.</summary>
    private static async Task MeasureDelayAsync(string prefix, PocketSphinxRecognizer recognizer, byte[][] utterances)
    {
        var segments = new Segments();
        await using var recognition = await recognizer.StartAsync(RecognitionRequest.Default, segments, CancellationToken.None);
        var delays = new List<double>();
        foreach (var utterance in utterances)
        {
            using var clock = new PeriodicTimer(AudioFormat.FrameDuration);
            foreach (var frame in utterance.Chunk(AudioFormat.FrameBytes))
            {
                await clock.WaitForNextTickAsync();
                recognition.Accept(frame);
            }

            var ended = Stopwatch.StartNew();
            recognition.EndSegment();
            await segments.NextAsync().WaitAsync(Patience);
            delays.Add(ended.Elapsed.TotalMilliseconds);
        }

        delays.Sort();
        Figures.Print(prefix + "end-of-segment-to-final-text-median", delays[delays.Count / 2], "ms");
        Figures.Print(prefix + "end-of-segment-to-final-text-max", delays[^1], "ms");
    }

    private static string[] Read(string name)
    {
        using var stream = typeof(SpeechBenchmark).Assembly.GetManifestResourceStream(name) ?? throw new ArgumentException($"There is no list {name}.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
    }
}
