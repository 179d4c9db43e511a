using System.Buffers;
using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text.Rules;

/// <summary>One kind of written thing, and how it is said.</summary>
/// <param name="Needs">Characters of which it has at least one: most sentences have none of them, and the pattern need not be tried. Null
/// when there is no such character.</param>
/// <param name="Pattern">Finds it in the text as it is written; sees at most <see cref="SpokenSentence.LongestSource"/> characters.</param>
/// <param name="Say">Its words; null when it is none of its kind after all and stays as it is.</param>
internal sealed record SpeechRule(SearchValues<char>? Needs, Regex Pattern, Func<Match, SpokenWords, string?> Say)
{
    /// <summary>What every number has.</summary>
    public static SearchValues<char> Digits { get; } = SearchValues.Create("0123456789");

    public static SpeechRule For(string needs, Regex pattern, Func<Match, SpokenWords, string?> say) => new(SearchValues.Create(needs), pattern, say);
}
