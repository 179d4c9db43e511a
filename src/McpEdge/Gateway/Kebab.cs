using System.Text;

namespace CallActors.McpEdge.Gateway;

/// <summary>Brings the gateway's closed words (phases, reasons) to one form, <c>no-answer</c>, however they are cased.</summary>
internal static class Kebab
{
    public static string Of(string word)
    {
        var kebab = new StringBuilder(word.Length + 4);
        foreach (var c in word.Trim())
        {
            if (char.IsUpper(c) && kebab.Length > 0 && kebab[^1] != '-') kebab.Append('-');
            kebab.Append(c is '_' or ' ' ? '-' : char.ToLowerInvariant(c));
        }
        return kebab.ToString();
    }
}
