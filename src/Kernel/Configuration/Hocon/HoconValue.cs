using System.Globalization;
using System.Text;

namespace Kernel.Configuration.Hocon;

/// <summary>A resolved HOCON value: object, list, text (numbers and booleans included) or null.</summary>
public abstract class HoconValue
{
    private protected HoconValue(HoconOrigin origin) => Origin = origin;

    /// <summary>Where the value was written; for merged objects, the place of the winning side.</summary>
    public HoconOrigin Origin { get; }

    internal abstract string Kind { get; }

    internal abstract void Render(StringBuilder text, int depth);

    public override string ToString()
    {
        var text = new StringBuilder();
        Render(text, 0);
        return text.ToString();
    }

    private protected static void Quote(StringBuilder text, string raw)
    {
        text.Append('"');
        foreach (var c in raw)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\n': text.Append("\\n"); break;
                case '\r': text.Append("\\r"); break;
                case '\t': text.Append("\\t"); break;
                default:
                    if (c < ' ') text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    else text.Append(c);
                    break;
            }
        }

        text.Append('"');
    }
}

/// <summary>Keys in the order in which they were first written.</summary>
public sealed class HoconObject : HoconValue
{
    internal HoconObject(HoconOrigin origin, IReadOnlyDictionary<string, HoconValue> items) : base(origin) => Items = items;

    public IReadOnlyDictionary<string, HoconValue> Items { get; }

    internal override string Kind => "an object";

    internal static HoconObject Empty { get; } = new(new HoconOrigin("empty", 0, 0), new Dictionary<string, HoconValue>());

    /// <summary>This object's values win; objects present on both sides are merged key by key.</summary>
    internal HoconObject MergedOver(HoconObject fallback)
    {
        if (fallback.Items.Count == 0) return this;
        var merged = new Dictionary<string, HoconValue>(Items, StringComparer.Ordinal);
        foreach (var (key, theirs) in fallback.Items)
        {
            if (!merged.TryGetValue(key, out var ours)) merged[key] = theirs;
            else if (ours is HoconObject a && theirs is HoconObject b) merged[key] = a.MergedOver(b);
        }

        return new HoconObject(Origin, merged);
    }

    internal override void Render(StringBuilder text, int depth)
    {
        text.Append('{');
        foreach (var (key, value) in Items)
        {
            text.Append('\n').Append(' ', (depth + 1) * 2);
            Quote(text, key);
            text.Append(" : ");
            value.Render(text, depth + 1);
        }

        if (Items.Count > 0) text.Append('\n').Append(' ', depth * 2);
        text.Append('}');
    }
}

public sealed class HoconList : HoconValue
{
    internal HoconList(HoconOrigin origin, IReadOnlyList<HoconValue> items) : base(origin) => Items = items;

    public IReadOnlyList<HoconValue> Items { get; }

    internal override string Kind => "a list";

    internal override void Render(StringBuilder text, int depth)
    {
        text.Append('[');
        for (var i = 0; i < Items.Count; i++)
        {
            if (i > 0) text.Append(", ");
            Items[i].Render(text, depth + 1);
        }

        text.Append(']');
    }
}

/// <summary>A string, number or boolean exactly as it was written; the getters of <see cref="Config"/> convert it.</summary>
public sealed class HoconText : HoconValue
{
    internal HoconText(HoconOrigin origin, string text) : base(origin) => Text = text;

    public string Text { get; }

    internal override string Kind => "a single value";

    internal override void Render(StringBuilder text, int depth) => Quote(text, Text);
}

/// <summary>An explicit <c>null</c>: hides what a fallback says and reads as absent.</summary>
public sealed class HoconNull : HoconValue
{
    internal HoconNull(HoconOrigin origin) : base(origin)
    {
    }

    internal override string Kind => "null";

    internal override void Render(StringBuilder text, int depth) => text.Append("null");
}
