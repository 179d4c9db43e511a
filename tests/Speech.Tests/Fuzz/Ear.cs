using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.Tests.Fuzz;

/// <summary>Counts what a recognition tells, and whether it keeps to the rules of telling.</summary>
internal sealed class Ear : IRecognitionListener
{
    private readonly TaskCompletionSource<SpeechException> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _final = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside;
    private int _segment;

    public Task<SpeechException> Failed => _failed.Task;

    /// <summary>The first final text has been told.</summary>
    public Task Final => _final.Task;

    public int Texts { get; private set; }

    /// <summary>What was told against the rules: at the same time as something else, after the failure, in the wrong segment.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>Bytes that the recognition has accepted, and no text can reach beyond.</summary>
    public long Accepted { get; set; }

    public void OnText(RecognizedText text) => Take(() =>
    {
        Texts++;
        if (text.Segment != _segment) Fault = $"segment {text.Segment} in place of {_segment}";
        if (text.Confidence is { } confidence && !double.IsFinite(confidence)) Fault = "a confidence that is none";
        if (text.Through is { } through && (through < TimeSpan.Zero || through > AudioFormat.DurationOf(Accepted))) Fault = $"text that reaches to {through}";
        if (!text.IsFinal) return;
        _segment++;
        _final.TrySetResult();
    });

    public void OnTurn(RecognizedTurn turn) => Take(() => { });

    public void OnSegmentTaken() => Take(() => { });

    public void OnFailed(SpeechException failure) => Take(() => _failed.TrySetResult(failure));

    private void Take(Action take)
    {
        if (Interlocked.Increment(ref _inside) != 1) Fault = "told at the same time";
        if (_failed.Task.IsCompleted) Fault = "told after the failure";
        take();
        Interlocked.Decrement(ref _inside);
    }
}
