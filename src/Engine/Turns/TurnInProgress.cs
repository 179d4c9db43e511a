namespace CallActors.Engine.Turns;

/// <summary>
/// The turn that the person is taking: when its voice began and ended, which of its segments the recogniser still owes a text for, its
/// words so far. Segments are numbered through the life of a stream; a text that comes after its turn was given up is told apart by that.
/// </summary>
internal sealed class TurnInProgress
{
    private readonly List<string> _phrases = [];
    private int _segment;
    private int _answered;

    /// <summary>The person has begun a turn that was not delivered yet.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The voice has ended; it may still go on.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Somebody who knows has said that it has ended: no grace is needed.</summary>
    public bool IsWhole { get; set; }

    /// <summary>When its voice began.</summary>
    public TimeSpan BeganAt { get; private set; }

    /// <summary>When its voice ended.</summary>
    public TimeSpan EndedAt { get; private set; }

    /// <summary>Voiced sound in it.</summary>
    public TimeSpan Voiced { get; private set; }

    /// <summary>The current segment has been ended: the recogniser was asked.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>The recogniser has answered for every segment that was ended.</summary>
    public bool IsAnswered => _answered >= _segment;

    /// <summary>Its words so far.</summary>
    public string Text => string.Join(' ', _phrases);

    public bool HasWords => _phrases.Count > 0;

    /// <summary>A voice has begun; it goes on with the turn that is open, if one is.</summary>
    /// <returns>True when it goes on.</returns>
    public bool Begin(TimeSpan at)
    {
        var goesOn = IsOpen;
        if (!goesOn) (BeganAt, Voiced) = (at, TimeSpan.Zero);
        (IsOpen, HasEnded, IsAsked, IsWhole) = (true, false, false, false);
        return goesOn;
    }

    /// <summary>Words have come without a voice that was noticed: a turn that has ended already.</summary>
    public void BeginByWords(TimeSpan at)
    {
        (IsOpen, HasEnded, IsAsked, IsWhole) = (true, true, true, false);
        (BeganAt, EndedAt, Voiced) = (at, at, TimeSpan.Zero);
    }

    /// <summary>The voice has ended.</summary>
    /// <param name="voiced">Voiced sound since it began last.</param>
    public void End(TimeSpan at, TimeSpan voiced)
    {
        (HasEnded, EndedAt) = (true, at);
        Voiced += voiced;
    }

    /// <summary>The recogniser is asked for the text of the segment.</summary>
    /// <returns>The segment's number.</returns>
    public int Ask()
    {
        IsAsked = true;
        return ++_segment;
    }

    /// <summary>The voice goes on in a new segment.</summary>
    public void GoOn() => IsAsked = false;

    /// <summary>The recogniser has answered for a segment.</summary>
    public void Answered(int segment) => _answered = Math.Max(_answered, segment);

    /// <summary>No answer is expected any more.</summary>
    public void GiveUpAnswers() => _answered = _segment;

    public void Add(string words) => _phrases.Add(words);

    /// <summary>The turn is over, or was none.</summary>
    public void Close()
    {
        (IsOpen, HasEnded) = (false, false);
        _phrases.Clear();
    }
}
