using CallActors.Gateway.Doctor;
using CallActors.Gateway.Options;
using CallActors.Simulators.Twilio;

namespace CallActors.Gateway.Tests;

/// <summary>What the doctor finds of a carrier's account.</summary>
public sealed class PhoneAccountTests
{
    [Fact]
    public async Task Twilios_account_is_asked_and_a_wrong_key_is_told_without_it()
    {
        await using var twilio = await TwilioSimulator.StartAsync(new TwilioSimulatorOptions());
        var phone = new PhoneOptions
        {
            Account = twilio.Options.AccountSid,
            Secret = twilio.Options.AuthToken,
            Number = "+15005550006",
            Api = twilio.Address.AbsoluteUri.TrimEnd('/'),
        };
        var options = new GatewayOptions { PublicUrl = "https://calls.example.org", Phone = phone };
        Assert.True(Assert.Single(await PhoneAccount.ExamineAsync(options)).Ok);

        var wrong = Assert.Single(await PhoneAccount.ExamineAsync(options with { Phone = phone with { Secret = "a-wrong-token" } }));
        Assert.False(wrong.Ok);
        Assert.Contains("CALLME_PHONE_AUTH_TOKEN", wrong.Mend, StringComparison.Ordinal);
        Assert.DoesNotContain("a-wrong-token", wrong.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(twilio.Options.AccountSid, wrong.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_carrier_there_is_nothing_to_ask() => Assert.Empty(await PhoneAccount.ExamineAsync(new GatewayOptions()));
}
