using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Socket;

/// <summary>How far a submission has got, as far as is known.</summary>
internal enum SubmissionStep
{
    /// <summary>Nothing was written.</summary>
    None,

    /// <summary>Handed to cmux for its agent, and not answered.</summary>
    Handing,

    /// <summary>Written to the terminal, and not answered.</summary>
    Typing,

    /// <summary>In the terminal, without its Enter.</summary>
    Typed,

    /// <summary>The Enter was written, and not answered.</summary>
    Entering,

    /// <summary>Done.</summary>
    Entered,

    /// <summary>Taken by cmux itself.</summary>
    Accepted,
}

/// <summary>
/// What was typed into which terminal, for as long as this process runs: a host keeps it over its connections. Who has the gate of a
/// terminal is the only one that types there. Thread-safe.
/// </summary>
internal sealed class SubmissionLog
{
    private const int MostTerminals = 1000;
    private const int MostOfTerminal = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Terminal> _terminals = [];
    private long _uses;

    public Terminal Of(Guid surface)
    {
        lock (_lock)
        {
            if (!_terminals.TryGetValue(surface, out var terminal))
            {
                if (_terminals.Count >= MostTerminals) _terminals.Remove(_terminals.MinBy(known => known.Value.LastUse).Key);
                _terminals.Add(surface, terminal = new Terminal());
            }
            terminal.LastUse = ++_uses;
            return terminal;
        }
    }

    /// <summary>One terminal's submissions. Its members are for who has the gate.</summary>
    internal sealed class Terminal
    {
        private readonly List<Entry> _entries = [];

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public long LastUse { get; set; }

        public Entry Find(SubmissionId id)
        {
            if (_entries.Find(known => known.Id == id) is { } entry) return entry;
            // One that is under way is not forgotten before those that are done.
            if (_entries.Count >= MostOfTerminal) _entries.RemoveAt(Math.Max(0, _entries.FindIndex(known => known.Step >= SubmissionStep.Entered)));
            entry = new Entry(id);
            _entries.Add(entry);
            return entry;
        }
    }

    internal sealed class Entry(SubmissionId id)
    {
        public SubmissionId Id => id;

        public SubmissionStep Step { get; set; }

        /// <summary>The screen before anything was written; null when it cannot be read.</summary>
        public IReadOnlyList<string>? Before { get; set; }
    }
}
