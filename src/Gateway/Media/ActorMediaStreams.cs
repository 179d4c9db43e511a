using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Engine;
using CallActors.Engine.Audio;

namespace CallActors.Gateway.Media;

/// <summary>The engine's audio streams.</summary>
public sealed class ActorMediaStreams(EngineHandle engine) : IMediaStreams
{
    private static readonly TimeSpan OpenWithin = TimeSpan.FromSeconds(5);

    public async ValueTask<IStreamInlet> OpenAsync(IMediaOutlet outlet, CancellationToken cancellationToken)
    {
        try
        {
            var opened = await engine.Media.Ask<MediaMessages.StreamOpened>(new MediaMessages.OpenStream(outlet), OpenWithin, cancellationToken).ConfigureAwait(false);
            return new Inlet(opened.Stream);
        }
        catch (AskTimeoutException e)
        {
            throw new TimeoutException("The engine opened no audio stream.", e);
        }
    }

    private sealed class Inlet(IActorRef stream) : IStreamInlet
    {
        public void Started(CallId callId, string token) => Tell(new MediaSignals.Started(callId, token));

        public void Hear(AudioFrame frame) => Tell(frame);

        public void MarkReturned(MediaMark mark) => Tell(new MediaSignals.MarkReturned(mark));

        public void KeyPressed(char key) => Tell(new MediaSignals.KeyPressed(key));

        public void Stopped() => Tell(MediaSignals.Stopped.Instance);

        public void Disconnected() => Tell(MediaSignals.Disconnected.Instance);

        private void Tell(object message) => stream.Tell(message, ActorRefs.NoSender);
    }
}
