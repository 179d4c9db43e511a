using CallActors.Contracts.Audio;
using CallActors.Engine.Speech;

namespace CallActors.Engine.Audio;

/// <summary>
/// Parent of the audio streams of a node. A stream that fails is stopped, not restarted: its socket closes, and the call attaches anew
/// by the carrier's redirect, which is the same road as for a lost socket.
/// </summary>
public sealed class MediaSupervisorActor : ReceiveActor
{
    public MediaSupervisorActor(IActorRef calls, SpeechServices services) =>
        Receive<MediaMessages.OpenStream>(open =>
            Sender.Tell(new MediaMessages.StreamOpened(Context.ActorOf(AudioStreamActor.PropsFor(open.Outlet, calls, services))), Self));

    public static Props PropsFor(IActorRef calls, SpeechServices services) => Props.Create(() => new MediaSupervisorActor(calls, services));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);
}

/// <summary>What a media socket asks of its node. Local.</summary>
public static class MediaMessages
{
    /// <summary>A socket has said <c>start</c>. Answered by <see cref="StreamOpened"/>.</summary>
    public sealed record OpenStream(IMediaOutlet Outlet);

    /// <summary>The actor that serves the socket: it gets <see cref="MediaSignals.Started"/> first, then audio and signals. It closes the
    /// outlet when it ends.</summary>
    public sealed record StreamOpened(IActorRef Stream);
}
