namespace CallActors.Carriers.Softphone;

/// <summary>A registered phone: its key outlives its sockets. Guarded by the exchange's lock.</summary>
internal sealed class PhoneLine(string key)
{
    public string Key => key;

    /// <summary>The socket that speaks for the phone; null while it is away with a call.</summary>
    public LineSession? Session { get; set; }

    /// <summary>The call that the phone is in.</summary>
    public PhoneLeg? Call { get; set; }

    /// <summary>The socket on whose behalf the engine is being asked about a call of an earlier process; the line is not rung meanwhile.</summary>
    public LineSession? Reclaiming { get; set; }

    /// <summary>Ends the call of a phone that does not come back.</summary>
    public ITimer? KeepCall { get; set; }

    public bool IsFree => Session is not null && Call is null && Reclaiming is null;
}
