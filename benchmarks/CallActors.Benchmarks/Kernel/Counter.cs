using Kernel.Actor;

namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>Says when it has had as many messages as it was told to wait for.</summary>
internal sealed class Counter : UntypedActor
{
    private long _left;
    private TaskCompletionSource? _done;

    protected override void OnReceive(object message)
    {
        if (message is Expect expect)
        {
            _left = expect.Count;
            _done = expect.Done;
        }
        else if (--_left == 0)
        {
            _done!.SetResult();
        }
    }

    public sealed record Expect(long Count, TaskCompletionSource Done);
}
