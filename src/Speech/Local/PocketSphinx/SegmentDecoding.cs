using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Speech.Codecs;
using CallActors.Speech.Resampling;

namespace CallActors.Speech.Local.PocketSphinx;

/// <summary>Turns one call's audio into texts, segment by segment. Runs on its decoder's thread.</summary>
/// <remarks>Nothing is decoded before speech begins; then what preceded it by <see cref="LeadFrames"/> goes in first. A grammar hears an
/// answer in anything, so it is given a loop of phones as its rival: when that wins, the segment's audio is decoded again with the open
/// model.</remarks>
internal sealed class SegmentDecoding
{
    private const int ModelRate = 16000;
    private const int LeadFrames = 15;
    private const int FramesBetweenTexts = 10;
    private static readonly TimeSpan LongestSegment = TimeSpan.FromSeconds(60);
    private static readonly int LongestSegmentBytes = (int)AudioFormat.SamplesIn(LongestSegment);

    private readonly LoadedDecoder _decoder;
    private readonly IRecognitionListener _listener;
    private readonly SpeechOnset _onset = new();
    private readonly byte[] _segment = new byte[LongestSegmentBytes];
    private readonly short[] _narrow = new short[AudioFormat.FrameBytes];
    private readonly Resampler _wideband = new(AudioFormat.SampleRate, ModelRate);
    private readonly BandExtension _extension = new();
    private readonly short[] _wide;

    private Expectation _expectation = Expectation.Open.Instance;
    private Expectation? _expectedNext;
    private string _lastText = "";
    private int _number;
    private int _length;
    private int _examined;
    private int _decoded;
    private int _framesSinceText;
    private bool _speaking;

    public SegmentDecoding(LoadedDecoder decoder, IRecognitionListener listener)
    {
        _decoder = decoder;
        _listener = listener;
        _wide = new short[_wideband.MaximumOutput(AudioFormat.FrameBytes)];
    }

    public void Accept(ReadOnlySpan<byte> muLaw)
    {
        while (!muLaw.IsEmpty)
        {
            var count = Math.Min(muLaw.Length, _segment.Length - _length);
            muLaw[..count].CopyTo(_segment.AsSpan(_length));
            _length += count;
            muLaw = muLaw[count..];
            ListenOn();
            if (_length == _segment.Length)
            {
                MakeRoom();
            }
        }
    }

    public void Expect(Expectation expectation)
    {
        if (_speaking)
        {
            _expectedNext = expectation;
        }
        else
        {
            _expectation = expectation;
        }
    }

    public void EndSegment()
    {
        var text = _speaking ? Finish() : new RecognizedText(_number, "", IsFinal: true);
        _expectation = _expectedNext ?? _expectation;
        _expectedNext = null;
        _lastText = "";
        _speaking = false;
        _length = _examined = _decoded = _framesSinceText = 0;
        _onset.NextSegment();
        _number++;
        _listener.OnText(text);
    }

    /// <summary>Leaves the decoder fit for the next call.</summary>
    public void Abandon()
    {
        if (_speaking)
        {
            _decoder.Engine.EndUtterance();
        }
    }

    private void ListenOn()
    {
        while (!_speaking && _length - _examined >= AudioFormat.FrameBytes)
        {
            MuLaw.Decode(_segment.AsSpan(_examined, AudioFormat.FrameBytes), _narrow);
            _examined += AudioFormat.FrameBytes;
            if (_onset.Hears(_narrow))
            {
                _speaking = true;
                _decoded = Math.Max(0, _examined - (LeadFrames * AudioFormat.FrameBytes));
                _decoder.Select(_expectation);
                StartUtterance();
            }
        }

        while (_speaking && _length - _decoded >= AudioFormat.FrameBytes)
        {
            Decode(AudioFormat.FrameBytes);
            if (++_framesSinceText >= FramesBetweenTexts)
            {
                _framesSinceText = 0;
                ReportProgress();
            }
        }
    }

    private void Decode(int count)
    {
        MuLaw.Decode(_segment.AsSpan(_decoded, count), _narrow);
        _decoded += count;
        var written = _wideband.Process(_narrow.AsSpan(0, count), _wide);
        Feed(written);
    }

    private void StartUtterance()
    {
        _wideband.Reset();
        _extension.Reset();
        _decoder.Engine.StartUtterance();
    }

    private void Feed(int count)
    {
        _extension.Extend(_wide.AsSpan(0, count));
        _decoder.Engine.Process(_wide.AsSpan(0, count));
    }

    private void EndUtterance()
    {
        Feed(_wideband.Flush(_wide));
        _decoder.Engine.EndUtterance();
    }

    private void ReportProgress()
    {
        var text = _decoder.TextOf(_decoder.Engine.Hypothesis());
        if (text is { Length: > 0 } && text != _lastText)
        {
            _lastText = text;
            _listener.OnText(new RecognizedText(_number, text, IsFinal: false));
        }
    }

    private RecognizedText Finish()
    {
        Decode(_length - _decoded);
        EndUtterance();
        if (_decoder.TextOf(_decoder.Engine.Hypothesis()) is { } text)
        {
            return Final(text);
        }

        _decoder.Select(Expectation.Open.Instance);
        StartUtterance();
        _decoded = Math.Max(0, _examined - (LeadFrames * AudioFormat.FrameBytes));
        while (_decoded < _length)
        {
            Decode(Math.Min(AudioFormat.FrameBytes, _length - _decoded));
        }

        EndUtterance();
        return Final(_decoder.TextOf(_decoder.Engine.Hypothesis()) ?? "");
    }

    private RecognizedText Final(string text) =>
        new(_number, text, IsFinal: true, text.Length == 0 ? null : _decoder.Engine.Probability());

    /// <summary>A segment that nobody ends is cut: speech into a final text, silence by forgetting its older half.</summary>
    private void MakeRoom()
    {
        if (_speaking)
        {
            EndSegment();
            return;
        }

        var kept = LeadFrames * AudioFormat.FrameBytes * 2;
        _segment.AsSpan(_length - kept, kept).CopyTo(_segment);
        _examined -= _length - kept;
        _length = kept;
    }
}
