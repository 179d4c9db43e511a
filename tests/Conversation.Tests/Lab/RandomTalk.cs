namespace CallActors.Conversation.Tests.Lab;

/// <summary>What the person does in a conversation by chance, and what happens to the line. The seed decides it all.</summary>
internal sealed class RandomTalk
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(240);

    private readonly Conversation _talk;
    private readonly Random _random;
    private int _words;
    private bool _isLeaving;

    private RandomTalk(Conversation talk, int seed)
    {
        _talk = talk;
        _random = new Random(seed + 1);
    }

    /// <summary>What is asked of the call and not of the agent, where it is a whole turn.</summary>
    public static IReadOnlyList<string> Wishes { get; } = ["hold on", "one moment", "repeat that", "say that again", "slower please", "not so fast"];

    /// <summary>Lets the person act until the call is over.</summary>
    public static void Run(Conversation talk, int seed) => new RandomTalk(talk, seed).Run();

    private void Run()
    {
        _talk.PickUp();
        var hangsUpAt = _random.Next(6) == 0 ? TimeSpan.FromSeconds(_random.Next(2, 30)) : TimeSpan.MaxValue;
        var losesAt = _random.Next(8) == 0 ? Ms(20 * _random.Next(50, 1250)) : TimeSpan.MaxValue;
        var isSilent = _random.Next(25) == 0;
        var next = TimeSpan.FromSeconds(_random.NextDouble() * 2);
        while (!_talk.IsOver && _talk.Time.Now < Longest)
        {
            _talk.Pass();
            if (_talk.Time.Now >= hangsUpAt) _talk.HangUp();
            if (_talk.Time.Now == losesAt) _talk.LoseSocket(Away());
            if (_random.Next(4000) == 0) _talk.BreakRecognizer();
            if (_talk.Time.Now < next || _talk.Caller.IsSpeaking || _isLeaving || isSilent) continue;
            var wasSpeaking = _talk.Time.Now - _talk.Ear.LastSpeechAt < Ms(60);
            Act(wasSpeaking);
            // A person speaks again after a while; over our speech less often than into silence.
            next = _talk.Time.Now + TimeSpan.FromSeconds(0.3 + _random.NextDouble() * (wasSpeaking ? 8 : 4));
        }

        if (!_talk.IsOver) _talk.HangUp();
        _talk.Finish();
    }

    private void Act(bool overSpeech)
    {
        switch (_random.Next(overSpeech ? 12 : 7))
        {
            case 5: Press(); break;
            case 6: Wish(); break;
            case 7: _talk.Caller.Sound(Sounds.Cough, Ms(_random.Next(3, 18) * 20)); break;
            case 8: _talk.Caller.Sound(Sounds.Noise, Ms(_random.Next(100, 2000))); break;
            case 9: _talk.Caller.Say(_random.Next(2) == 0 ? "mhm" : "okay", Ms(300)); break;
            case 10: break;
            case 11: _talk.Press('*'); break;
            default: Speak(); break;
        }
    }

    private void Speak()
    {
        var count = _random.Next(1, 7);
        var text = string.Join(' ', Enumerable.Range(_words, count).Select(i => $"c{i}"));
        _words += count;
        if (_random.Next(12) == 0) text = "stop " + text;
        _talk.Caller.Say(text, Ms(text.Split(' ').Length * _random.Next(200, 420)));
    }

    private void Press()
    {
        switch (_random.Next(6))
        {
            case 0: _talk.Press('#'); break;
            case 1: _talk.Press('0'); break;
            case 2: _talk.Press('*'); break;
            default:
                for (var i = _random.Next(1, 5); i > 0; i--) _talk.Press((char)('1' + _random.Next(9)));
                if (_random.Next(2) == 0) _talk.Press('#');
                break;
        }
    }

    private void Wish()
    {
        _isLeaving = _random.Next(12) == 0;
        _talk.Caller.Say(_isLeaving ? "hang up and call me when it's done" : Wishes[_random.Next(Wishes.Count)], TimeSpan.FromSeconds(1));
    }

    // As long as a redirect takes; or longer than a call waits.
    private TimeSpan Away() => _random.Next(8) == 0 ? TimeSpan.FromSeconds(40) : TimeSpan.FromSeconds(0.2 + _random.NextDouble() * 3);

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
