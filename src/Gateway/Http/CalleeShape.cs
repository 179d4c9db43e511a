namespace CallActors.Gateway.Http;

/// <summary>What may stand for a person to ring besides a phone number in its international form.</summary>
public static class CalleeShape
{
    /// <summary>The address of every open phone page.</summary>
    public const string Softphone = "softphone";
}
