using CallActors.Contracts.Calls;
using CallActors.Contracts.Texts;

namespace CallActors.Engine.Messages;

/// <summary>Something a thread's actor does after its events are stored. A closed set.</summary>
internal abstract record ThreadEffect
{
    /// <summary>Answers the sender of the command.</summary>
    internal sealed record Reply(IThreadReply Message) : ThreadEffect;

    /// <summary>The sender of the command is answered when this ask is over.</summary>
    internal sealed record Await(OperationId Ask) : ThreadEffect;

    /// <summary>Answers everybody who awaits this ask.</summary>
    internal sealed record Answer(OperationId Ask, IThreadReply Message) : ThreadEffect;

    /// <summary>Orders a carrier to send.</summary>
    /// <param name="Carrier">Its name; empty for the usual one.</param>
    internal sealed record Send(OperationId Ask, string Carrier, TextOrder Order) : ThreadEffect;

    /// <summary>Waits for the reply to an ask so long.</summary>
    internal sealed record ArmReply(OperationId Ask, TimeSpan Due) : ThreadEffect;

    internal sealed record DisarmReply : ThreadEffect;

    /// <summary>Leaves memory, unless something comes before.</summary>
    internal sealed record ArmLinger : ThreadEffect;

    internal sealed record DisarmLinger : ThreadEffect;

    internal sealed record Retire : ThreadEffect;

    /// <summary>Tells the text desk whose text this is.</summary>
    internal sealed record File(string Carrier, string MessageId) : ThreadEffect;

    /// <summary>Tells the text desk whether an ask is open.</summary>
    internal sealed record Stand(bool IsOpen) : ThreadEffect;

    /// <summary>Rings the person, who has asked for it.</summary>
    /// <param name="AgentWaits">An agent is told of the call.</param>
    internal sealed record RingBack(CallId CallId, bool AgentWaits) : ThreadEffect;
}
