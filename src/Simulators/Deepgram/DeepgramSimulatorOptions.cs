using CallActors.Contracts.Speech;

namespace CallActors.Simulators.Deepgram;

/// <summary>How the simulated Deepgram behaves.</summary>
public sealed record DeepgramSimulatorOptions
{
    /// <summary>The key that it takes. Default <c>simulated-key</c>.</summary>
    public string ApiKey { get; init; } = "simulated-key";

    /// <summary>What it hears on each new connection, by the connection's language. Default: nothing.</summary>
    public Func<string, ValueTask<IHearing>> Hears { get; init; } = static _ => ValueTask.FromResult<IHearing>(new ScriptedHearing([]));

    /// <summary>Who speaks for it; null: every text is answered with a server's fault.</summary>
    public ISpeechSynthesizer? Voice { get; init; }

    /// <summary>A socket without audio or <c>KeepAlive</c> is closed after this. Default 10 s, as the vendor does.</summary>
    public TimeSpan QuietAtMost { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Audio that was not told of as final yet, below which a <c>Finalize</c> gets no answer. Default 100 ms: the vendor speaks of
    /// "no significant amount".</summary>
    public TimeSpan FinalizeNeeds { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Speaks at most so fast, in multiples of real time; 0, the default, as fast as its voice does.</summary>
    public double SpeaksAtMost { get; init; }

    /// <summary>By the vendor's word for it, <c>Flush</c>es that a socket may send in 60 s. Default 20.</summary>
    public int FlushesPerMinute { get; init; } = 20;

    /// <summary>Whether <c>/v2/speak</c> takes an <c>Interrupt</c>; false: as if the message were unknown, which it was when the endpoint was
    /// new. Default true.</summary>
    public bool Interrupts { get; init; } = true;

    /// <summary>Port on loopback; 0, the default, takes a free one.</summary>
    public int Port { get; init; }
}
