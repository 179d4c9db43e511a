using Kernel.Dispatch;

namespace Kernel.TestKit;

/// <summary>The dispatcher on which a message has been handled when <c>Tell</c> returns: the sender's thread does the work.</summary>
public sealed class CallingThreadDispatcher
{
    private CallingThreadDispatcher()
    {
    }

    /// <summary>What to give to <c>Props.WithDispatcher</c>.</summary>
    public static readonly string Id = Dispatchers.CallingThreadDispatcherId;
}
