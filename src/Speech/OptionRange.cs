namespace CallActors.Speech;

/// <summary>The ranges that options are held to.</summary>
internal static class OptionRange
{
    /// <param name="of">Whose option it is, in the genitive, for the message: <c>Deepgram's</c>; may be empty.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside; one that is no number does.</exception>
    public static void Check<T>(T value, T least, T most, string name, string of = "") where T : IComparable<T>
    {
        if (value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0) return;
        throw new ArgumentOutOfRangeException(name, value, $"{(of.Length > 0 ? of + " " : "")}{name} must lie between {least} and {most}.");
    }
}
