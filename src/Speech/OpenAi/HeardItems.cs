using System.Text;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.OpenAi;

/// <summary>A segment's end that the engine has asked for and that is not answered yet.</summary>
/// <param name="through">Bytes accepted before it.</param>
internal sealed class SegmentEnd(long through)
{
    public long Through => through;

    /// <summary>Nothing was said since the end before: no item will come for it.</summary>
    public bool IsEmpty { get; set; }
}

/// <summary>
/// The stretches of audio that the server transcribes, in the order of the conversation, and where the engine's segments end among them.
/// The server may finish them in any order; they are told in theirs. While an end is unanswered all that belongs to its segment is held
/// back and told as its one final text; what is finished while none is asked for is told at once. Thread-safe.
/// </summary>
internal sealed class HeardItems(IRecognitionListener listener)
{
    private readonly Lock _lock = new();

    // Items and placed ends as they follow each other; told ones are gone.
    private readonly List<object> _line = [];

    // Ends asked for whose place is not known yet: the server has not said which items come before them.
    private readonly Queue<SegmentEnd> _unplaced = new();
    private string? _lastTold;
    private int _told;
    private bool _isSpeaking;
    private bool _isClosed;

    /// <summary>Ends that are not answered.</summary>
    public int Pending
    {
        get { lock (_lock) return _unplaced.Count + _line.Count(entry => entry is SegmentEnd); }
    }

    /// <summary>Nothing is under way: no item, no end, no speech that the server has noticed.</summary>
    public bool IsIdle
    {
        get { lock (_lock) return _line.Count == 0 && _unplaced.Count == 0 && !_isSpeaking; }
    }

    /// <summary>A segment ends here. It is answered when its place among the items is known and they are finished.</summary>
    public SegmentEnd Ask(long through)
    {
        lock (_lock)
        {
            var end = new SegmentEnd(through);
            _unplaced.Enqueue(end);
            return end;
        }
    }

    /// <summary>No audio came between this end and the one before it.</summary>
    public void MarkEmpty(SegmentEnd end)
    {
        lock (_lock)
        {
            end.IsEmpty = true;
            PlaceEmpty();
            Tell();
        }
    }

    /// <summary>The server has taken an item that it found by itself.</summary>
    /// <param name="previous">The item before it, where the server tells.</param>
    /// <param name="through">How far into the accepted audio it reaches, in bytes; null where the server does not tell.</param>
    public void Add(string id, string? previous, long? through)
    {
        lock (_lock)
        {
            // A server that is quick may have finished it before it told of it.
            if (Find(id) is { } known) known.Ends(through, isTurn: true);
            else if (id != _lastTold) Insert(id, previous).Ends(through, isTurn: true);
        }
    }

    /// <summary>A part of a segment that is still spoken.</summary>
    /// <param name="through">How far into the accepted audio it reaches, in bytes.</param>
    public void AddPart(string id, long through)
    {
        lock (_lock) Insert(id, null).Ends(through, isTurn: false);
    }

    /// <summary>The server has taken an item because it was told to: the segment that was ended first ends behind it.</summary>
    /// <param name="isConfirmed">It is the server who says that it has taken it.</param>
    public void AddAsked(string id, string? previous, bool isConfirmed = true)
    {
        lock (_lock)
        {
            var item = Find(id) ?? Insert(id, previous);
            if (!_unplaced.TryDequeue(out var end)) return;
            // Not of what is finished already: its answer is told instead.
            if (isConfirmed && !_isClosed && !item.IsFinished) listener.OnSegmentTaken();
            _line.Insert(_line.IndexOf(item) + 1, end);
            PlaceEmpty();
            Tell();
        }
    }

    /// <summary>The server had nothing left to take for the segment that was ended first: it ends behind what is known.</summary>
    /// <returns>False when no end waits for an answer.</returns>
    public bool AnswerNothingLeft()
    {
        lock (_lock)
        {
            if (!_unplaced.TryDequeue(out var end)) return false;
            _line.Add(end);
            PlaceEmpty();
            Tell();
            return true;
        }
    }

    /// <summary>More words of an item.</summary>
    public void Extend(string id, string words)
    {
        lock (_lock)
        {
            if (_isClosed) return;
            var item = Find(id) ?? Insert(id, null);
            item.Text.Append(words);
            var text = Join(_line.TakeWhile(entry => entry is not SegmentEnd), item, out var holdsIt);
            if (holdsIt) listener.OnText(new RecognizedText(_told, text, IsFinal: false));
        }
    }

