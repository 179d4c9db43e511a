using System.Runtime.CompilerServices;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Simulators.Deepgram;
using CallActors.Speech.Deepgram;
using CallActors.Speech.Local.Espeak;
using CallActors.Speech.Tests.Recognition;

namespace CallActors.Speech.Tests.Deepgram;

/// <summary>Real speech, a real recogniser behind the vendor's wire, and ours in front of it.</summary>
public sealed class DeepgramWholePathTests(LoadedRecognizer loaded) : IClassFixture<LoadedRecognizer>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_caller_says_arrives_through_the_vendors_wire(bool isFlux)
    {
        await using var simulator = await DeepgramSimulator.StartAsync(new DeepgramSimulatorOptions
        {
            Hears = async language => await RecognizerHearing.StartAsync(loaded.Recognizer, language),
        });
        var account = Listening.AccountAt(simulator);
        ISpeechRecognizer recognizer = isFlux ? new FluxRecognizer(account, new FluxOptions(), TimeProvider.System) : new NovaRecognizer(account, new NovaOptions(), TimeProvider.System);
        await using var listening = await Listening.StartAsync(recognizer);

        foreach (var frame in FliteCaller.Say("run all the tests again").Concat(FliteCaller.Silence(1.5)).Chunk(AudioFormat.FrameBytes))
            Assert.True(listening.Recognition.Accept(frame));
        if (!isFlux) listening.Recognition.EndSegment();

        Assert.Equal("run all the tests again", (await listening.NextFinalAsync()).Text);
        if (isFlux) Assert.Equal(RecognizedTurn.Ended, await listening.NextAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_voice_says_arrives_through_the_vendors_wire(bool bySocket)
    {
        var espeak = new Recorded(new EspeakSynthesizer(new EspeakOptions(), TimeProvider.System));
        await using var simulator = await DeepgramSimulator.StartAsync(new DeepgramSimulatorOptions { Voice = espeak });
        await using var voice = new DeepgramSynthesizer(Listening.AccountAt(simulator), new SpeakOptions { UsesSockets = bySocket }, TimeProvider.System);

        var sound = new List<byte>();
        await foreach (var audio in voice.SynthesizeAsync(new SpeechRequest("All tests have passed."), CancellationToken.None)) sound.AddRange(audio.MuLaw.Span);

        Assert.InRange(sound.Count, AudioFormat.SampleRate, 3 * AudioFormat.SampleRate);
        Assert.Equal(espeak.Sound, sound);
    }

    /// <summary>Keeps what a voice gave: espeak-ng does not say the same sentence the same way twice.</summary>
    private sealed class Recorded(ISpeechSynthesizer voice) : ISpeechSynthesizer
    {
        public List<byte> Sound { get; } = [];

        public string Name => voice.Name;

        public async IAsyncEnumerable<SpeechAudio> SynthesizeAsync(SpeechRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var audio in voice.SynthesizeAsync(request, cancellationToken))
            {
                Sound.AddRange(audio.MuLaw.Span);
                yield return audio;
            }
        }
    }
}
