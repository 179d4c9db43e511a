namespace CallActors.Speech.Text.Outputs;

/// <summary>A summary begins like a sentence.</summary>
internal static class SentenceCase
{
    public static string Of(string text) => text.Length > 0 ? char.ToUpperInvariant(text[0]) + text[1..] : text;
}
