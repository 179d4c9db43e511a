using System.Threading.Channels;

namespace CallActors.Compliance.Tests.Journal;

/// <summary>An actor that hands what it was told to the spec, in order; the spec can send in its name.</summary>
public sealed class Recorder
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Channel<object> _told = Channel.CreateUnbounded<object>();

    public Recorder(ActorSystem system) => Ref = system.ActorOf(Props.Create(() => new Ear(_told.Writer)));

    public IActorRef Ref { get; }

    public void Send(IActorRef actor, object message) => actor.Tell(message, Ref);

    public void Watch(IActorRef actor) => Ref.Tell(new WatchOut(actor), ActorRefs.NoSender);

    public async Task<T> Next<T>()
    {
        using var patience = new CancellationTokenSource(Patience);
        return Assert.IsType<T>(await _told.Reader.ReadAsync(patience.Token), exactMatch: false);
    }

    /// <summary>The next so many messages, which must be texts.</summary>
    public async Task<string[]> Texts(int count)
    {
        var texts = new string[count];
        for (var i = 0; i < count; i++) texts[i] = await Next<string>();
        return texts;
    }

    /// <summary>Nothing arrived up to what the actor answered last.</summary>
    public void IsEmpty() => Assert.False(_told.Reader.TryPeek(out var unexpected), $"unexpected: {unexpected}");

    private sealed record WatchOut(IActorRef Actor);

    private sealed class Ear : UntypedActor
    {
        private readonly ChannelWriter<object> _told;

        public Ear(ChannelWriter<object> told) => _told = told;

        protected override void OnReceive(object message)
        {
            if (message is WatchOut watch) Context.Watch(watch.Actor);
            else _told.TryWrite(message);
        }
    }
}
