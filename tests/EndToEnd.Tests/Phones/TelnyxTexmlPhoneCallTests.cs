namespace CallActors.EndToEnd.Tests.Phones;

public sealed class TelnyxTexmlPhoneCallTests(TelnyxTexmlNetwork network) : PhoneCallSpec(network), IClassFixture<TelnyxTexmlNetwork>;
