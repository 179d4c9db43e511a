namespace CallActors.Benchmarks.Vendors;

/// <summary>Words that are short to say and come once each, so that the voice's work on one can be told from that on the others.</summary>
internal sealed class Sayings
{
    private const string Consonants = "bdfgklmnrst";
    private const string Vowels = "aeiou";
    private const int Syllables = 55;

    private int _next;

    public string Next()
    {
        var number = Interlocked.Increment(ref _next);
        return $"Sa{Syllable(number)}{Syllable(number / Syllables)}{Syllable(number / Syllables / Syllables)}.";
    }

    private static string Syllable(int number) => $"{Consonants[number % Consonants.Length]}{Vowels[number / Consonants.Length % Vowels.Length]}";
}
