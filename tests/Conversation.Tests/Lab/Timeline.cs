using System.Globalization;
using System.Net;
using System.Text;
using CallActors.Contracts.Audio;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>Draws a conversation: who spoke, what was sent, heard, cleared, resumed. One lane each, time from left to right.</summary>
internal static class Timeline
{
    private const int PixelsPerSecond = 120;
    private const int Left = 110;
    private const int RowHeight = 15;

    private static readonly (Who Who, string Colour, int Rows)[] Lanes =
    [
        (Who.Caller, "#2f7d5b", 2), (Who.Engine, "#3557a8", 7), (Who.Carrier, "#a85d35", 2), (Who.Recogniser, "#7a3fa8", 1), (Who.Voice, "#8a7a1f", 2),
        (Who.Agent, "#555", 3),
    ];

    public static string Draw(Conversation talk, string title)
    {
        var end = talk.Time.Now.TotalSeconds + 1;
        var height = 90 + Lanes.Sum(l => HeightOf(l.Rows));
        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Left + end * PixelsPerSecond:0}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"10\">\n"));
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        Text(svg, 8, 16, title, "#000", 12);
        for (var second = 0; second <= end; second++)
        {
            var x = X(TimeSpan.FromSeconds(second));
            svg.Append(Invariant($"<line x1=\"{x}\" y1=\"24\" x2=\"{x}\" y2=\"{height}\" stroke=\"#e4e4e4\"/>\n"));
            Text(svg, x + 2, 34, Invariant($"{second}"), "#999");
        }

        Ear(svg, talk, 44);
        var y = 82;
        foreach (var (who, colour, rows) in Lanes)
        {
            Lane(svg, talk, who, colour, rows, y);
            y += HeightOf(rows);
        }

        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>What the person heard of us, as one bar for each stretch.</summary>
    private static void Ear(StringBuilder svg, Conversation talk, int y)
    {
        Text(svg, 8, y + 18, "heard", "#c03030", 12);
        TimeSpan? from = null;
        var last = TimeSpan.MinValue / 2;
        foreach (var (at, _) in talk.Ear.Heard)
        {
            if (at - last > AudioFormat.FrameDuration * 2)
            {
                Bar(from, last);
                from = at - AudioFormat.FrameDuration;
            }

            last = at;
        }

        Bar(from, last);

        void Bar(TimeSpan? begin, TimeSpan stop)
        {
            if (begin is { } b) svg.Append(Invariant($"<rect x=\"{X(b):0.0}\" y=\"{y + 4}\" width=\"{X(stop) - X(b):0.0}\" height=\"18\" fill=\"#e08a8a\"/>\n"));
        }
    }

    private static void Lane(StringBuilder svg, Conversation talk, Who who, string colour, int rows, int y)
    {
        Text(svg, 8, y + 18, who.ToString().ToLowerInvariant(), colour, 12);
        svg.Append(Invariant($"<line x1=\"{Left}\" y1=\"{y - 4}\" x2=\"100%\" y2=\"{y - 4}\" stroke=\"#ccc\"/>\n"));
        var row = 0;
        foreach (var moment in talk.Trace.Moments)
        {
            if (moment.Who != who) continue;
            var x = X(moment.At);
            // Rows, so that what happens at once can be read.
            var at = y + 10 + row++ % rows * RowHeight;
            svg.Append(Invariant($"<line x1=\"{x:0.0}\" y1=\"{y - 4}\" x2=\"{x:0.0}\" y2=\"{y + HeightOf(rows) - 8}\" stroke=\"{colour}\"/>\n"));
            Text(svg, x + 2, at, Short($"{moment.What} {moment.Detail}"), colour);
        }
    }

    private static void Text(StringBuilder svg, double x, double y, string text, string colour, int size = 10) =>
        svg.Append(Invariant($"<text x=\"{x:0.0}\" y=\"{y:0}\" fill=\"{colour}\" font-size=\"{size}\">{WebUtility.HtmlEncode(text)}</text>\n"));

    private static int HeightOf(int rows) => rows * RowHeight + 14;

    private static double X(TimeSpan at) => Left + at.TotalSeconds * PixelsPerSecond;

    private static string Short(string text) => text.Length <= 34 ? text : text[..33] + "…";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
