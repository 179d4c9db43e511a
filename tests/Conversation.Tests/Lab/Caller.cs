using CallActors.Contracts.Audio;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>The person: a queue of sounds, one frame at a time. Every word that was said is known by its number.</summary>
internal sealed class Caller(LabTime time, Trace trace)
{
    private readonly List<SaidWord> _words = [];
    private readonly Queue<byte[]> _sounds = new();

    /// <summary>Words that were begun, by number.</summary>
    public IReadOnlyList<SaidWord> Words => _words;

    public bool IsSpeaking => _sounds.Count > 0;

    /// <summary>When the person made a sound last.</summary>
    public TimeSpan LastSoundAt { get; private set; } = TimeSpan.MinValue / 2;

    public string WordOf(int number) => _words[number].Text;

    /// <summary>Says words one after the other, spread evenly over a time.</summary>
    public void Say(string text, TimeSpan lasting)
    {
        trace.Add(Who.Caller, "says", text);
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var frames = (int)(lasting / AudioFormat.FrameDuration);
        for (var i = 0; i < words.Length; i++)
        {
            var number = _words.Count;
            _words.Add(new SaidWord(words[i], time.Now + lasting * i / words.Length, time.Now + lasting * (i + 1) / words.Length));
            var length = frames * (i + 1) / words.Length - frames * i / words.Length;
            for (var place = 0; place < length; place++) _sounds.Enqueue(Sounds.Frame(Sounds.Voice, number, place, place == length - 1));
        }
    }

    /// <summary>Makes a sound without words.</summary>
    public void Sound(byte kind, TimeSpan lasting)
    {
        trace.Add(Who.Caller, kind == Sounds.Cough ? "coughs" : "noise", $"{lasting.TotalSeconds:0.00} s");
        for (var i = 0; i < (int)(lasting / AudioFormat.FrameDuration); i++) _sounds.Enqueue(Sounds.Frame(kind));
    }

    /// <summary>The next 20 ms of the person's microphone.</summary>
    public byte[] Next()
    {
        if (!_sounds.TryDequeue(out var sound)) return Sounds.Silence;
        LastSoundAt = time.Now;
        return sound;
    }

    /// <param name="From">When it begins.</param>
    /// <param name="To">When it has been said.</param>
    internal sealed record SaidWord(string Text, TimeSpan From, TimeSpan To);
}
