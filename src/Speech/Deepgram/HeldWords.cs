namespace CallActors.Speech.Deepgram;

/// <summary>Final words that wait for their segment's end.</summary>
internal sealed class HeldWords
{
    private readonly List<string> _pieces = [];
    private double _confidence;
    private int _judged;

    public bool IsEmpty => _pieces.Count == 0;

    /// <param name="confidence">0–1; null where none was given.</param>
    public void Add(string text, double? confidence)
    {
        if (text.Length == 0) return;
        _pieces.Add(text);
        if (confidence is not { } sure) return;
        _confidence += sure * text.Length;
        _judged += text.Length;
    }

    /// <summary>All of them, and what follows.</summary>
    public string With(string text) => IsEmpty ? text : text.Length == 0 ? Text : $"{Text} {text}";

    /// <summary>All of them, with their mean confidence by length.</summary>
    public (string Text, double? Confidence) Take()
    {
        var taken = (Text, _judged > 0 ? _confidence / _judged : (double?)null);
        _pieces.Clear();
        (_confidence, _judged) = (0, 0);
        return taken;
    }

    private string Text => string.Join(' ', _pieces);
}
