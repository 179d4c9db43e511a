using System.Text;
using System.Text.Json;
using CallActors.Contracts.Speech;
using CallActors.Speech.ElevenLabs;

namespace CallActors.Speech.Tests.ElevenLabs;

public sealed class ElevenLabsMessageSpec
{
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
}
