using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>Stands between a stream and its call, in both directions: writes down what they tell each other, and passes it on.</summary>
internal sealed class Tap : ReceiveActor
{
    public Tap(IActorRef call, Func<IActorRef, Props> streamFor, Trace trace, Tape tape, AgentScript script)
    {
        var stream = Context.Watch(Context.ActorOf(streamFor(Self)));
        Receive<AskStream>(_ => Sender.Tell(stream, Self));
        Receive<Terminated>(_ => Context.Stop(Self));
        Receive<ICallCommand>(message =>
        {
            Write(trace, message);
            if (message is StreamEvents.SpeechFinished { Utterance: > 0 }) script.IsHeard();
            if (message is StreamEvents.VoiceBegan or StreamEvents.VoiceEnded or StreamEvents.Detached) script.SeemsToSpeak = message is StreamEvents.VoiceBegan;
            call.Tell(message, Self);
        });
        ReceiveAny(message =>
        {
            Note(tape, message);
            stream.Forward(message);
        });
    }

    private static void Note(Tape tape, object message)
    {
        switch (message)
        {
            case StreamCommands.Prepare p: tape.Prepare(p.Utterance, p.Text); break;
            case StreamCommands.Say s: tape.Say(s.Utterance, s.Text, s.From); break;
            case StreamCommands.SayMore m: tape.Extend(m.Utterance, m.Text); break;
        }
    }

    private static void Write(Trace trace, object message)
    {
        switch (message)
        {
            case StreamEvents.SpeechBegun e: trace.Add(Who.Engine, "speaks", $"{e.Utterance}"); break;
            case StreamEvents.SpeechFinished e:
                trace.Add(Who.Engine, e.Interrupted ? "interrupted" : e.Fault.Length > 0 ? "broke" : "spoken", $"{e.Utterance} heard {e.HeardLength}");
                break;
            case StreamEvents.BargeInHeard e: trace.Add(Who.Engine, e.Step.ToString().ToLowerInvariant(), $"epoch {e.Epoch} by {e.Cause}"); break;
            case StreamEvents.VoiceBegan: trace.Add(Who.Engine, "voice"); break;
            case StreamEvents.VoiceEnded: trace.Add(Who.Engine, "silence"); break;
            case StreamEvents.PersonHeard { IsLikelyWhole: true } e: trace.Add(Who.Engine, "likely", e.Text); break;
            case StreamEvents.TurnFinished e: trace.Add(Who.Engine, "turn", e.Text); break;
            case StreamEvents.NotUnderstood e: trace.Add(Who.Engine, "not-understood", $"{e.Voiced.TotalSeconds:0.00} s"); break;
            case StreamEvents.RecognitionLost: trace.Add(Who.Engine, "deaf"); break;
            case StreamEvents.RecognitionReturned: trace.Add(Who.Engine, "hears-again"); break;
            case StreamEvents.KeyPressed e: trace.Add(Who.Engine, "key", e.Key.ToString()); break;
            case StreamEvents.Detached: trace.Add(Who.Engine, "detached"); break;
        }
    }

    /// <summary>Asks for the stream behind the tap.</summary>
    public sealed record AskStream
    {
        public static AskStream Instance { get; } = new();
    }
}
