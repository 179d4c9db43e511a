using CallActors.Simulators.Softphone;

namespace CallActors.EndToEnd.Tests.Inbound;

/// <summary>A person at the phone who types what they would say. What was heard once is not heard again.</summary>
internal sealed class Caller(HeadlessSoftphone phone, RunningGateway gateway) : IAsyncDisposable
{
    private int _utterance;
    private int _offset;
    private int _callBegan;

    public HeadlessSoftphone Phone => phone;

    public string CallId => phone.CallId!;

    /// <summary>Everything that was said to the person, one utterance a line.</summary>
    public string Heard => string.Join(Environment.NewLine, phone.Captions.Select(c => c.ToString()));

    public Task DialAsync() => phone.DialAsync("1");

    /// <summary>Listens until something is heard of an utterance with these words, behind what was heard last.</summary>
    /// <returns>All of the utterance, as far as it has come.</returns>
    public async Task<string> HearsAsync(string words) => (await CaptionAsync(words, c => c.HeardLength > 0)).Text;

    /// <summary>Waits until these words are about to be said.</summary>
    public async Task<string> IsToHearAsync(string words) => (await CaptionAsync(words, _ => true)).Text;

    /// <summary>The same in the call that has just begun: its utterances are counted anew.</summary>
    public Task<string> HearsAfterRingAsync(string words)
    {
        (_utterance, _offset, _callBegan) = (0, 0, phone.Captions.Count);
        return HearsAsync(words);
    }

    /// <summary>What was said since <see cref="HearsAfterRingAsync"/>.</summary>
    public IReadOnlyList<string> SaidInThisCall => [.. phone.Captions.Skip(_callBegan).OfType<Caption.Agent>().Select(c => c.Text)];

    public Task TypesAsync(string words) => phone.SendWordsAsync(words);

    public async Task KeysAsync(string digits)
    {
        foreach (var digit in digits + "#") await phone.PressAsync(digit);
    }

    public ValueTask DisposeAsync() => phone.DisposeAsync();

    private async Task<Caption.Agent> CaptionAsync(string words, Func<Caption.Agent, bool> fits)
    {
        try
        {
            var since = _callBegan > 0 ? phone.Captions[_callBegan - 1].At : DateTimeOffset.MinValue;
            var found = await phone.WaitForCaptionAsync<Caption.Agent>(c => c.At > since && At(c, words) >= 0 && fits(c), AgentTerminals.Patience);
            if (found.Utterance >= 0) (_utterance, _offset) = (found.Utterance, At(found, words) + words.Length);
            return found;
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Not heard: {words}. Heard was:{Environment.NewLine}{Heard}{Environment.NewLine}The gateway printed:{Environment.NewLine}{gateway.Process.Output}");
        }
    }

    // Lines of the call's own have numbers below zero: each is looked at.
    private int At(Caption.Agent caption, string words) => caption.Utterance >= 0 && caption.Utterance < _utterance ? -1
        : caption.Text.IndexOf(words, caption.Utterance == _utterance ? Math.Min(_offset, caption.Text.Length) : 0, StringComparison.OrdinalIgnoreCase);
}
