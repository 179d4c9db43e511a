using CallActors.Contracts.Audio;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>Stands between the stream and its call, writes down what the stream tells, and passes it on.</summary>
internal sealed class Tap : ReceiveActor
{
    public Tap(IActorRef call, Trace trace, AgentScript script)
    {
        ReceiveAny(message =>
        {
            Write(trace, message);
            if (message is StreamEvents.SpeechFinished) script.IsWaitingToBeHeard = false;
            call.Forward(message);
        });
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
}

/// <summary>Keeps actors as a shard keeps its entities: one that asks to leave memory is stopped.</summary>
internal sealed class Shelf : ReceiveActor
{
    public Shelf()
    {
        Receive<Props>(props => Sender.Tell(Context.ActorOf(props), Self));
        Receive<Passivate>(p => Sender.Tell(p.StopMessage, Self));
        // Only the tap and the agent, which belong to the lab, are left when everything was freed.
        Receive<Count>(_ => Sender.Tell(Context.GetChildren().Count() - 2, Self));
    }

    public sealed record Count
    {
        public static Count Instance { get; } = new();
    }
}
