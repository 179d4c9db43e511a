using CallActors.Contracts.Audio;

namespace CallActors.Simulators.Media;

/// <summary>The phone as its network sees it.</summary>
public abstract partial class Handset
{
    private bool _heard;

    /// <summary>False when it is in a call.</summary>
    internal bool Take(IHandsetCall call)
    {
        var taken = false;
        _watch.Change(() =>
        {
            if (_call is not null) return;
            _call = call;
            taken = true;
        });
        return taken;
    }

    internal void Free(IHandsetCall call)
    {
        _watch.Change(() =>
        {
            if (_call != call) return;
            _call = null;
            _last = call;
        });
        _voice.Abandon("The call has ended.");
    }

    /// <summary>The answering machine's part of an answered call.</summary>
    internal async Task GreetAsync(HandsetPlan.Voicemail machine)
    {
        try
        {
            await Task.WhenAll(_voice.AddAsync(machine.Greeting), _voice.AddAsync(machine.Beep)).ConfigureAwait(false);
            _watch.Change(() => _recorder = new PlayedRecording(_keepPlayed));
        }
        catch (PhoneException)
        {
            // The caller hung up during the greeting.
        }
    }

    internal void Forget() => _recorder = null;

    internal void Receive(HandsetText text) => _watch.Change(() => _texts.Add(text));

    /// <summary>20 ms at the phone.</summary>
    /// <param name="played">What it plays; empty when nothing comes.</param>
    /// <param name="heard">What its microphone hears.</param>
    /// <returns>False when the microphone hears digital silence.</returns>
    internal bool Sound(DateTimeOffset due, ReadOnlySpan<byte> played, Span<byte> heard)
    {
        if (!played.IsEmpty)
        {
            Played.Add(due, played);
            _recorder?.Add(due, played);
        }
        // Waits look again at every frame that is played, and once when it falls silent.
        if (!played.IsEmpty || _heard) _watch.Change(static () => { });
        _heard = !played.IsEmpty;
        var voiced = _voice.Take(heard);
        if (!voiced) heard.Fill(AudioFormat.Silence);
        if (Room is not { } room) return voiced;
        room.Sound(played, heard);
        return heard.IndexOfAnyExcept(AudioFormat.Silence) >= 0;
    }
}
