using CallActors.Contracts.Audio;

namespace CallActors.Simulators.OpenAi;

/// <summary>The simulated server's own detection of speech: by level alone, frame by frame.</summary>
internal sealed class SpeechFinder
{
    private const float VoiceDb = -45;
    private const int FramesToStart = 3;

    private readonly byte[] _frame = new byte[AudioFormat.FrameBytes];
    private int _filled;
    private long _position;
    private int _voiced;
    private int _silent;
    private bool _isSpeech;

    /// <summary>Where speech starts and stops in the audio so far, in samples since the beginning.</summary>
    public List<(bool IsStart, long Position)> Find(ReadOnlySpan<byte> muLaw, TimeSpan silence)
    {
        var found = new List<(bool, long)>();
        foreach (var sample in muLaw)
        {
            _frame[_filled++] = sample;
            if (_filled < _frame.Length) continue;
            _filled = 0;
            _position += _frame.Length;
            var isVoiced = AudioLevel.Db(_frame) > VoiceDb;
            _voiced = isVoiced ? _voiced + 1 : 0;
            _silent = isVoiced ? 0 : _silent + 1;
            if (!_isSpeech && _voiced >= FramesToStart)
            {
                _isSpeech = true;
                found.Add((true, _position - FramesToStart * _frame.Length));
            }
            else if (_isSpeech && AudioFormat.FrameDuration * _silent >= silence)
            {
                _isSpeech = false;
                found.Add((false, _position));
            }
        }

        return found;
    }
}
