using System.Globalization;
using System.Text;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text;

/// <summary>Pictures within text: most are left out; those that say yes, no or beware by themselves are put into words.</summary>
internal static class Emoji
{
    /// <summary>Emoji, dingbats, other pictures, what joins and colours them, and characters that show nothing.</summary>
    public static bool IsPictorial(Rune rune) => rune.Value is >= 0x1F000 and <= 0x1FBFF or >= 0x2600 and <= 0x27BF
        or >= 0x2B00 and <= 0x2BFF or >= 0x2190 and <= 0x21FF or >= 0x2300 and <= 0x23FF or >= 0xE0000 and <= 0xE007F
        or >= 0xE000 and <= 0xF8FF or 0x20E3 or 0xFE0E or 0xFE0F or 0xFFFD || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format;

    /// <summary>What a text that is nothing but pictures says: of the first that says anything.</summary>
    public static string Alone(string text, SpokenWords words)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var said = rune.Value switch
            {
                0x1F44D or 0x1F44C => words.ThumbsUp,
                0x1F44E => words.ThumbsDown,
                0x2705 or 0x2714 or 0x2611 => words.Done,
                0x274C or 0x2718 or 0x2716 => words.Failed,
                _ => "",
            };
            if (said.Length > 0) return said;
        }

        return "";
    }

    /// <summary>A cell that holds a picture alone.</summary>
    public static string InCell(string text, SpokenWords words)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is 0x2705 or 0x2714 or 0x2611 or 0x2713) return words.Yes;
            if (rune.Value is 0x274C or 0x2718 or 0x2716 or 0x2717) return words.No;
        }

        return "";
    }

    /// <summary>What a line begins with, if its picture says what the words do not: that something failed, or is a warning.</summary>
    public static string Leading(string text, SpokenWords words)
    {
        var trimmed = text.AsSpan().TrimStart();
        if (trimmed.IsEmpty) return "";
        Rune.DecodeFromUtf16(trimmed, out var rune, out _);
        if (rune.Value is 0x274C or 0x2718 or 0x2716 or 0x2717 && !Says(text, "fail", "error", "broke", "not ", "wrong", "fehl", "éch", "err")) return words.Failed;
        return rune.Value is 0x26A0 && !Says(text, "warn", "caution", "attention", "achtung", "beware") ? words.Warning : "";
    }

    private static bool Says(string text, params ReadOnlySpan<string> stems)
    {
        foreach (var stem in stems)
            if (text.Contains(stem, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
