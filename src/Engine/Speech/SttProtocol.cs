using CallActors.Contracts.Speech;

namespace CallActors.Engine.Speech;

/// <summary>What a stream tells its recognition; audio frames go as they are, and belong to the receiver.</summary>
internal static class SttCommands
{
    /// <summary>A voice has begun: from here, and a little before, it is speech.</summary>
    internal sealed record SpeechBegan
    {
        public static SpeechBegan Instance { get; } = new();
    }

    /// <summary>The voice has paused. Answered by one <see cref="SttReports.SegmentText"/> with the same number.</summary>
    internal sealed record EndSegment(int Segment);

    /// <summary>What the next segment is expected to hold.</summary>
    internal sealed record Expect(Expectation Expectation);
}

/// <summary>What a recognition tells its stream.</summary>
internal static class SttReports
{
    /// <summary>This recogniser listens now.</summary>
    /// <param name="WantsSilence">See <see cref="ISpeechRecognizer.WantsSilence"/>.</param>
    /// <param name="FollowsTurns">See <see cref="ISpeechRecognizer.FollowsTurns"/>.</param>
    internal sealed record Listens(bool WantsSilence, bool FollowsTurns);

    /// <summary>Words so far; they may change.</summary>
    internal sealed record Interim(string Text);

    /// <summary>Final words that the recogniser gave before it was asked.</summary>
    internal sealed record Phrase(string Text);

    /// <summary>The final words of a segment; empty when it held none.</summary>
    internal sealed record SegmentText(int Segment, string Text);

    /// <summary>The recogniser's own notion of the person's turn.</summary>
    internal sealed record Turn(RecognizedTurn Happened);

    /// <summary>The session broke and was started again: it will not answer for the segments of before.</summary>
    internal sealed record Restarted
    {
        public static Restarted Instance { get; } = new();
    }

    /// <summary>So much of what was said went by while nobody listened, or faster than the recogniser takes it, and is not kept.</summary>
    internal sealed record AudioMissed(TimeSpan Duration);

    /// <summary>No recogniser can be had: segments are answered empty until one is back.</summary>
    internal sealed record Lost(string Detail);

    /// <summary>After <see cref="Lost"/> a recogniser listens again.</summary>
    internal sealed record Returned
    {
        public static Returned Instance { get; } = new();
    }
}
