using System.Text;

namespace CallActors.Cmux.Socket;

/// <summary>
/// Makes lines of a screen's rows. cmux fills rows with blanks to the terminal's width, so a row that ends in something else was wrapped.
/// Where a line was wrapped at a blank, or was exactly as wide as the terminal, this cannot be seen.
/// </summary>
internal static class ScreenRows
{
    /// <param name="columns">The terminal's width; 0 when it is not known.</param>
    public static IReadOnlyList<string> Join(string text, int columns)
    {
        var rows = text.Split('\n').Select(row => row.TrimEnd('\r')).ToList();
        if (columns == 0) columns = WidthOf(rows);
        var lines = new List<string>();
        var isWrapped = false;
        foreach (var row in rows)
        {
            if (isWrapped && !IsDrawing(row, first: true)) lines[^1] += row;
            else lines.Add(row);
            isWrapped = columns > 0 && Cells(row) >= columns && !char.IsWhiteSpace(row[^1]) && !IsDrawing(row, first: false);
        }
        for (var i = 0; i < lines.Count; i++) lines[i] = lines[i].TrimEnd();
        while (lines is [.., ""]) lines.RemoveAt(lines.Count - 1);
        return lines;
    }

    /// <summary>Rows that are filled up are all as wide as the terminal.</summary>
    private static int WidthOf(List<string> rows)
    {
        var widths = rows.Where(row => row.Length > 0).Select(Cells).Distinct().ToArray();
        return widths.Length == 1 && rows.Any(row => row.EndsWith(' ')) ? widths[0] : 0;
    }

    /// <summary>Frames reach from edge to edge without being wrapped.</summary>
    private static bool IsDrawing(string row, bool first) => row.Length > 0 && (first ? row[0] : row[^1]) is >= '\u2500' and <= '\u259F';

    private static int Cells(string row)
    {
        var cells = 0;
        foreach (var rune in row.EnumerateRunes()) cells += CellsOf(rune);
        return cells;
    }

    /// <summary>East Asian Width of Unicode, its wide blocks; marks that stand on the character before take none.</summary>
    private static int CellsOf(Rune rune) => rune.Value switch
    {
        _ when Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.EnclosingMark
            or System.Globalization.UnicodeCategory.Format => 0,
        (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0x303E) or (>= 0x3041 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1F64F)
            or (>= 0x1F680 and <= 0x1F6FF) or (>= 0x1F900 and <= 0x1F9FF) or (>= 0x20000 and <= 0x3FFFD) => 2,
        _ => 1,
    };
}
