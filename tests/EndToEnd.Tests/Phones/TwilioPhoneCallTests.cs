namespace CallActors.EndToEnd.Tests.Phones;

public sealed class TwilioPhoneCallTests(TwilioNetwork network) : PhoneCallSpec(network), IClassFixture<TwilioNetwork>;
