using System.Diagnostics;
using CallActors.Benchmarks.Speech;
using CallActors.Benchmarks.Voice;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Speech;
using CallActors.Simulators.Softphone;
using CallActors.Speech.Codecs;
using CallActors.Speech.Local.Espeak;

namespace CallActors.Benchmarks.Workspaces;

/// <summary>From a caller's "status" to the first that is heard of the answer: the gateway's process with local speech, and a headless phone.</summary>
internal sealed class StatusRun(TmuxBed tmux, WorkspaceRunSize size)
{
    private const string Session = "harbor";
    private const int Warming = 1;

    /// <summary>Of a sample of 16 bits: what is quieter is no speech, −46 dBFS.</summary>
    private const int Audible = 164;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly Spread _typed = new("status question, typed, to first audio");
    private readonly Spread _audible = new("status question, typed, to first audible frame");
    private readonly Spread _spoken = new("status question, end of the voice to first audio");
    private readonly Spread _voice = new("the local voice alone, to its first audio");
    private readonly MediaTimes _times = new();
    private HeadlessSoftphone _phone = null!;

    public async Task RunAsync()
    {
        await tmux.OpenAsync(Session, "printf '$ '; exec cat");
        await using var server = await ServerProcess.StartAsync(WorkspaceServer.Verb, WorkspaceServer.ConfigurationFor(tmux));
        await using var phone = await HeadlessSoftphone.ConnectAsync(server.Address, new HeadlessSoftphoneOptions { Probe = _times });
        _phone = phone;
        await EnterAsync();
        var answer = "";
        for (var i = 0; i < Warming + size.Questions; i++) answer = await AskAsync(i >= Warming);
        for (var i = 0; i < size.Spoken; i++) await AskAloudAsync(await new FliteVoice("rms").SpeakAsync("status"));
        await phone.HangUpAsync();
        await SpeakAloneAsync(answer);
        _typed.Print(_voice);
        foreach (var part in (Spread[])[_audible, _spoken, _voice]) part.Print();
    }

    /// <summary>Shows the PIN, and talks to the workspace.</summary>
    private async Task EnterAsync()
    {
        await _phone.DialAsync("1");
        await HeardAsync(0, "your PIN");
        foreach (var digit in WorkspaceServer.Pin + "#") await _phone.PressAsync(digit);
        await HeardAsync(0, "Whom do you want to talk to");
        await _phone.SendWordsAsync($"talk to {Session}");
        await HeardAsync(0, $"You are talking to {Session}");
    }

    private async Task<string> AskAsync(bool isMeasured)
    {
        var (before, played) = await QuietAsync();
        var asked = Stopwatch.GetTimestamp();
        await _phone.SendWordsAsync("status");
        var answer = await HeardAsync(before, Session);
        if (!isMeasured) return answer;
        _typed.Add(asked, _times.FirstAt);
        _audible.Add((Stopwatch.GetElapsedTime(asked, _times.FirstAt) + LeadIn(_phone.PlayedSince(played))).TotalMilliseconds);
        return answer;
    }

    private async Task AskAloudAsync(byte[] voice)
    {
        var (before, _) = await QuietAsync();
        // What the speaker is silent behind the last sound is no part of the question.
        var end = Array.FindLastIndex(voice, sample => Math.Abs((int)MuLaw.Decode(sample)) >= Audible);
        await _phone.SayAsync(voice.AsMemory(0, end + 1));
        var ended = Stopwatch.GetTimestamp();
        await HeardAsync(before, Session);
        _spoken.Add(ended, _times.FirstAt);
    }

    /// <summary>Waits until nothing is said any more.</summary>
    /// <returns>The captions until now, and the time.</returns>
    private async Task<(int Captions, DateTimeOffset At)> QuietAsync()
    {
        await Task.Delay(Pause);
        _times.AwaitFirst();
        return (_phone.Captions.Count, DateTimeOffset.UtcNow);
    }

    private async Task<string> HeardAsync(int before, string words)
    {
        var said = new HashSet<int>(_phone.Captions.Take(before).OfType<Caption.Agent>().Select(c => c.Utterance));
        var caption = await _phone.WaitForCaptionAsync<Caption.Agent>(c => c.Finished && !said.Contains(c.Utterance) && c.Text.Contains(words, StringComparison.OrdinalIgnoreCase), Patience);
        return caption.Text;
    }

    /// <summary>How long the voice is silent before its first sound.</summary>
    private static TimeSpan LeadIn(byte[] played)
    {
        var first = Array.FindIndex(played, sample => Math.Abs((int)MuLaw.Decode(sample)) >= Audible);
        if (first < 0) throw new InvalidOperationException("The answer was silent.");
        return AudioFormat.DurationOf(first - (first % AudioFormat.FrameBytes));
    }

    private async Task SpeakAloneAsync(string answer)
    {
        var voice = new EspeakSynthesizer(new EspeakOptions(), TimeProvider.System);
        for (var i = 0; i < Warming + size.Questions; i++)
        {
            var asked = Stopwatch.GetTimestamp();
            await foreach (var _ in voice.SynthesizeAsync(new SpeechRequest(answer), CancellationToken.None))
            {
                if (i >= Warming) _voice.Add(asked, Stopwatch.GetTimestamp());
                break;
            }
        }
    }
}
