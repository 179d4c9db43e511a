using System.Text;

namespace CallActors.Simulators.Cmux;

/// <summary>What runs in a simulated terminal.</summary>
public enum SimulatedProgram
{
    /// <summary>An agent with its composer between two rules.</summary>
    Agent,

    /// <summary>An agent with its composer behind a mark.</summary>
    PromptAgent,

    /// <summary>A shell: what is typed stands behind a prompt that means nothing to anybody else.</summary>
    Shell,
}

/// <summary>A terminal with a program that echoes: what is typed stands in its composer until Enter submits it. Thread-safe.</summary>
public sealed class SimulatedTerminal
{
    private readonly CmuxSimulatorOptions _options;
    private readonly Lock _lock = new();
    private readonly List<string> _transcript = [];
    private readonly List<string> _submitted = [];
    private readonly List<string> _keys = [];
    private readonly StringBuilder _composer = new();
    private int _swallows;

    internal SimulatedTerminal(CmuxSimulatorOptions options, SimulatedProgram program)
    {
        _options = options;
        Program = program;
        HasStarted = !options.TerminalsStartLate;
    }

    public SimulatedProgram Program { get; }

    /// <summary>What an empty composer shows.</summary>
    public string Placeholder { get; set; } = "";

    /// <summary>A menu that stands where the composer was; none for the composer.</summary>
    public IReadOnlyList<string> Question { get; set; } = [];

    /// <summary>The menu that comes as soon as something is typed.</summary>
    public IReadOnlyList<string> AsksAtTyping { get; set; } = [];

    public bool HasStarted { get; internal set; }

    /// <summary>Every text that was entered, in order.</summary>
    public IReadOnlyList<string> Submitted
    {
        get
        {
            lock (_lock) return [.. _submitted];
        }
    }

    /// <summary>Every key that was pressed by its name, and every control sequence that was typed.</summary>
    public IReadOnlyList<string> Keys
    {
        get
        {
            lock (_lock) return [.. _keys];
        }
    }

    /// <summary>What stands in the composer.</summary>
    public string Composer
    {
        get
        {
            lock (_lock) return _composer.ToString();
        }
    }

    /// <summary>The program writes a line.</summary>
    public void Write(string line)
    {
        lock (_lock) _transcript.Add(line);
    }

    /// <summary>Keystrokes, a person's or cmux'.</summary>
    public void Type(string text)
    {
        lock (_lock)
        {
            if (AsksAtTyping.Count > 0) (Question, AsksAtTyping) = (AsksAtTyping, []);
            var isPaste = Encoding.UTF8.GetByteCount(text) > _options.PasteBytes;
            if (isPaste) _swallows = _options.SwallowedEnters;
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] == '\r' && !isPaste) Submit();
                else if (text[i] is '\r' or '\n') _composer.Append('\n');
                else if (char.IsControl(text[i]))
                {
                    var length = text[i] == '\u001b' ? text.AsSpan(i + 1).IndexOfAnyInRange('A', 'Z') is >= 0 and var end ? end + 2 : text.Length - i : 1;
                    _keys.Add(text.Substring(i, length));
                    i += length - 1;
                }
                else _composer.Append(text[i]);
            }
        }
    }

    internal void Press(string key)
    {
        lock (_lock)
        {
            _keys.Add(key);
            if (key is "ctrl-u") _composer.Clear();
            if (key is not "enter") return;
            if (_swallows > 0) _swallows--;
            else Submit();
        }
    }

    /// <param name="lines">How many from the end; 0 for the screen.</param>
    internal string Render(int lines)
    {
        lock (_lock)
        {
            var rows = _transcript.SelectMany(Wrap).Concat(ComposerRows()).ToList();
            var height = lines > 0 ? lines : _options.Rows;
            var shown = rows.Skip(Math.Max(0, rows.Count - height)).ToList();
            while (lines == 0 && shown.Count < _options.Rows) shown.Add("");
            return string.Join('\n', shown.Select(row => _options.TrimsRows ? row.TrimEnd() : row.PadRight(_options.Columns)));
        }
    }

    private void Submit()
    {
        var text = _composer.ToString();
        _composer.Clear();
        _submitted.Add(text);
        _transcript.Add(Program == SimulatedProgram.Shell ? $"$ {text}" : $"> {text}");
        if (Program != SimulatedProgram.Shell) _transcript.Add($"⏺ That was number {_submitted.Count}.");
    }

    private IEnumerable<string> ComposerRows()
    {
        var text = _composer.Length == 0 ? Placeholder : _composer.ToString();
        if (Question.Count > 0) return Question;
        var rule = new string('─', _options.Columns);
        return Program switch
        {
            SimulatedProgram.Agent => [rule, .. Wrap($"> {text}"), rule, "  ? for shortcuts"],
            SimulatedProgram.PromptAgent => ["", .. Indent($"› {text}"), "", "  100% context left"],
            _ => Wrap($"$ {text}"),
        };
    }

    private IEnumerable<string> Indent(string text) =>
        text.Chunk(_options.Columns - 2).Select((row, i) => i == 0 ? new string(row) : $"  {new string(row)}");

    private IEnumerable<string> Wrap(string line) => line.Length == 0 ? [""] : line.Split('\n').SelectMany(part => part.Chunk(_options.Columns).Select(row => new string(row)));
}
