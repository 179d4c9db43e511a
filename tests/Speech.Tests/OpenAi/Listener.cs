using System.Threading.Channels;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.Tests.OpenAi;

/// <summary>Writes down what a recognition tells, in its order.</summary>
internal sealed class Listener : IRecognitionListener
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Channel<object> _told = Channel.CreateUnbounded<object>();

    public void OnText(RecognizedText text) => _told.Writer.TryWrite(text);

    public void OnTurn(RecognizedTurn turn) => _told.Writer.TryWrite(turn);

    /// <summary>Ends that the server has confirmed.</summary>
    public int Taken { get; private set; }

    public void OnSegmentTaken() => Taken++;

    public void OnFailed(SpeechException failure) => _told.Writer.TryWrite(failure);

    /// <summary>What has been told already, interim texts with a tilde, final ones as they are.</summary>
    public IEnumerable<string> SoFar()
    {
        while (_told.Reader.TryRead(out var told)) yield return told is RecognizedText text ? text.IsFinal ? text.Text : $"~{text.Text}" : told.ToString()!;
    }

    /// <summary>The next that is not an interim text.</summary>
    public async Task<object> NextAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (true)
            if (await _told.Reader.ReadAsync(deadline.Token) is var told && told is not RecognizedText { IsFinal: false }) return told;
    }

    public async Task<RecognizedText> FinalAsync() => Assert.IsType<RecognizedText>(await NextAsync());

    public async Task<SpeechException> FailureAsync() => Assert.IsType<SpeechException>(await NextAsync());

    public async Task<RecognizedText> InterimAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        return Assert.IsType<RecognizedText>(await _told.Reader.ReadAsync(deadline.Token));
    }
}

/// <summary>Sounds as a call brings them.</summary>
internal static class Sounds
{
    /// <summary>A tone of 500 Hz.</summary>
    public static byte[] Tone(int milliseconds, double hertz = 500) =>
        [.. Enumerable.Range(0, milliseconds * 8).Select(i => Codecs.MuLaw(Math.Sin(2 * Math.PI * hertz * i / 8000)))];

    public static byte[] Silence(int milliseconds) => [.. Enumerable.Repeat((byte)0xFF, milliseconds * 8)];

    /// <summary>Gives a sound frame by frame.</summary>
    public static void Say(this ISpeechRecognition recognition, byte[] sound)
    {
        for (var at = 0; at < sound.Length; at += 160) Assert.True(recognition.Accept(sound.AsSpan(at, Math.Min(160, sound.Length - at))));
    }

    /// <summary>How often a sound crosses zero upwards in a second: the pitch of a tone.</summary>
    public static double PitchOf(ReadOnlySpan<byte> muLaw)
    {
        var crossings = 0;
        for (var i = 1; i < muLaw.Length; i++)
            if (CallActors.Speech.Codecs.MuLaw.Decode(muLaw[i - 1]) < 0 && CallActors.Speech.Codecs.MuLaw.Decode(muLaw[i]) >= 0) crossings++;
        return crossings * 8000.0 / muLaw.Length;
    }

    private static class Codecs
    {
        public static byte MuLaw(double level) => CallActors.Speech.Codecs.MuLaw.Encode((short)(8000 * level));
    }
}