    /// <summary>An item's words are final; empty for one that could not be transcribed.</summary>
    public void Complete(string id, string text)
    {
        lock (_lock)
        {
            var item = Find(id);
            if (item is null && id == _lastTold) return;
            (item ?? Insert(id, null)).Finish(text);
            Tell();
        }
    }

    /// <summary>The server hears speech, or does so no more.</summary>
    public void NoteSpeech(bool isSpeaking)
    {
        lock (_lock)
        {
            if (_isClosed || _isSpeaking == isSpeaking) return;
            _isSpeaking = isSpeaking;
            // What is not told yet may still be of the turn that seemed to have ended.
            var goesOn = isSpeaking && _line.Exists(entry => entry is Item { IsTurn: true });
            listener.OnTurn(isSpeaking ? goesOn ? RecognizedTurn.Resumed : RecognizedTurn.SpeechStarted : RecognizedTurn.LikelyEnded);
        }
    }

    /// <summary>Nothing is told from here on.</summary>
    /// <returns>False when it was closed before.</returns>
    public bool Close()
    {
        lock (_lock)
        {
            if (_isClosed) return false;
            return _isClosed = true;
        }
    }

    /// <summary>Closes, and tells why.</summary>
    public void Fail(SpeechException failure)
    {
        lock (_lock)
            if (Close()) listener.OnFailed(failure);
    }

    private Item? Find(string id) => (Item?)_line.Find(entry => entry is Item item && item.Id == id);

    private Item Insert(string id, string? previous)
    {
        var item = new Item(id, previous);
        _line.Insert(PlaceAfter(previous), item);
        return item;
    }

    /// <summary>Behind the item that the server names; at the end where it is not known, or where another one has that place already: some
    /// servers name an item that is not the nearest.</summary>
    private int PlaceAfter(string? previous)
    {
        if (previous is null) return _line.Count;
        var at = _line.FindIndex(entry => entry is Item item && item.Id == previous);
        if (at < 0 && previous != _lastTold) return _line.Count;
        // An end that was placed behind the named one stays there.
        do at++;
        while (at < _line.Count && _line[at] is SegmentEnd);
        return at < _line.Count && _line[at] is Item next && next.Previous == previous ? _line.Count : at;
    }

    private void PlaceEmpty()
    {
        while (_unplaced.TryPeek(out var end) && end.IsEmpty) _line.Add(_unplaced.Dequeue());
    }

    private void Tell()
    {
        while (!_isClosed && TellNext())
        {
        }
    }

    private bool TellNext()
    {
        var at = _line.FindIndex(entry => entry is SegmentEnd);
        if (at < 0 && _unplaced.Count > 0) return false;
        // Without an end that waits each item is told for itself.
        var (count, end) = at < 0 ? (Math.Min(1, _line.Count), null) : (at, (SegmentEnd)_line[at]);
        var items = _line.Take(count).Cast<Item>().ToArray();
        if (!items.All(item => item.IsFinished) || (end is null && items.Length == 0)) return false;
        _line.RemoveRange(0, end is null ? count : count + 1);
        if (items.Length > 0) _lastTold = items[^1].Id;
        var text = Join(items, null, out _);
        var through = end?.Through ?? items[^1].Through;
        if (end is not null || text.Length > 0)
        {
            var reach = through is { } bytes ? AudioFormat.DurationOf(bytes) : (TimeSpan?)null;
            listener.OnText(new RecognizedText(_told++, text, IsFinal: true, Through: reach));
        }

        if (items.Length > 0 && items[^1].IsTurn && !_isSpeaking && !_line.Exists(entry => entry is Item)) listener.OnTurn(RecognizedTurn.Ended);
        return true;
    }

    private static string Join(IEnumerable<object> entries, Item? wanted, out bool holdsIt)
    {
        holdsIt = false;
        var text = new StringBuilder();
        foreach (var item in entries.OfType<Item>())
        {
            holdsIt |= item == wanted;
            var words = item.Text.ToString().AsSpan().Trim();
            if (words.IsEmpty) continue;
            if (text.Length > 0) text.Append(' ');
            text.Append(words);
        }

        return text.ToString();
    }

    private sealed class Item(string id, string? previous)
    {
        public string Id => id;

        public string? Previous => previous;

        public StringBuilder Text { get; } = new();

        public long? Through { get; private set; }

        public bool IsTurn { get; private set; }

        public bool IsFinished { get; private set; }

        public void Ends(long? through, bool isTurn) => (Through, IsTurn) = (through, isTurn);

        public void Finish(string text)
        {
            Text.Clear().Append(text);
            IsFinished = true;
        }
    }
}
