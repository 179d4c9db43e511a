using System.Text;

namespace CallActors.ScriptedAgent;

/// <summary>The agent: takes what is typed, does what its script says, and tells of it by hooks, transcript and screen.</summary>
internal sealed partial class Agent
{
    private static readonly TimeSpan DrawEvery = TimeSpan.FromMilliseconds(200);

    private readonly AgentOptions _options;
    private readonly Terminal _terminal;
    private readonly Hooks _hooks;
    private readonly Journal _journal;

    /// <summary>Held whenever the screen or what it shows is changed.</summary>
    private readonly Lock _lock = new();
    private readonly StringBuilder _composer = new();
    private readonly Queue<string> _queue = new();
    private Conversation _conversation;
    private bool _isLeaving;

    public Agent(AgentOptions options, Terminal terminal)
    {
        _options = options;
        _terminal = terminal;
        _hooks = new Hooks(options.Settings);
        _journal = new Journal(options.Journal);
        _conversation = new Conversation(options.Transcripts, _hooks);
    }

    /// <summary>Until the person has it end, or the terminal is gone.</summary>
    public async Task RunAsync()
    {
        await _conversation.HookAsync("SessionStart", new() { ["source"] = "startup", ["model"] = "scripted" }).ConfigureAwait(false);
        _journal.Note("started");
        lock (_lock) Draw(Layout.Banner);
        await using (new Timer(_ => Turn(), null, DrawEvery, DrawEvery))
        {
            while (!_isLeaving && await _terminal.Keys.NextAsync().ConfigureAwait(false) is { } key) await TakeAsync(key).ConfigureAwait(false);
        }
        await StopAsync().ConfigureAwait(false);
        await _conversation.HookAsync("SessionEnd", new() { ["reason"] = "prompt_input_exit" }).ConfigureAwait(false);
        _journal.Note("ended");
    }

    private async Task TakeAsync(Key key)
    {
        bool isAnswer;
        lock (_lock)
        {
            isAnswer = _question is not null;
            if (_question is { } question) Answer(question, key);
            else if (key is Key.Text text) _composer.Append(text.Characters);
            else if (key is Key.Control { Which: ControlKey.Backspace } && _composer.Length > 0) _composer.Length--;
            else if (key is Key.Control { Which: ControlKey.ClearLine }) _composer.Clear();
            else if (key is Key.Control { Which: ControlKey.Escape }) _interruption?.Cancel();
            Draw([]);
        }
        switch (key)
        {
            case Key.Control { Which: ControlKey.Enter } when !isAnswer:
                await EnterAsync().ConfigureAwait(false);
                break;
            // With something in the composer it is cleared first.
            case Key.Control { Which: ControlKey.Interrupt or ControlKey.EndOfInput } when !isAnswer:
                lock (_lock)
                {
                    _isLeaving = _composer.Length == 0;
                    _composer.Clear();
                    Draw([]);
                }
                break;
        }
    }

    private async Task EnterAsync()
    {
        string prompt;
        lock (_lock)
        {
            prompt = _composer.ToString().Trim();
            _composer.Clear();
            Draw([]);
        }
        switch (prompt)
        {
            case "":
                break;
            case "/exit":
                _isLeaving = true;
                break;
            case "/clear":
                await StopAsync().ConfigureAwait(false);
                await _conversation.HookAsync("SessionEnd", new() { ["reason"] = "clear" }).ConfigureAwait(false);
                _conversation = new Conversation(_options.Transcripts, _hooks);
                await _conversation.HookAsync("SessionStart", new() { ["source"] = "clear", ["model"] = "scripted" }).ConfigureAwait(false);
                break;
            default:
                lock (_lock)
                {
                    _queue.Enqueue(prompt);
                    if (_turn.IsCompleted) _turn = Task.Run(WorkAsync);
                }
                break;
        }
    }

    /// <summary>The star turns while it works.</summary>
    private void Turn()
    {
        lock (_lock)
        {
            if (_interruption is not null) Draw([]);
        }
    }

    /// <summary>Under the lock.</summary>
    private void Draw(IEnumerable<string> said)
    {
        List<string> below = [];
        if (_running is { } running) below.AddRange(Layout.Tool(running.Command, _progress, isRunning: true));
        if (_question is { } question)
        {
            below.AddRange(Layout.Question(question.Run, question.Selected, _terminal.Width));
        }
        else
        {
            if (_interruption is not null) below.AddRange(Layout.Working(DateTimeOffset.UtcNow - _turnSince));
            below.AddRange(Layout.Composer(_composer.ToString(), _interruption is not null, _terminal.Width));
        }
        _terminal.Draw(said, below);
    }
}
