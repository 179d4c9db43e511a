using CallActors.Contracts.Audio;

namespace CallActors.Engine.Turns;

/// <summary>What <see cref="TurnTracker"/> measures a frame by at the moment, in frames of 20 ms.</summary>
/// <param name="Commit">Voiced frames that commit a barge-in.</param>
/// <param name="Ask">Silent frames after which the recogniser is asked what was said.</param>
/// <param name="End">Silent frames that end a turn.</param>
public readonly record struct TurnLimits(int Commit, int Ask, int End)
{
    /// <summary>The limits of these durations, rounded down; <see cref="TimeSpan.MaxValue"/> is never reached.</summary>
    public static TurnLimits Of(TimeSpan commit, TimeSpan ask, TimeSpan end) => new(Frames(commit), Frames(ask), Frames(end));

    internal static int Frames(TimeSpan duration) => (int)Math.Min(int.MaxValue, duration.Ticks / AudioFormat.FrameDuration.Ticks);
}
