namespace CallActors.EndToEnd.Tests.Phones;

public sealed class TwilioPhoneCallTests(TwilioNetwork network) : PhoneAndTextSpec(network), IClassFixture<TwilioNetwork>;
