using CallActors.Contracts.Calls;
using CallActors.Contracts.Recordings;
using CallActors.Contracts.Speech;

namespace CallActors.Contracts.Audio;

/// <summary>What a call's media socket tells its audio stream actor, besides the audio itself: each <see cref="AudioFrame"/> is sent
/// as a message of its own and belongs to the actor that receives it. Local to the node that holds the socket.</summary>
public static class MediaSignals
{
    /// <summary>The carrier's <c>start</c>: the socket presents its token. Sent once, first.</summary>
    /// <param name="Token">The one-time token from <see cref="CallReplies.MediaInvited"/>.</param>
    public sealed record Started(CallId CallId, string Token);

    /// <summary>A mark came back.</summary>
    public sealed record MarkReturned(MediaMark Mark);

    /// <summary>A key was pressed: 0–9, *, #.</summary>
    public sealed record KeyPressed(char Key);

    /// <summary>The carrier's <c>stop</c>: no more audio; the leg may have ended or may come back.</summary>
    public sealed record Stopped
    {
        public static Stopped Instance { get; } = new();
    }

    /// <summary>The socket is gone.</summary>
    public sealed record Disconnected
    {
        public static Disconnected Instance { get; } = new();
    }
}

/// <summary>What a call tells its attached audio stream.</summary>
public static class StreamCommands
{
    /// <summary>Says a text. Answered by <see cref="StreamEvents.SpeechBegun"/>, <see cref="StreamEvents.SpeechProgressed"/> and one
    /// <see cref="StreamEvents.SpeechFinished"/>. One utterance at a time.</summary>
    /// <param name="Utterance">The call's number for it.</param>
    /// <param name="Text">The agent's text, or the beginning of it; made speakable by the stream.</param>
    /// <param name="From">Characters to skip: what was heard before the stream was moved.</param>
    /// <param name="IsComplete">False when <see cref="SayMore"/> follows: speech begins with the first clause all the same.</param>
    /// <param name="Manner">How it is said; null for <see cref="SpeechManner.Default"/>.</param>
    public sealed record Say(CallId CallId, int Utterance, string Text, int From, bool IsComplete = true, SpeechManner? Manner = null);

    /// <summary>More of the text of a <see cref="Say"/> that was not complete. Ignored when its utterance is over.</summary>
    /// <param name="Text">What follows the text so far; may be empty.</param>
    /// <param name="IsComplete">Nothing follows any more.</param>
    public sealed record SayMore(CallId CallId, int Utterance, string Text, bool IsComplete);

    /// <summary>This will be said next: the voice may begin its work while the current utterance is played. At most one is prepared;
    /// another takes its place. No reply.</summary>
    public sealed record Prepare(CallId CallId, int Utterance, string Text, SpeechManner? Manner = null);

    /// <summary>Plays a short sound, if nobody is speaking: between utterances, or in the middle of one that awaits its text. No reply.</summary>
    public sealed record PlayEarcon(CallId CallId, Earcon Earcon);

    /// <summary>Stops the utterance at once, if it is still being said. Answered by its <see cref="StreamEvents.SpeechFinished"/>.</summary>
    public sealed record StopSaying(CallId CallId, int Utterance);

    /// <summary>What the next turn is expected to hold.</summary>
    public sealed record Expect(CallId CallId, Expectation Expectation);

    /// <summary>What is listened for besides the person. No reply but <see cref="StreamEvents.MachineHeard"/>.</summary>
    public sealed record WatchMachine(CallId CallId, MachineWatch Watch);

    /// <summary>Words that did not come through this stream's recogniser.</summary>
    public sealed record TakeWords(CallId CallId, string Text, bool IsFinal, WordSource Source);

    /// <summary>Both sides are recorded from now on. The person has been told so. No reply but
    /// <see cref="StreamEvents.RecordingStopped"/>.</summary>
    /// <param name="Since">When the call's recording began (UTC): its first sample is of that moment.</param>
    public sealed record Record(CallId CallId, DateTimeOffset Since);

    /// <summary>Nothing is recorded until the next <see cref="Record"/>. No reply.</summary>
    public sealed record StopRecording(CallId CallId);

    /// <summary>While muted, a recording has silence for what the person says; the other side goes on. It holds from now on, whether a
    /// recording has begun or begins later. No reply.</summary>
    public sealed record MuteRecording(CallId CallId, bool IsMuted);

    /// <summary>Closes the media socket.</summary>
    public sealed record Close(CallId CallId, string Reason);
}

/// <summary>What a stream listens for at the beginning of an outbound call.</summary>
public enum MachineWatch
{
    /// <summary>Nothing: a person is there.</summary>
    Off,

    /// <summary>Whether a machine has answered. Ends by itself some seconds behind the answer.</summary>
    Answer,

    /// <summary>When the machine's greeting is over.</summary>
    GreetingEnd,
}

/// <summary>How an utterance is said.</summary>
/// <param name="Interruptible">False for a warning or a PIN prompt: a voice over it neither stops nor cancels it. What is said meanwhile is
/// taken in all the same.</param>
/// <param name="Pace">Speed of the voice, 0.5–2, 1 for its own.</param>
public sealed record SpeechManner(bool Interruptible = true, double Pace = 1)
{
    public static SpeechManner Default { get; } = new(true, 1);
}

/// <summary>A short sound that says something without words.</summary>
public enum Earcon
{
    /// <summary>The agent is at work.</summary>
    Working,

    /// <summary>The person is being listened to.</summary>
    Listening,

    /// <summary>Something has finished elsewhere.</summary>
    Notice,
}

