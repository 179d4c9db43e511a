using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.Local.Espeak;

/// <summary>
/// The process's one espeak-ng and its one thread. Requests take turns sentence by sentence; the thread speaks some fifty times
/// faster than real time and never waits for a reader.
/// </summary>
internal sealed unsafe class EspeakEngine
{
    private const int Stop = 1;
    private const int GoOn = 0;

    private static readonly Lock SharedGate = new();
    private static EspeakEngine? _shared;

    private readonly EspeakLibrary _library;
    private readonly EspeakSentenceWriter _writer;
    private readonly SentenceTurns<EspeakUtterance> _turns = new();
    private byte[] _text = new byte[1024];
    private string _voice = "";
    private int _wordsPerMinute;
    private int _pitch;
    private SpeechException? _callbackFailure;

    private EspeakEngine()
    {
        delegate* unmanaged[Cdecl]<short*, int, EspeakEvent*, int> callback = &OnAudio;
        _library = EspeakLibrary.Load(EspeakLibrary.FileNames, (nint)callback);
        _writer = new EspeakSentenceWriter(_library.SampleRate);
        // Now, since the library serves one thread at a time, and later that is the engine's.
        Voices = EspeakVoices.Of(_library.ListVoices());
    }

    /// <summary>What is installed, in the library's order.</summary>
    public IReadOnlyList<VoiceProfile> Voices { get; }

    /// <summary>Requests that are being spoken or wait for their readers.</summary>
    public int ActiveCount => _turns.Count;

    /// <summary>The engine, started at the first call.</summary>
    /// <exception cref="SpeechException">espeak-ng is not installed. The next call tries again.</exception>
    public static EspeakEngine Shared()
    {
        lock (SharedGate)
        {
            if (_shared is not null) return _shared;
            var engine = new EspeakEngine();
            new Thread(engine.Run) { IsBackground = true, Name = "espeak-ng" }.Start();
            return _shared = engine;
        }
    }

    /// <exception cref="SpeechException">Too many requests are being spoken.</exception>
    public void Speak(EspeakUtterance utterance, int maximum) => _turns.Admit(utterance, maximum);

    /// <summary>The reader has caught up or has cancelled.</summary>
    public void Recall(EspeakUtterance utterance) => _turns.Recall(utterance);

    private void Run()
    {
        while (true)
        {
            var utterance = _turns.Next();
            try
            {
                if (!utterance.IsOver) SpeakSentence(utterance);
            }
            catch (SpeechException failure)
            {
                utterance.Complete(failure);
            }
#pragma warning disable CA1031 // Whatever goes wrong with one text ends that text: the thread serves all calls of the process.
            catch (Exception unforeseen)
            {
                utterance.Complete(new SpeechException(SpeechFailure.Broken, "espeak-ng's thread failed on a text.", unforeseen));
            }
#pragma warning restore CA1031

            if (_turns.EndTurn(utterance)) utterance.Complete();
        }
    }

    private void SpeakSentence(EspeakUtterance utterance)
    {
        var sentence = utterance.TakeSentence();
        UseVoiceOf(utterance);
        _writer.Begin(utterance, sentence);
        _callbackFailure = null;
        var spoken = _library.Synthesize(EncodeText(sentence.Text), pauseAtEnd: !utterance.IsLastSentence);
        if (utterance.IsCancelled)
        {
            _writer.Abandon();
            return;
        }

        if (_callbackFailure is { } failure)
        {
            _writer.Abandon();
            throw failure;
        }

        if (!spoken)
        {
            _writer.Abandon();
            throw new SpeechException(SpeechFailure.Broken, "espeak-ng broke off a sentence.");
        }

        _writer.End();
    }

    private void UseVoiceOf(EspeakUtterance utterance)
    {
        // Choosing a voice reads its file, and resets speed and pitch.
        if (utterance.Voice != _voice)
        {
            if (!_library.SetVoice(utterance.Voice))
            {
                _voice = "";
                throw new SpeechException(SpeechFailure.Refused,
                    $"espeak-ng has no voice '{utterance.Voice}'. 'espeak-ng --voices' lists them.");
            }

            _voice = utterance.Voice;
            (_wordsPerMinute, _pitch) = (-1, -1);
        }

        if (utterance.WordsPerMinute != _wordsPerMinute)
            _library.SetParameter(EspeakLibrary.Parameter.Rate, _wordsPerMinute = utterance.WordsPerMinute);
        if (utterance.Pitch != _pitch)
            _library.SetParameter(EspeakLibrary.Parameter.Pitch, _pitch = utterance.Pitch);
    }

    private ReadOnlySpan<byte> EncodeText(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length) + 1;
        if (_text.Length < most) _text = new byte[most];
        var length = Encoding.UTF8.GetBytes(text, _text);
        // A zero would end the text for C; other control characters are spoken by some voices.
        foreach (ref var unit in _text.AsSpan(0, length))
            if (unit < (byte)' ') unit = (byte)' ';
        _text[length] = 0;
        return _text.AsSpan(0, length + 1);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnAudio(short* samples, int count, EspeakEvent* events)
    {
        // The callback runs on the engine's own thread, inside Synthesize, long after the engine was published.
        var engine = _shared!;
        try
        {
            var eventCount = 0;
            while (events[eventCount].Type != EspeakEvent.ListEnd) eventCount++;
            // The last call of a synthesis has no samples.
            var audio = samples == null ? [] : new ReadOnlySpan<short>(samples, count);
            return engine._writer.Take(audio, new ReadOnlySpan<EspeakEvent>(events, eventCount)) ? GoOn : Stop;
        }
        catch (SpeechException failure)
        {
            engine._callbackFailure = failure;
            return Stop;
        }
#pragma warning disable CA1031 // An exception must not unwind through C frames; it is thrown again when espeak-ng has returned.
        catch (Exception unforeseen)
        {
            engine._callbackFailure = new SpeechException(SpeechFailure.Broken, "espeak-ng's audio could not be taken over.", unforeseen);
            return Stop;
        }
#pragma warning restore CA1031
    }
}
