using System.Threading.Channels;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Simulators.Deepgram;
using CallActors.Speech.Deepgram;

namespace CallActors.Speech.Tests.Deepgram;

/// <summary>A recognition at a simulator, with everything that it delivers in order.</summary>
internal sealed class Listening : IRecognitionListener, IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>For what is closed by us: sockets that are forgotten end by themselves too, but later, as their pings are not answered.</summary>
    public static readonly TimeSpan ClosedWithin = TimeSpan.FromSeconds(9);

    private readonly Channel<object> _events = Channel.CreateUnbounded<object>();

    public ISpeechRecognition Recognition { get; private set; } = null!;

    public static async Task<Listening> StartAsync(ISpeechRecognizer recognizer, RecognitionRequest? request = null)
    {
        var listening = new Listening();
        listening.Recognition = await recognizer.StartAsync(request ?? RecognitionRequest.Default, listening, CancellationToken.None);
        return listening;
    }

    public static DeepgramOptions AccountAt(DeepgramSimulator simulator) => new() { ApiKey = "simulated-key", BaseUrl = simulator.Address };

    public static Func<string, ValueTask<IHearing>> Script(params IReadOnlyList<TimedWord>[] script) =>
        _ => ValueTask.FromResult<IHearing>(new ScriptedHearing([.. script.SelectMany(part => part)]));

    /// <summary>Gives audio as a phone does: in frames of 20 ms.</summary>
    public void Hear(double seconds)
    {
        var frame = new byte[AudioFormat.FrameBytes];
        Array.Fill(frame, AudioFormat.Silence);
        for (var i = 0; i < seconds * 50; i++) Assert.True(Recognition.Accept(frame));
    }

    public async Task<object> NextAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        return await _events.Reader.ReadAsync(late.Token);
    }

    /// <summary>The next final text; what comes before it is passed over.</summary>
    public async Task<RecognizedText> NextFinalAsync()
    {
        while (true)
        {
            switch (await NextAsync())
            {
                case RecognizedText { IsFinal: true } final:
                    return final;
                case SpeechException failure:
                    throw failure;
            }
        }
    }

    /// <summary>Passes over everything until an interim text.</summary>
    public async Task UntilHeardAsync(string text)
    {
        while (await NextAsync() is not RecognizedText { IsFinal: false } heard || heard.Text != text)
        {
        }
    }

    public async Task UntilTurnAsync(RecognizedTurn turn)
    {
        while (await NextAsync() is not RecognizedTurn told || told != turn)
        {
        }
    }

    public async Task<SpeechException> FailureAsync()
    {
        while (true)
            if (await NextAsync() is SpeechException failure) return failure;
    }

    /// <summary>Everything that was delivered and not taken.</summary>
    public IReadOnlyList<object> Rest()
    {
        var rest = new List<object>();
        while (_events.Reader.TryRead(out var told)) rest.Add(told);
        return rest;
    }

    public void OnText(RecognizedText text) => _events.Writer.TryWrite(text);

    public void OnTurn(RecognizedTurn turn) => _events.Writer.TryWrite(turn);

    public void OnFailed(SpeechException failure) => _events.Writer.TryWrite(failure);

    public ValueTask DisposeAsync() => Recognition.DisposeAsync();
}
