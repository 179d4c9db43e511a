using Kernel.Actor;

namespace Kernel.Dispatch;

/// <summary>
/// Which actor has its turn on a thread, for the watch to look at from another thread. Written twice a turn and never locked:
/// what the watch sees may be a moment old.
/// </summary>
internal sealed class RunningTurn
{
    [ThreadStatic]
    private static RunningTurn? _ofThread;

    private ActorCell? _cell;
    private int _number;

    private RunningTurn() => StarvationWatch.Shared.Add(this);

    public static RunningTurn OfThread => _ofThread ??= new RunningTurn();

    public ActorCell? Cell => Volatile.Read(ref _cell);

    /// <summary>Differs from turn to turn of the thread.</summary>
    public int Number => Volatile.Read(ref _number);

    /// <summary>A turn begins, within another one when an actor runs on its sender's thread.</summary>
    /// <returns>Whose turn goes on after this one.</returns>
    public ActorCell? Begin(ActorCell cell)
    {
        var outer = _cell;
        _number++;
        Volatile.Write(ref _cell, cell);
        return outer;
    }

    public void End(ActorCell? outer)
    {
        _number++;
        Volatile.Write(ref _cell, outer);
    }
}
