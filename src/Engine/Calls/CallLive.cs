using System.Collections.Immutable;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;

namespace CallActors.Engine.Calls;

/// <summary>What a call knows only while it is in memory; a recovered call starts with <see cref="Fresh"/>. Agents repeat their
/// requests under the same operation id, and phones ask for a new ticket, so nothing here needs to be stored.</summary>
internal sealed record CallLive
{
    public static CallLive Fresh { get; } = new();

    /// <summary>Operations that wait for the current one to end.</summary>
    public ImmutableList<ICallOperation> Queue { get; init; } = [];

    /// <summary>What the current operation asks for.</summary>
    public ListeningTerms Terms { get; init; } = ListeningTerms.Default;

    /// <summary>The one-time token of the latest invitation; empty when there is none.</summary>
    public string Ticket { get; init; } = "";

    /// <summary>Why the recogniser is lost on the current stream, or empty.</summary>
    public string Deafness { get; init; } = "";

    /// <summary>The person types, or the browser recognises: words come without our recogniser.</summary>
    public bool WordsComeOtherwise { get; init; }

    /// <summary>When words were last heard, final or not: a listening time does not run out in mid-sentence.</summary>
    public DateTimeOffset LastWordsAt { get; init; } = DateTimeOffset.MinValue;

    /// <summary>The carrier was asked again to ring: the leg of before is gone, and the next one takes its place.</summary>
    public bool RingsAgain { get; init; }

    /// <summary>Times of the current operation.</summary>
    public TurnTimings Timings { get; init; } = TurnTimings.None;
}

/// <summary>How the current operation listens.</summary>
internal sealed record ListeningTerms(Expectation Expects, TimeSpan? ListenFor)
{
    public static ListeningTerms Default { get; } = new(Expectation.Open.Instance, null);

    public static ListeningTerms Of(ICallOperation operation) => operation switch
    {
        CallCommands.PlaceCall o => new ListeningTerms(o.Expects, o.ListenFor),
        CallCommands.ContinueCall o => new ListeningTerms(o.Expects, o.ListenFor),
        _ => Default,
    };
}
