using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using CallActors.Simulators.Twilio;

namespace CallActors.Benchmarks.Vendors;

/// <summary>One call by the product's whole way: REST, the simulated carrier, the simulated voice and recogniser. What it measures goes to the
/// given <see cref="Latencies"/>.</summary>
internal sealed class VendorCall(VendorWorld world, TwilioHandset phone)
{
    public const string Dial = "API call to dial request at the carrier";
    public const string FirstAudio = "answer to first audio";
    public const string AnswerToTwiml = "  of it: answer to the document at the carrier";
    public const string TwimlToStart = "  of it: document to the stream's start, by the carrier";
    public const string StartToVoice = "  of it: stream's start to the voice being asked";
    public const string FirstByteToAudio = "  of it: voice's first byte to first audio";
    public const string Reply = "reply to first audio";
    public const string ReplyToVoice = "  of it: reply to the voice being asked";
    public const string ReplyByteToAudio = "  of it: voice's first byte to first audio of a reply";
    public const string Turn = "end of speech to turn delivered";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What is sent ahead is played, and the person thinks.</summary>
    private static readonly TimeSpan BeforeAnswer = TimeSpan.FromMilliseconds(200);

    private readonly Microphone _microphone = new(world.EndSilence);
    private TwilioCall _call = null!;
    private TwilioStream _stream = null!;
    private Task<Answered> _placing = null!;
    private string _id = "";
    private string _saying = "";
    private bool _isOpen;

    /// <summary>When <c>POST /api/call</c> was about to be sent.</summary>
    public long AskedAt { get; private set; }

    /// <summary>When the carrier had the order.</summary>
    public long DialledAt { get; private set; }

    /// <summary>When the first audio was at the carrier.</summary>
    public long FirstAudioAt { get; private set; }

    /// <summary>Has it dialled; done when the phone rings.</summary>
    /// <param name="saying">The first thing to say; a sentence of its own at its beginning.</param>
    public async Task PlaceAsync(Latencies into, string saying)
    {
        phone.Room = _microphone;
        _saying = saying;
        AskedAt = Stopwatch.GetTimestamp();
        _placing = PostAsync("/api/call", new { message = saying, to = phone.Number });
        var ring = phone.WaitForRingAsync(Patience);
        // A call that is refused says why.
        if (await Task.WhenAny(ring, _placing) == _placing) await _placing;
        _call = (TwilioCall)await ring;
        DialledAt = world.Time.TimestampOf(_call.Created);
        into.Add(Dial, Ms(AskedAt, DialledAt));
    }

    /// <summary>The person picks up; done when the first audio is there.</summary>
    /// <param name="sentence">What the voice is asked for first.</param>
    public async Task AnswerAsync(Latencies into, string sentence)
    {
        // Looked at whenever something changes at the carrier, on the thread that changes it.
        var (started, first) = (0L, 0L);
        var waiting = _call.WaitForStatusAsync(
            _ =>
            {
                if (_call.Streams is not [var stream, ..]) return false;
                if (started == 0 && stream.IsOpen) started = Stopwatch.GetTimestamp();
                return stream.Received.Media > 0 && (first = Stopwatch.GetTimestamp()) > 0;
            },
            Patience);
        var answeredAt = Stopwatch.GetTimestamp();
        phone.Answer();
        await waiting;
        (_stream, FirstAudioAt) = (_call.Streams[0], first);
        var voice = world.Voice.TimesOf(sentence);
        var document = world.Twilio.Made.Last(made => made["CallSid"] == _call.Sid && !made.Url.Contains("about=", StringComparison.Ordinal));
        var documentAt = world.Time.TimestampOf(document.At);
        into.Add(AnswerToTwiml, Ms(answeredAt, documentAt));
        into.Add(TwimlToStart, Ms(documentAt, started));
        into.Add(StartToVoice, Ms(started, voice.AskedAt));
        into.Add(FirstByteToAudio, Ms(voice.BeganAt, first));
        into.Add(FirstAudio, Ms(answeredAt, voice.AskedAt) + Ms(voice.BeganAt, first));
    }

    /// <summary>The person answers what was said last; done when the agent has it.</summary>
    public async Task HearAsync(Latencies into)
    {
        await Task.Delay(TimedVoice.DurationOf(_saying) + BeforeAnswer);
        await phone.SayAsync(world.Utterance);
        var answer = await _placing;
        if (answer.Body.GetProperty("response").GetString() is not { Length: > 0 }) throw new InvalidOperationException($"The turn came without words: {answer.Body}");
        // The silence that ends a turn was complete with a frame that is known: what is left is ours.
        into.Add(Turn, Ms(_microphone.EndedAt, answer.At));
        if (!_isOpen) _id = answer.Body.GetProperty("callId").GetString()!;
        _isOpen = true;
    }

    /// <summary>The agent replies and waits for the next turn; done when the reply's first audio is there.</summary>
    public async Task ReplyAsync(Latencies into)
    {
        _saying = world.Sayings.Next();
        var (before, first) = (_stream.Received.Media, 0L);
        var waiting = _stream.WaitForReceivedAsync(counts => counts.Media > before && (first = Stopwatch.GetTimestamp()) > 0, Patience);
        var repliedAt = Stopwatch.GetTimestamp();
        _placing = PostAsync($"/api/call/{_id}/continue", new { message = _saying });
        if (await Task.WhenAny(waiting, _placing) == _placing) await _placing;
        await waiting;
        var voice = world.Voice.TimesOf(_saying);
        into.Add(ReplyToVoice, Ms(repliedAt, voice.AskedAt));
        into.Add(ReplyByteToAudio, Ms(voice.BeganAt, first));
        into.Add(Reply, Ms(repliedAt, voice.AskedAt) + Ms(voice.BeganAt, first));
    }

    /// <summary>The person hangs up.</summary>
    public async Task HangUpAsync()
    {
        phone.HangUp();
        await phone.WaitForEndAsync(Patience);
        // Whoever waited for the person's words is told that there are none.
        if (!_placing.IsCompleted) await _placing.WaitAsync(Patience);
    }

    private static double Ms(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

    private async Task<Answered> PostAsync(string path, object body)
    {
        using var answer = await world.Api.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        var at = Stopwatch.GetTimestamp();
        var text = await answer.Content.ReadAsStringAsync();
        if ((int)answer.StatusCode >= 500 || (int)answer.StatusCode == 429) throw new InvalidOperationException($"{path} was answered with {(int)answer.StatusCode}: {text}");
        return new Answered(at, JsonSerializer.Deserialize<JsonElement>(text));
    }

    private sealed record Answered(long At, JsonElement Body);
}
