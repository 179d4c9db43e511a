using System.Text.RegularExpressions;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text.Rules;

/// <summary>One kind of written thing, and how it is said.</summary>
/// <param name="Pattern">Finds it in the text as it is written; must work in linear time on any text.</param>
/// <param name="Say">Its words; null when it is none of its kind after all and stays as it is.</param>
internal sealed record SpeechRule(Regex Pattern, Func<Match, SpokenWords, string?> Say);
