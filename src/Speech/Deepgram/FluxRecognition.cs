using System.Text.Json;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Speech.Sockets;

namespace CallActors.Speech.Deepgram;

/// <summary>
/// One call on <c>/v2/listen</c>. The service's own end of a turn answers the segment that waits; when it comes late, the turn is forced to
/// end. When the person has gone on by then, or the service gives nothing, the segment is answered with its words so far, and what
/// the turn brings besides belongs to the next one.
/// </summary>
internal sealed class FluxRecognition(
    VendorSocket socket, IRecognitionListener listener, TimeProvider time, FluxOptions options, IReadOnlyList<string> hints)
    : DeepgramRecognition(socket, listener, time, options.Batch, options.FillAfter)
{
    // A forced turn ends at once, or there was none.
    private static readonly TimeSpan ForcedWithin = TimeSpan.FromSeconds(0.4);

    // The times of a turn's end may be a little short of the audio that was given.
    private static readonly long Short = AudioFormat.SamplesIn(TimeSpan.FromMilliseconds(300));

    // A segment that is ended so soon behind the service's end of turn is the same end, noticed later.
    private static readonly long SameEnd = AudioFormat.SampleRate;

    private Turn? _turn;
    private long? _turnEndedAt;
    private bool _forced;
    private Expectation _expected = Expectation.Open.Instance;
    private Expectation _configured = Expectation.Open.Instance;

    public override void Expect(Expectation expectation)
    {
        base.Expect(expectation);
        lock (Gate)
        {
            _expected = expectation;
            if (_turn is null) Configure();
        }
    }

    protected override void OnEndSegment()
    {
        if (_turn is null && _turnEndedAt is { } at && at + SameEnd >= FirstEnd)
        {
            _turnEndedAt = null;
            Answer("", null, null);
            return;
        }

        AnswerEmpty();
        if (HasEnded) ExpectAnswer(options.ForceAfter);
    }

    protected override void OnMessage(ReadOnlySpan<byte> json)
    {
        var message = JsonSerializer.Deserialize(json, DeepgramJson.Default.FluxMessage);
        switch (message?.Type)
        {
            case "TurnInfo":
                OnTurnInfo(message);
                break;
            case "Error":
                Fail(new SpeechException(
                    SpeechFailure.Broken, $"{DeepgramConnection.Vendor} has given up the stream ({DeepgramConnection.CodeOf(message.Code ?? "")})."));
                break;
        }
    }

    protected override void OnAnswerIsLate()
    {
        if (!IsAlive) return;
        if (_turn is { } turn && !_forced && !turn.GoesOnBehind(FirstEnd))
        {
            _forced = true;
            SendText("""{"type":"ForceEndTurn"}"""u8);
            ExpectAnswer(ForcedWithin);
            return;
        }

        _forced = false;
        Answer(_turn?.TellUntil(FirstEnd) ?? "", null, null);
        if (HasEnded) ExpectAnswer(options.ForceAfter);
    }

    protected override void OnQuiet(AudioBatch audio) => audio.AddSilence((int)AudioFormat.SamplesIn(options.FillAfter));

    private void OnTurnInfo(FluxMessage info)
    {
        Cover(SamplesOf(info.AudioWindowEnd));
        switch (info.Event)
        {
            case "StartOfTurn":
                Hear(info);
                TellTurn(RecognizedTurn.SpeechStarted);
                TellInterim(_turn!.Rest);
                break;
            case "EagerEndOfTurn":
                Hear(info);
                TellInterim(_turn!.Rest);
                TellTurn(RecognizedTurn.LikelyEnded);
                break;
            case "TurnResumed":
                Hear(info);
                TellTurn(RecognizedTurn.Resumed);
                TellInterim(_turn!.Rest);
                break;
            case "EndOfTurn":
                Hear(info);
                OnEndOfTurn(isForced: info.Trigger == "manual");
                break;
            default:
                if (_turn is null) break;
                Hear(info);
                TellInterim(_turn.Rest);
                break;
        }

        AnswerEmpty();
    }

    private void Hear(FluxMessage info) => (_turn ??= new Turn()).Hear(info.Transcript ?? "", info.Words ?? []);

    private void OnEndOfTurn(bool isForced)
    {
        var (text, through) = (_turn!.Rest, Covered);
        (_turn, _forced, _turnEndedAt) = (null, false, isForced ? null : through);
        if (HasEnded && (isForced || FirstEnd <= through + Short))
        {
            Answer(text, null, through);
            while (HasEnded && FirstEnd <= through + Short) Answer("", null, through);
            _turnEndedAt = null;
        }
        else if (text.Length > 0)
        {
            TellFinal(text, null, through);
        }

        if (!isForced) TellTurn(RecognizedTurn.Ended);
        if (HasEnded) ExpectAnswer(options.ForceAfter);
        Configure();
    }

    /// <summary>Segments that hold no turn, as the service has heard them and told of none.</summary>
    private void AnswerEmpty()
    {
        while (_turn is null && HasEnded && FirstEnd <= Covered) Answer("", null, Covered);
    }

    private void Configure()
    {
        if (_expected.Equals(_configured)) return;
        _configured = _expected;
        var choices = _expected is Expectation.OneOf oneOf ? oneOf.Choices : [];
        var configure = new FluxConfigure(
            new FluxThresholds(options.EndOfTurnFor(_expected), options.LikelyEndFor(_expected), (int)options.EndOfTurnTimeout.TotalMilliseconds),
            KeyTerms.Of(choices.Concat(hints)));
        SendText(JsonSerializer.SerializeToUtf8Bytes(configure, DeepgramJson.Default.FluxConfigure));
    }

    /// <summary>What a turn has brought so far, and what of it was told as final.</summary>
    private sealed class Turn
    {
        private string _transcript = "";
        private IReadOnlyList<HeardWord> _words = [];
        private int _told;

        /// <summary>What was not told as final yet.</summary>
        public string Rest => _told == 0 ? _transcript : string.Join(' ', _words.Skip(_told).Select(word => word.Text));

        public void Hear(string transcript, IReadOnlyList<HeardWord> words) => (_transcript, _words) = (transcript, words);

        /// <summary>A word begins behind a position, as far as the service tells.</summary>
        public bool GoesOnBehind(long position) => _words.Count > _told && _words[^1].Start is { } start && SamplesOf(start) >= position;

        /// <summary>The words before a position; they count as told.</summary>
        public string TellUntil(long position)
        {
            var words = _words.Skip(_told).TakeWhile(word => word.Start is not { } start || SamplesOf(start) < position).ToList();
            _told += words.Count;
            return string.Join(' ', words.Select(word => word.Text));
        }
    }
}
