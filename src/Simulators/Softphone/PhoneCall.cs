namespace CallActors.Simulators.Softphone;

/// <summary>The call that a phone is or was in. Guarded by the phone's watch.</summary>
internal sealed class PhoneCall(string leg, string callId)
{
    public string Leg => leg;

    public string CallId => callId;

    /// <summary>The media socket, while it is started.</summary>
    public PhoneMedia? Media { get; set; }

    /// <summary>A media socket is being asked for or opened.</summary>
    public bool Opening { get; set; }

    /// <summary>Tries since the last socket that worked.</summary>
    public int Failures { get; set; }

    /// <summary>The person has hung up: a media socket that ends is not opened again.</summary>
    public bool HangsUp { get; set; }

    /// <summary>Why it ended; null while it goes on.</summary>
    public string? Ended { get; set; }
}
