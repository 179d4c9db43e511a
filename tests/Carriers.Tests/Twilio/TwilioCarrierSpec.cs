using CallActors.Carriers.Twilio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Tests.Twilio;

/// <summary>The carrier in front of a Twilio that answers what it is told to, in virtual time.</summary>
public abstract class TwilioCarrierSpec : IDisposable
{
    private protected const string Number = "+491701234567";
    private protected static readonly CallId Call = CallId.ForIdempotencyKey("twilio");

    protected TwilioCarrierSpec()
    {
        Twilio = new FakeTwilio(Time);
        Rest = new TwilioRest(FakeTwilio.Options, Twilio, Time, () => 0.5);
        Carrier = new TwilioCarrier(FakeTwilio.Options, Rest, Time);
    }

    private protected ManualTime Time { get; } = new();

    private protected FakeTwilio Twilio { get; }

    private protected TwilioRest Rest { get; }

    private protected TwilioCarrier Carrier { get; }

    public void Dispose()
    {
        Rest.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static DialOrder Order(CallId call, string number = Number) => new(call, new Callee(number), TimeSpan.FromSeconds(45));

    private protected Task<LegId> DialAsync() => Time.RunAsync(Carrier.DialAsync(Order(Call), default));
}
