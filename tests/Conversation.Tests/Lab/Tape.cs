using CallActors.Contracts.Audio;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>Everything that our voices have said, on one tape, word by word, so that every frame can be told from every other.</summary>
internal sealed class Tape
{
    private readonly List<TapedWord> _words = [];
    private readonly List<Take> _takes = [];
    private int _frames;
    private int _said;
    private int _requests;

    /// <summary>Requests that a voice did not finish: it failed or was cancelled.</summary>
    public HashSet<int> Broken { get; } = [];

    public int NextRequest() => ++_requests;

    /// <summary>The call has an utterance prepared.</summary>
    public void Prepare(int utterance, string text) => _takes.Add(new Take(utterance, text, from: 0));

    /// <summary>The call has an utterance said, the first time or again on another socket.</summary>
    public void Say(int utterance, string text, int from)
    {
        var take = _takes.FindLast(t => t.Order == 0 && t.Utterance == utterance && t.Text == text && t.From == from);
        if (take is null) _takes.Add(take = new Take(utterance, text, from));
        take.Order = ++_said;
    }

    /// <summary>An utterance's text has grown.</summary>
    public void Extend(int utterance, string more)
    {
        if (_takes.FindLast(t => t.Utterance == utterance) is { } take) take.Text += more;
    }

    /// <summary>Where a sentence stands: in the newest take with it.</summary>
    public (Take Take, int At) Locate(string sentence)
    {
        for (var i = _takes.Count - 1; i >= 0; i--)
        {
            var text = _takes[i].Text;
            for (var at = text.IndexOf(sentence, StringComparison.Ordinal); at >= 0; at = text.IndexOf(sentence, at + 1, StringComparison.Ordinal))
                if (at == 0 || text[at - 1] == ' ') return (_takes[i], at);
        }

        throw new InvalidOperationException($"Nobody asked for \"{sentence}\".");
    }

    /// <param name="whole">Frames that the word takes; more than it has when the voice breaks in it.</param>
    public byte[] Record(Take take, int request, int place, string word, int textStart, int frames, int whole)
    {
        _words.Add(new TapedWord(take, request, place, word, textStart, _frames, frames, whole));
        var audio = new byte[frames * AudioFormat.FrameBytes];
        for (var i = 0; i < frames; i++) Sounds.Frame(Sounds.Ours, _frames++).CopyTo(audio, i * AudioFormat.FrameBytes);
        return audio;
    }

    /// <summary>The word that a frame is of.</summary>
    public TapedWord WordAt(int frame)
    {
        var (low, high) = (0, _words.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_words[middle].FirstFrame <= frame) low = middle;
            else high = middle - 1;
        }

        return _words[low];
    }

    /// <summary>The text of an utterance as far as it was given to be said; null when it was not.</summary>
    public string? TextOf(int utterance) => _takes.FindLast(t => t.Utterance == utterance && t.Order > 0)?.Text;

    /// <summary>Whether the request has nothing after this frame.</summary>
    public bool IsRequestsEnd(int frame, int slack)
    {
        var word = WordAt(frame);
        var last = _words.FindLast(w => w.Request == word.Request)!;
        return last.Place + last.Frames - 1 - word.PlaceOf(frame) <= slack;
    }
}

/// <summary>An utterance as it was said once: again after a lost socket is another take.</summary>
/// <param name="from">Characters of the text that are left out: they were heard before.</param>
internal sealed class Take(int utterance, string text, int from)
{
    /// <summary>The call's number; negative for what the call says of itself.</summary>
    public int Utterance => utterance;

    public int From => from;

    public string Text { get; set; } = text;

    /// <summary>Counts from 1 in the order in which they were said; 0 for one that is only prepared.</summary>
    public int Order { get; set; }
}

/// <summary>One word on the tape.</summary>
/// <param name="Request">Number of the request to a voice that it belongs to.</param>
/// <param name="Place">Frames of the request before it.</param>
/// <param name="Whole">Frames that it takes; it has fewer when the voice broke in it.</param>
internal sealed record TapedWord(Take Take, int Request, int Place, string Text, int TextStart, int FirstFrame, int Frames, int Whole)
{
    public int TextEnd => TextStart + Text.Length;

    public bool IsCut => Frames < Whole;

    /// <summary>The word has been said whole with this frame.</summary>
    public bool IsLast(int frame) => !IsCut && frame == FirstFrame + Frames - 1;

    /// <summary>Where in its request a frame of the word stands.</summary>
    public int PlaceOf(int frame) => Place + frame - FirstFrame;
}
