using System.Buffers.Text;
using System.Security.Cryptography;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Softphone;

internal enum LegState
{
    Ringing,

    /// <summary>Dialled by the phone; the engine has not taken the call yet.</summary>
    Admitting,

    Talking,
    Ended,
}

/// <summary>One leg: an order to ring, or a call of a phone. Guarded by the exchange's lock.</summary>
internal sealed class PhoneLeg(LegId id, CallId callId, LegState state)
{
    private const int RandomBytes = 20;

    public LegId Id => id;

    public CallId CallId => callId;

    public LegState State { get; set; } = state;

    /// <summary>Phones that ring for it now.</summary>
    public HashSet<PhoneLine> RingsOn { get; } = [];

    /// <summary>Keys of phones that declined it: they are not rung for it again.</summary>
    public HashSet<string> DeclinedBy { get; } = new(StringComparer.Ordinal);

    public bool RingingReported { get; set; }

    /// <summary>The phone that has the call.</summary>
    public PhoneLine? Owner { get; set; }

    public ITimer? RingLimit { get; set; }

    /// <summary>160 random bits: nobody answers a call that did not ring with him.</summary>
    public static LegId NewId() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes)));
}