/// <summary>What an audio stream tells its call. <c>Stream</c> is the number that the call gave the stream when it attached.</summary>
public static class StreamEvents
{
    /// <summary>The stream presents its token. Answered by <see cref="Attached"/> or <see cref="CallReplies.Refused"/>.</summary>
    public sealed record Attach(CallId CallId, string Token) : ICallCommand;

    /// <summary>The stream belongs to the call now.</summary>
    /// <param name="Stream">Its number; the stream stamps its messages with it.</param>
    /// <param name="Speech">How the call is spoken and listened to; null for <see cref="CallSpeech.OfNode"/>.</param>
    public sealed record Attached(CallId CallId, int Stream, CallSpeech? Speech = null);

    /// <summary>The first frame of the utterance is on the wire.</summary>
    /// <param name="Waited">From taking <see cref="StreamCommands.Say"/> to that frame.</param>
    public sealed record SpeechBegun(CallId CallId, int Stream, int Utterance, TimeSpan Waited) : ICallCommand;

    /// <summary>A sentence has been heard to its end.</summary>
    public sealed record SpeechProgressed(CallId CallId, int Stream, int Utterance, int HeardLength) : ICallCommand;

    /// <summary>Everything that could be said of the utterance's text so far was heard, and its text is not complete. Told again after each
    /// piece that brings nothing to say. <see cref="StreamCommands.PlayEarcon"/> is heard meanwhile.</summary>
    /// <param name="HeardLength">Characters of the text that were heard.</param>
    /// <param name="TextLength">Characters of the text that the stream has: a report about less than the call has sent is out of date.</param>
    public sealed record SpeechAwaitsText(CallId CallId, int Stream, int Utterance, int HeardLength, int TextLength) : ICallCommand;

    /// <summary>The utterance goes on after <see cref="SpeechAwaitsText"/>: its next frame is on the wire.</summary>
    public sealed record SpeechWentOn(CallId CallId, int Stream, int Utterance) : ICallCommand;

    /// <summary>The utterance is over: heard to the end, interrupted, stopped or failed.</summary>
    /// <param name="HeardLength">Characters of <see cref="StreamCommands.Say.Text"/> that were heard, counted from its start.</param>
    /// <param name="Fault">Why it could not be spoken, or empty.</param>
    /// <param name="OnsetToClear">Our own time from the deciding frame to the clear, when interrupted by voice.</param>
    public sealed record SpeechFinished(CallId CallId, int Stream, int Utterance, int HeardLength, bool Interrupted, string Fault, TimeSpan? OnsetToClear) : ICallCommand;

    /// <summary>A rung of the barge-in ladder was reached.</summary>
    /// <param name="Epoch">The playback epoch that the voice came over: an onset and what it turned out to be carry the same.</param>
    /// <param name="Cause">What told it.</param>
    /// <param name="Paused">For a false alarm: how long our speech stood still.</param>
    public sealed record BargeInHeard(CallId CallId, int Stream, int Utterance, int Epoch, BargeInStep Step, BargeInCause Cause, TimeSpan Paused) : ICallCommand;

    /// <summary>The person is speaking; the text may still change.</summary>
    /// <param name="IsLikelyWhole">The words are final and the person has paused: this is likely to become the turn. An agent may begin to
    /// think; what it says waits for the turn's end.</param>
    public sealed record PersonHeard(CallId CallId, int Stream, string Text, bool IsLikelyWhole = false) : ICallCommand;

    /// <summary>A voice has begun.</summary>
    public sealed record VoiceBegan(CallId CallId, int Stream) : ICallCommand;

    /// <summary>The voice has ended. A <see cref="TurnFinished"/>, <see cref="NotUnderstood"/> or nothing (a listening noise) follows.</summary>
    public sealed record VoiceEnded(CallId CallId, int Stream) : ICallCommand;

    /// <summary>The text of a voice that has ended 2.5 s ago is still awaited; told again every 2.5 s. A <see cref="TurnFinished"/>,
    /// <see cref="NotUnderstood"/> or nothing follows.</summary>
    public sealed record TextIsLate(CallId CallId, int Stream) : ICallCommand;

    /// <summary>The person spoke, but recognition found no words in it: it failed, was too late, or there were none.</summary>
    /// <param name="Voiced">How much voice there was.</param>
    public sealed record NotUnderstood(CallId CallId, int Stream, TimeSpan Voiced) : ICallCommand;

    /// <summary>The person has finished a turn.</summary>
    /// <param name="VoiceBegan">How long before this message the person's voice began.</param>
    /// <param name="VoiceEnded">How long before this message the person's voice ended.</param>
    public sealed record TurnFinished(CallId CallId, int Stream, string Text, WordSource Source, TimeSpan VoiceBegan, TimeSpan VoiceEnded) : ICallCommand;

    /// <summary>A machine was heard, as <see cref="StreamCommands.WatchMachine"/> asks.</summary>
    public sealed record MachineHeard(CallId CallId, int Stream, MachineSign Sign) : ICallCommand;

    /// <summary>A key was pressed.</summary>
    public sealed record KeyPressed(CallId CallId, int Stream, char Key) : ICallCommand;

    /// <summary>Recognition has failed on this stream: until <see cref="RecognitionReturned"/> only typed words and keys can be heard.</summary>
    public sealed record RecognitionLost(CallId CallId, int Stream, string Detail) : ICallCommand;

    /// <summary>After <see cref="RecognitionLost"/> a recogniser listens again.</summary>
    public sealed record RecognitionReturned(CallId CallId, int Stream) : ICallCommand;

    /// <summary>The recording has stopped, and the call goes on without it.</summary>
    public sealed record RecordingStopped(CallId CallId, int Stream, RecordingStop Reason) : ICallCommand;

    /// <summary>The carrier said <c>stop</c>, or the socket is gone.</summary>
    public sealed record Detached(CallId CallId, int Stream) : ICallCommand;
}
