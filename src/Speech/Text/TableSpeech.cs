using CallActors.Speech.Text.Blocks;
using CallActors.Speech.Text.Languages;

namespace CallActors.Speech.Text;

/// <summary>Says a table: a short one row by row, each value with its column's name; a long one is named.</summary>
internal static class TableSpeech
{
    // More rows than this are not remembered by a listener.
    private const int MaximumSpokenRows = 4;

    public static IReadOnlyList<Spoken> Say(IReadOnlyList<BoundText> lines, SpokenWords words)
    {
        if (lines.Count < 2 || !LineMarks.TableRule().IsMatch(lines[1].Text))
            return [.. lines.Where(l => !LineMarks.TableRule().IsMatch(l.Text)).Select(line => Row(Cells(line), [], words)).Where(row => row.HasWords)];

        var columns = Cells(lines[0]).Select(cell => SpokenSentence.Say(cell, words).Text).ToArray();
        var rows = lines.Skip(2).Where(line => SentenceSplitter.HasWords(line.Text)).ToList();
        if (rows.Count > MaximumSpokenRows)
        {
            var named = words.Table(rows.Count, string.Join(", ", columns.Where(c => c.Length > 0)));
            return [new Spoken(named, [.. Enumerable.Repeat(lines[0].SourceAt(0), named.Length)])];
        }

        return [.. rows.Select(row => Row(Cells(row), columns, words)).Where(row => row.HasWords)];
    }

    private static Spoken Row(List<BoundText> cells, string[] columns, SpokenWords words)
    {
        var line = new SpokenLine();
        for (var i = 0; i < cells.Count; i++)
        {
            var cell = SpokenSentence.Say(cells[i], words);
            if (cell.Text.Length == 0)
            {
                var picture = Emoji.InCell(cells[i].Text, words);
                cell = new Spoken(picture, [.. Enumerable.Repeat(cells[i].SourceAt(0), picture.Length)]);
            }

            if (cell.Text.Length == 0) continue;
            if (line.Length > 0) line.Append(", ", cell.At[0]);
            if (i > 0 && i < columns.Length && columns[i].Length > 0) line.Append(columns[i] + " ", cell.At[0]);
            for (var c = 0; c < cell.Text.Length; c++) line.Append(cell.Text[c], cell.At[c]);
        }

        return line.Finish();
    }

    private static List<BoundText> Cells(BoundText row)
    {
        row = row.Trim();
        var cells = new List<BoundText>();
        var start = row.Text.StartsWith('|') ? 1 : 0;
        for (var i = start; i <= row.Length; i++)
        {
            if (i < row.Length && (row.Text[i] != '|' || i > 0 && row.Text[i - 1] == '\\')) continue;
            if (i < row.Length || i > start) cells.Add(row.Slice(start, i - start).Trim());
            start = i + 1;
        }

        return cells;
    }
}
