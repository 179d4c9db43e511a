namespace CallActors.Simulators.Softphone;

/// <summary>A call that rings.</summary>
public sealed record IncomingCall(string Leg, string CallId, string From);

/// <summary>A line of the phone's captions.</summary>
public abstract record Caption(DateTimeOffset At)
{
    /// <summary>What the agent says, and how much of it was heard.</summary>
    public sealed record Agent(DateTimeOffset At, int Utterance, string Text, int HeardLength, bool Finished, bool Interrupted) : Caption(At);

    /// <summary>What the person says.</summary>
    public sealed record Person(DateTimeOffset At, string Text, bool Final) : Caption(At);

    /// <summary>The person's voice over the agent's: <c>onset</c>, <c>commit</c>, <c>false-alarm</c>.</summary>
    public sealed record BargeIn(DateTimeOffset At, string Step) : Caption(At);

    /// <summary>The call's phase.</summary>
    public sealed record Phase(DateTimeOffset At, string Name) : Caption(At);
}

/// <summary>The gateway did something that a real carrier or phone would not take.</summary>
public sealed record PhoneFault(DateTimeOffset At, string What);
