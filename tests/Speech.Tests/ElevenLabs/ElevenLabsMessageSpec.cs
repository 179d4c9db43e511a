using System.Text;
using System.Text.Json;
using CallActors.Contracts.Speech;
using CallActors.Speech.ElevenLabs;

namespace CallActors.Speech.Tests.ElevenLabs;

public sealed class ElevenLabsMessageSpec
{
    private const int Rounds = 100_000;

    private static readonly string[] Messages =
    [
        """{"audio":"//79/Pv6","isFinal":null,"normalizedAlignment":null,"alignment":{"chars":["H","i"," "],"charStartTimesMs":[0,100,180],"charDurationsMs":[100,80,20]},"contextId":"u1"}""",
        """{"audio":null,"isFinal":true,"contextId":"u1"}""",
        """{"message":"Too many","error":"too_many_concurrent_requests","code":1008}""",
        """{"audio_base64":"//79/Pv6","alignment":{"characters":["H","i"],"character_start_times_seconds":[0,0.1],"character_end_times_seconds":[0.1,0.2]}}""",
    ];

    [Fact]
    public void Damaged_messages_are_refused_as_such_or_read_as_something_harmless()
    {
        var random = new Random(20260601);
        var read = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(Messages[random.Next(Messages.Length)]);
            for (var i = random.Next(1, 4); i > 0; i--) Damage(ref bytes, random);
            try
            {
                var context = new ElevenLabsContext("u1", "Hi there.");
                if (JsonSerializer.Deserialize(bytes, ElevenLabsAnswerJson.Default.SocketAnswer) is { } answer) context.Take(answer);
                _ = JsonSerializer.Deserialize(bytes, ElevenLabsAskJson.Default.HttpPiece);
                ElevenLabsFaults.WordOf(bytes);
                read++;
            }
            catch (JsonException)
            {
                // The socket is given up with its reason.
            }
        }

        Assert.InRange(read, Rounds / 100, Rounds - Rounds / 100);
    }

    [Theory]
    [InlineData("contextId", "isFinal")]
    [InlineData("context_id", "is_final")]
    public void Both_ways_of_writing_the_names_are_read(string contextId, string isFinal)
    {
        var answer = JsonSerializer.Deserialize($$"""{"{{contextId}}":"u1","{{isFinal}}":true}""", ElevenLabsAnswerJson.Default.SocketAnswer)!;
        Assert.Equal(("u1", true), (answer.ContextId ?? answer.ContextIdToo, answer.IsFinal ?? answer.IsFinalToo));
    }

    [Theory]
    [InlineData("""{"detail":{"status":"system_busy","message":"x"}}""", "system_busy")]
    [InlineData("""{"detail":[{"type":"missing","msg":"x"}]}""", "missing")]
    [InlineData("""{"detail":{"status":"what was to be said"}}""", "")]
    [InlineData("""{"detail":"text"}""", "")]
    [InlineData("""{"detail":[]}""", "")]
    [InlineData("<html>", "")]
    [InlineData("", "")]
    public void The_vendors_word_is_taken_from_an_errors_body_when_it_is_one(string body, string word) =>
        Assert.Equal(word, ElevenLabsFaults.WordOf(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("quota_exceeded", SpeechFailure.Unavailable)]
    [InlineData("invalid_api_key", SpeechFailure.Unavailable)]
    [InlineData("voice_not_found", SpeechFailure.Refused)]
    [InlineData("system_busy", SpeechFailure.Busy)]
    [InlineData("concurrent_limit_exceeded", SpeechFailure.Busy)]
    [InlineData("max_contexts_exceeded", SpeechFailure.Busy)]
    [InlineData("input_timeout_exceeded", SpeechFailure.Broken)]
    [InlineData("something_new", SpeechFailure.Broken)]
    public void An_error_on_a_socket_has_the_reason_of_its_word(string word, SpeechFailure reason)
    {
        Assert.Equal(reason, ElevenLabsFaults.OfMessage(word).Reason);
        if (reason is not SpeechFailure.Broken) Assert.Equal(reason, ElevenLabsFaults.OfClose(1008, word).Reason);
    }

    private static void Damage(ref byte[] bytes, Random random)
    {
        if (bytes.Length == 0) return;
        switch (random.Next(4))
        {
            case 0:
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                break;
            case 1:
                bytes = bytes[..random.Next(bytes.Length)];
                break;
            case 2:
                var at = random.Next(bytes.Length);
                bytes = [.. bytes[..at], .. bytes[(at + random.Next(bytes.Length - at))..]];
                break;
            default:
                bytes[random.Next(bytes.Length)] = (byte)"09-e.\"{}[],:\\u"[random.Next(14)];
                break;
        }
    }
}
