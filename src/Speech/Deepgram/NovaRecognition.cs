using System.Text.Json;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Speech.Sockets;

namespace CallActors.Speech.Deepgram;

/// <summary>
/// One call on <c>/v1/listen</c>. The service gives words as final piece by piece; they are kept until their segment is ended, when a
/// <c>Finalize</c> asks for the rest, and told as one text. The answer to it is known by its times: the service need not mark it, nor give it.
/// </summary>
internal sealed class NovaRecognition(VendorSocket socket, IRecognitionListener listener, TimeProvider time, NovaOptions options)
    : DeepgramRecognition(socket, listener, time, options.Batch, options.KeepAliveEvery)
{
    // The end of what a Finalize answers may be told a little short.
    private static readonly long Short = AudioFormat.SamplesIn(TimeSpan.FromMilliseconds(300));

    private static readonly long AtEnd = AudioFormat.FrameBytes;

    // Behind the end of speech that the service has heard by itself a Finalize finds too little to be sure of an answer, and nobody's turn
    // is to wait for one.
    private static readonly TimeSpan LittleWithin = TimeSpan.FromMilliseconds(250);

    private readonly HeldWords _held = new();
    private string _interim = "";
    private bool _speechEnded;
    private long _through;
    private long _heldFrom;

    // Words before this were told before they were final.
    private long _toldTo;

    /// <summary>The oldest segment that waits ends just behind the end of speech.</summary>
    private bool FindsLittle => _speechEnded && _interim.Length == 0 && FirstEnd <= _through + Short;

    protected override void OnEndSegment()
    {
        SendText("""{"type":"Finalize"}"""u8);
        ExpectAnswer(FindsLittle ? LittleWithin : options.FinalizeWithin);
    }

    protected override void OnMessage(ReadOnlySpan<byte> json)
    {
        var message = JsonSerializer.Deserialize(json, DeepgramJson.Default.NovaMessage);
        switch (message?.Type)
        {
            case "Results":
                OnResults(message);
                break;
            case "UtteranceEnd" when !HasEnded:
                TellUnasked();
                break;
        }
    }

    /// <summary>The service gives no answer when it takes too little to be worth one: the words that are known are all there are.</summary>
    protected override void OnAnswerIsLate()
    {
        if (!IsAlive) return;
        _toldTo = FirstEnd;
        _held.Add(_interim, null);
        _interim = "";
        AnswerHeld();
        if (HasEnded) ExpectAnswer(options.FinalizeWithin);
    }

    /// <summary>Before the first audio a <c>KeepAlive</c> does not count.</summary>
    protected override void OnQuiet(AudioBatch audio)
    {
        if (audio.Given == 0)
        {
            audio.AddSilence(AudioFormat.FrameBytes);
            return;
        }

        audio.Flush();
        SendText("""{"type":"KeepAlive"}"""u8);
    }

    private void OnResults(NovaMessage results)
    {
        var alternative = results.Channel?.Alternatives is [var first, ..] ? first : null;
        var (start, end) = (SamplesOf(results.Start), SamplesOf(results.Start + results.Duration));
        var text = TextOf(alternative, start);
        Cover(end);
        if (!results.IsFinal)
        {
            _interim = text;
            TellInterim(_held.With(text));
            return;
        }

        _interim = "";
        _speechEnded = results.SpeechFinal;
        if (_held.IsEmpty) _heldFrom = start;
        _held.Add(text, alternative?.Confidence);
        _through = Math.Max(_through, end);
        var reach = _through + (results.FromFinalize ? Short : AtEnd);
        while (HasEnded && FirstEnd <= reach) AnswerHeld();
        if (HasEnded && FindsLittle) ExpectAnswer(LittleWithin);
        if (!HasEnded && end - _heldFrom >= AudioFormat.SamplesIn(options.HoldAtMost)) TellUnasked();
    }

    private string TextOf(NovaAlternative? alternative, long start)
    {
        if (alternative?.Transcript is not { Length: > 0 } transcript) return "";
        if (start >= _toldTo || alternative.Words is not { } words) return transcript;
        return string.Join(' ', words.Where(word => word.Start is not { } at || SamplesOf(at) >= _toldTo).Select(word => word.Text));
    }

    private void AnswerHeld()
    {
        var (text, confidence) = _held.Take();
        Answer(text, confidence, Math.Max(_through, _toldTo));
    }

    private void TellUnasked()
    {
        if (_held.IsEmpty) return;
        var (text, confidence) = _held.Take();
        TellFinal(text, confidence, _through);
    }
}
