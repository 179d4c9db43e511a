using System.Text.Json;
using CallActors.Contracts.Calls;

namespace CallActors.Gateway.Http;

/// <summary>The <c>state</c> event: the call's phase has changed.</summary>
public sealed record StateEvent(string CallId, string Phase, string? EndReason, string? Outcome);

/// <summary>The <c>caption</c> event: somebody is saying this; the same utterance comes again as it grows.</summary>
/// <param name="Speaker"><c>agent</c>, <c>person</c>, or <c>call</c> for what the call itself says.</param>
/// <param name="Utterance">Its number within the call; null for the person's.</param>
/// <param name="HeardLength">Characters of it that have been heard; null for the person's and the call's own.</param>
/// <param name="Final">Nothing of it changes any more.</param>
public sealed record CaptionEvent(string Speaker, int? Utterance, string Text, int? HeardLength, bool Final, bool Interrupted);

/// <summary>The <c>speaking</c> event: the person has begun to speak, or has stopped.</summary>
public sealed record SpeakingEvent(bool Speaking);

/// <summary>The <c>barge-in</c> event.</summary>
/// <param name="Step"><c>onset</c>, <c>commit</c> or <c>false-alarm</c>.</param>
public sealed record BargeInEvent(string Step);

/// <summary>The <c>recording</c> event: the call is recorded from now on, or no more.</summary>
/// <param name="Stopped">Null, or why it is recorded no more, as in the call's view.</param>
public sealed record RecordingEvent(bool On, string? Stopped);

/// <summary>A server-sent event.</summary>
/// <param name="Id">Empty for what cannot be had again.</param>
public readonly record struct CallEvent(string Name, string Id, string Data)
{
    /// <summary>An activity as its event; null for what is told otherwise.</summary>
    public static CallEvent? Of(CallActivity activity) => activity switch
    {
        CallActivity.AgentSays s => New("caption", new CaptionEvent("agent", s.Utterance, s.Text, s.HeardLength, s.Finished, s.Interrupted)),
        CallActivity.Aside a => New("caption", new CaptionEvent("call", a.Utterance, a.Text, null, Final: true, Interrupted: false)),
        CallActivity.PersonSays s => New("caption", new CaptionEvent("person", null, s.Text, null, s.IsFinal, Interrupted: false)),
        CallActivity.PersonSpeaks s => New("speaking", new SpeakingEvent(s.Speaking)),
        CallActivity.Recording r => New("recording", new RecordingEvent(r.IsOn, r.Stopped is { } reason ? KebabCase.Of(reason) : null)),
        CallActivity.BargeIn b => New("barge-in", new BargeInEvent(KebabCase.Of(b.Step))),
        _ => null,
    };

    /// <summary>How a call stands.</summary>
    public static CallEvent Of(CallReplies.CallView call) => New("state", new StateEvent(
        call.CallId.Value,
        KebabCase.Of(call.Phase),
        call.EndReason is { } reason ? KebabCase.Of(reason) : null,
        CallOutcome.Of(call.EndReason, call.AnsweredAt is not null)));

    /// <summary>A line of the transcript. Its id is the number of lines up to it, from which a client may go on.</summary>
    public static CallEvent Of(TranscriptLine line, int number) =>
        New("transcript", TranscriptLineBody.Of(line)) with { Id = number.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    private static CallEvent New<T>(string name, T body) => new(name, "", JsonSerializer.Serialize(body, JsonSerializerOptions.Web));
}
