using Kernel.Actor;

namespace Kernel.Event;

/// <summary>Writes log events at or above <c>kernel.stdout-loglevel</c> to standard error, at once and in order.</summary>
internal sealed class StandardErrorLogger(IActorRefProvider provider, LogLevel level) : MinimalActorRef
{
    private static readonly Lock Gate = new();

    public override ActorPath Path { get; } = provider.RootPath / "StandardErrorLogger";

    public override IActorRefProvider Provider { get; } = provider;

    protected override void TellInternal(object message, IActorRef? sender)
    {
        if (message is not LogEvent entry || entry.LogLevel() < level)
            return;
        lock (Gate)
            Console.Error.WriteLine(entry);
    }
}
