using CallActors.Gateway.Doctor;
using CallActors.Gateway.Options;
using CallActors.Simulators.Server;
using CallActors.Simulators.Telnyx;
using CallActors.Simulators.Twilio;

namespace CallActors.Gateway.Tests;

/// <summary>What the doctor finds of a carrier's account.</summary>
public sealed class PhoneAccountTests
{
    [Fact]
    public async Task Twilios_account_is_asked_and_a_wrong_key_is_told_without_it()
    {
        await using var twilio = await TwilioSimulator.StartAsync(new TwilioSimulatorOptions { Numbers = [new TwilioNumber("+15005550006")] });
        var phone = new PhoneOptions
        {
            Account = twilio.Options.AccountSid,
            Secret = twilio.Options.AuthToken,
            Number = "+15005550006",
            Api = twilio.Address.AbsoluteUri.TrimEnd('/'),
        };
        var options = new GatewayOptions { PublicUrl = "https://calls.example.org", Phone = phone };
        Assert.All(await PhoneAccount.ExamineAsync(options), finding => Assert.True(finding.Ok, finding.ToString()));

        var wrong = Assert.Single(await PhoneAccount.ExamineAsync(options with { Phone = phone with { Secret = "a-wrong-token" } }));
        Assert.False(wrong.Ok);
        Assert.Contains("CALLME_PHONE_AUTH_TOKEN", wrong.Mend, StringComparison.Ordinal);
        Assert.DoesNotContain("a-wrong-token", wrong.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(twilio.Options.AccountSid, wrong.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+15005550006", true, "messaging webhook to https://calls.example.org/twiml")]
    [InlineData("+15005550007", true, "sends its texts here")]
    [InlineData("+15005550008", true, "is verified for the account")]
    [InlineData("+1500555000", false, "neither the account's nor verified")]
    [InlineData("+15005550009", false, "neither the account's nor verified")]
    public async Task What_the_number_is_to_the_Twilio_account_is_told_and_the_number_not_shown(string number, bool ok, string state)
    {
        await using var twilio = await TwilioSimulator.StartAsync(new TwilioSimulatorOptions
        {
            Numbers = [new TwilioNumber("+15005550006"), new TwilioNumber("+15005550007") { SmsUrl = new Uri("https://calls.example.org/whatsapp") }],
            VerifiedNumbers = ["+15005550008"],
        });
        var findings = await PhoneAccount.ExamineAsync(new GatewayOptions
        {
            PublicUrl = "https://calls.example.org",
            Phone = new PhoneOptions
            {
                Account = twilio.Options.AccountSid,
                Secret = twilio.Options.AuthToken,
                Number = number,
                Api = twilio.Address.AbsoluteUri.TrimEnd('/'),
            },
        });
        Assert.Equal(["Twilio account", "Twilio number"], findings.Select(finding => finding.Part));
        Assert.Equal(ok, findings[1].Ok);
        Assert.Contains(state, findings[1].State, StringComparison.Ordinal);
        Assert.DoesNotContain(number, findings[1].ToString(), StringComparison.Ordinal);
        Assert.Equal(ok, findings[1].Mend.Length == 0);
    }

    [Fact]
    public async Task Telnyxs_account_is_asked_for_everything_that_a_call_needs()
    {
        await using var telnyx = await SimulatedTelnyx.StartAsync(Telnyx);
        var findings = await PhoneAccount.ExamineAsync(Options(telnyx));
        Assert.All(findings, finding => Assert.True(finding.Ok, finding.ToString()));
        Assert.Equal(["Telnyx application", "Telnyx outbound profile", "Telnyx number", "Telnyx credit"], findings.Select(finding => finding.Part));
        Assert.Contains("US, CA", findings[1].State, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_Telnyx_refuses_is_told_once_and_not_shown()
    {
        await using var telnyx = await SimulatedTelnyx.StartAsync(Telnyx);
        var options = Options(telnyx);
        var wrong = Assert.Single(await PhoneAccount.ExamineAsync(options with { Phone = options.Phone with { Secret = "KEY-of-somebody" } }));
        Assert.False(wrong.Ok);
        Assert.Contains("CALLME_PHONE_AUTH_TOKEN", wrong.Mend, StringComparison.Ordinal);
        Assert.DoesNotContain("KEY-of-somebody", wrong.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_number_that_is_not_the_Telnyx_accounts_is_told_and_not_shown()
    {
        await using var telnyx = await SimulatedTelnyx.StartAsync(Telnyx);
        var options = Options(telnyx);
        // Part of it is the account's: the filter of numbers finds parts.
        var foreign = telnyx.Options.Number[..^1];
        var amiss = Assert.Single(await PhoneAccount.ExamineAsync(options with { Phone = options.Phone with { Number = foreign } }), finding => !finding.Ok);
        Assert.Equal(("Telnyx number", "is not the account's"), (amiss.Part, amiss.State));
        Assert.Contains("CALLME_PHONE_NUMBER", amiss.Mend, StringComparison.Ordinal);
        Assert.DoesNotContain(foreign, amiss.ToString(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Amiss() => new()
    {
        { "connection", "Telnyx application", "CALLME_PHONE_ACCOUNT_SID" },
        { "inactive", "Telnyx application", "activate" },
        { "version", "Telnyx application", "version to 2" },
        { "webhook", "Telnyx application", "https://calls.example.org/twiml" },
        { "no profile", "Telnyx outbound profile", "give the application" },
        { "profile off", "Telnyx outbound profile", "enable" },
        { "number pending", "Telnyx number", "see its state" },
        { "number elsewhere", "Telnyx number", "give the number" },
        { "no credit", "Telnyx credit", "pay" },
    };

    [Theory]
    [MemberData(nameof(Amiss))]
    public async Task What_is_amiss_in_a_Telnyx_account_has_its_mend(string what, string part, string mend)
    {
        await using var telnyx = await SimulatedTelnyx.StartAsync(what switch
        {
            "inactive" => Telnyx with { IsActive = false },
            "version" => Telnyx with { WebhookVersion = "1" },
            "webhook" => Telnyx with { WebhookUrl = new Uri("https://elsewhere.example.org/twiml") },
            "no profile" => Telnyx with { OutboundProfile = null },
            "profile off" => Telnyx with { IsOutboundEnabled = false },
            "number pending" => Telnyx with { NumberStatus = "purchase-pending" },
            "number elsewhere" => Telnyx with { NumberConnection = "7" },
            "no credit" => Telnyx with { Credit = 0 },
            _ => Telnyx,
        });
        var options = Options(telnyx);
        if (what == "connection") options = options with { Phone = options.Phone with { Account = "8" } };
        var amiss = Assert.Single(await PhoneAccount.ExamineAsync(options), finding => !finding.Ok);
        Assert.Equal(part, amiss.Part);
        Assert.Contains(mend, amiss.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_TeXML_application_is_looked_at_where_calls_are_placed_by_it()
    {
        await using var telnyx = await SimulatedTelnyx.StartAsync(Telnyx with { NumberConnection = Telnyx.TexmlApplication });
        var options = Options(telnyx);
        options = options with { Phone = options.Phone with { TelnyxApi = TelnyxApi.Texml, TelnyxAccount = telnyx.Options.TexmlAccount, Account = telnyx.Options.TexmlApplication } };
        var findings = await PhoneAccount.ExamineAsync(options);
        Assert.All(findings, finding => Assert.True(finding.Ok, finding.ToString()));

        // The account has this one, and it is none of TeXML's.
        var other = await PhoneAccount.ExamineAsync(options with { Phone = options.Phone with { Account = telnyx.Options.ConnectionId } });
        Assert.Contains("TeXML application", Assert.Single(other, finding => !finding.Ok).Mend, StringComparison.Ordinal);
        var elsewhere = await PhoneAccount.ExamineAsync(options with { PublicUrl = "https://elsewhere.example.org" });
        Assert.Contains("voice URL", Assert.Single(elsewhere, finding => !finding.Ok).Mend, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Telnyx_number_without_a_messaging_profile_does_for_calls()
    {
        await using var telnyx = await SimulatedTelnyx.StartAsync(Telnyx with { MessagingProfile = null });
        var findings = await PhoneAccount.ExamineAsync(Options(telnyx));
        Assert.All(findings, finding => Assert.True(finding.Ok, finding.ToString()));
        Assert.Contains(findings, finding => finding.State.Contains("texts need a messaging profile", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_Telnyx_that_fails_is_told_with_its_status()
    {
        await using var telnyx = await SimulatedTelnyx.StartAsync(Telnyx);
        // As often as it is asked.
        for (var i = 0; i < 4; i++) telnyx.Faults.Next("/v2/balance", new SimulatedFault.Status(403));
        var amiss = Assert.Single(await PhoneAccount.ExamineAsync(Options(telnyx)), finding => !finding.Ok);
        Assert.Equal("Telnyx credit", amiss.Part);
        Assert.Contains("403", amiss.State, StringComparison.Ordinal);
    }

    private static SimulatedTelnyxOptions Telnyx { get; } = new() { WebhookUrl = new Uri("https://calls.example.org/twiml/") };

    private static GatewayOptions Options(SimulatedTelnyx telnyx) => new()
    {
        PublicUrl = "https://calls.example.org",
        Phone = new PhoneOptions
        {
            Carrier = PhoneCarrier.Telnyx,
            Account = telnyx.Options.ConnectionId,
            Secret = telnyx.Options.ApiKey,
            Number = telnyx.Options.Number,
            PublicKey = telnyx.PublicKey,
            Api = telnyx.BaseUrl.AbsoluteUri.TrimEnd('/'),
        },
    };

    [Fact]
    public async Task Without_a_carrier_there_is_nothing_to_ask() => Assert.Empty(await PhoneAccount.ExamineAsync(new GatewayOptions()));
}
