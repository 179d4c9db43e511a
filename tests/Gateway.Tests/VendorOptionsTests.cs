using CallActors.Gateway.Options;

namespace CallActors.Gateway.Tests;

/// <summary>The keys of phone carriers and speech vendors, and Call-Me Cloud's environment.</summary>
public sealed class VendorOptionsTests : OptionsTest
{
    private const string Public = "https://calls.example.org/";

    [Fact]
    public void Call_Me_Clouds_environment_for_Twilio_is_understood()
    {
        var reading = Read(
            ("CALLME_API_KEY", "0123456789abcdef"), ("CALLME_PHONE_PROVIDER", "twilio"), ("CALLME_PHONE_ACCOUNT_SID", "AC123"), ("CALLME_PHONE_AUTH_TOKEN", "token"),
            ("CALLME_PHONE_NUMBER", "+15550001111"), ("CALLME_USER_PHONE_NUMBER", "+15550002222"), ("CALLME_OPENAI_API_KEY", "sk-1"),
            ("CALLME_PUBLIC_URL", Public), ("CALLME_TTS_MODEL", "tts-1"), ("CALLME_TTS_VOICE", "onyx"), ("CALLME_TTS_INSTRUCTIONS", "Speak calmly."),
            ("CALLME_STT_MODEL", "whisper-1"), ("CALLME_STT_SILENCE_DURATION_MS", "900"), ("CALLME_INACTIVITY_TIMEOUT_MS", "300000"), ("CALLME_PORT", "4444"));
        Assert.Empty(reading.Faults);
        var options = reading.Options!;
        Assert.Equal(
            new PhoneOptions { Carrier = PhoneCarrier.Twilio, Account = "AC123", Secret = "token", Number = "+15550001111" }, options.Phone);
        Assert.Equal(
            new SpeechVendor { Key = "sk-1", Model = "tts-1", Voice = "onyx", Instructions = "Speak calmly.", Recognizer = "whisper-1" }, options.Speech.OpenAi);
        Assert.Equal(("+15550002222", "https://calls.example.org", 4444), (options.DefaultCallee, options.PublicUrl, options.Port));
        Assert.Equal((TimeSpan.FromMilliseconds(900), TimeSpan.FromMinutes(5)), (options.Turns.EndSilence, options.Calls.IdleFor));
    }

    [Theory]
    [InlineData("", PhoneCarrier.None)]
    [InlineData("AC0123", PhoneCarrier.Twilio)]
    [InlineData("2104837465", PhoneCarrier.Telnyx)]
    public void Without_a_name_the_account_tells_the_carrier(string account, PhoneCarrier carrier) =>
        Assert.Equal(carrier, new PhoneOptions { Account = account }.Effective);

    [Fact]
    public void Everything_that_a_carrier_lacks_is_told_at_once_with_its_variable_and_without_a_value()
    {
        var faults = Read(("CALLME_PHONE_PROVIDER", "telnyx"), ("CALLME_PHONE_ACCOUNT_SID", "secret-looking")).Faults;
        Assert.Equal(
            ["CALLME_PHONE_AUTH_TOKEN", "CALLME_PHONE_NUMBER", "CALLME_TELNYX_PUBLIC_KEY", "CALLME_PUBLIC_URL"], faults.Select(f => f.Key.Split(' ')[0]));
        Assert.DoesNotContain(faults, f => f.ToString().Contains("secret-looking", StringComparison.Ordinal));
        Assert.All(faults, f => Assert.NotEmpty(f.Mend));
    }

    [Fact]
    public void A_carrier_cannot_reach_a_gateway_without_https_but_a_simulator_can()
    {
        (string, string)[] account =
            [("CALLME_PHONE_ACCOUNT_SID", "AC1"), ("CALLME_PHONE_AUTH_TOKEN", "t"), ("CALLME_PHONE_NUMBER", "+15550001111"), ("CALLME_PUBLIC_URL", "http://127.0.0.1:3333")];
        Assert.Contains("https", Assert.Single(Read(account).Faults).Problem, StringComparison.Ordinal);
        Assert.Empty(Read([.. account, ("CALLACTORS_PHONE_API", "http://127.0.0.1:9999")]).Faults);
    }

    [Theory]
    [InlineData("RAILWAY_PUBLIC_DOMAIN", "calls.up.example.app", "https://calls.up.example.app")]
    [InlineData("RENDER_EXTERNAL_URL", "https://calls.example.com/", "https://calls.example.com")]
    public void What_a_host_tells_of_its_address_is_the_public_address(string variable, string text, string url)
    {
        Assert.Equal(url, Read((variable, text)).Options!.PublicUrl);
        Assert.Equal("https://calls.example.org", Read((variable, text), ("CALLME_PUBLIC_URL", Public)).Options!.PublicUrl);
    }

    [Fact]
    public void By_itself_every_vendor_with_an_account_comes_before_what_is_built_in()
    {
        var built = Read().Options!.Speech;
        Assert.Equal(["pocketsphinx"], built.EffectiveRecognizers);
        Assert.Equal(["espeak-ng"], built.EffectiveVoices);
        var all = Read(("DEEPGRAM_API_KEY", "d"), ("OPENAI_API_KEY", "o"), ("ELEVENLABS_API_KEY", "e")).Options!.Speech;
        Assert.Equal(["deepgram-flux", "openai", "pocketsphinx"], all.EffectiveRecognizers);
        Assert.Equal(["elevenlabs", "deepgram", "openai", "espeak-ng"], all.EffectiveVoices);
        var local = Read(("OPENAI_API_BASE_URL", "http://127.0.0.1:8880/v1/")).Options!.Speech;
        Assert.Equal(["openai", "espeak-ng"], local.EffectiveVoices);
    }

    [Fact]
    public void An_order_may_be_written_and_asks_for_the_accounts_that_it_names()
    {
        var speech = Read(("CALLACTORS_RECOGNIZERS", "openai-batch, pocketsphinx"), ("CALLACTORS_VOICES", "auto"), ("OPENAI_API_KEY", "o")).Options!.Speech;
        Assert.Equal(["openai-batch", "pocketsphinx"], speech.EffectiveRecognizers);
        Assert.Contains("DEEPGRAM_API_KEY", Assert.Single(Read(("CALLACTORS_RECOGNIZERS", "deepgram")).Faults).Mend, StringComparison.Ordinal);
        Assert.NotEmpty(Read(("CALLACTORS_RECOGNIZERS", "deepgram,whisper")).Faults);
        Assert.NotEmpty(Read(("CALLACTORS_VOICES", "espeak-ng,espeak-ng")).Faults);
    }

    [Fact]
    public void The_first_key_of_OpenAI_that_is_set_counts() =>
        Assert.Equal("one", Read(("CALLME_OPENAI_API_KEY", "one"), ("OPENAI_API_KEY", "two")).Options!.Speech.OpenAi.Key);

    [Fact]
    public void People_are_read_by_their_names_and_everything_that_is_wrong_with_them_is_told()
    {
        File("people { ada { address = \"+15551234567\", language = en-GB, voice = George, hints = \"kunduz, TurnTracker\" }, \"Mr. X\" { address = softphone } }");
        var people = Read().Options!.People;
        Assert.Equal(["ada", "Mr. X"], people.Select(p => p.Name).Order(StringComparer.OrdinalIgnoreCase));
        var ada = people.Single(p => p.Name == "ada");
        Assert.Equal(("+15551234567", "en-GB", "George"), (ada.Address, ada.Language, ada.Voice));
        Assert.Equal(["kunduz", "TurnTracker"], ada.Hints!);

        File("people { eve { address = \"911\" }, bob { phone = \"+15551234567\" } }");
        var faults = Read().Faults;
        Assert.Contains(faults, f => f.Key == "people.bob.phone" && f.Problem == "is not a key.");
        Assert.Contains(faults, f => f.Problem.Contains("emergency", StringComparison.Ordinal));
        Assert.DoesNotContain(faults, f => f.ToString().Contains("911", StringComparison.Ordinal));
    }

    [Fact]
    public void No_secret_is_printed()
    {
        var options = Read(("CALLME_PHONE_ACCOUNT_SID", "AC1"), ("CALLME_PHONE_AUTH_TOKEN", "geheim"), ("CALLME_PHONE_NUMBER", "+15550001111"),
            ("CALLME_PUBLIC_URL", Public), ("DEEPGRAM_API_KEY", "geheim")).Options!;
        Assert.All([options.ToString(), options.Phone.ToString(), options.Speech.ToString(), options.Speech.Deepgram.ToString()],
            text => Assert.DoesNotContain("geheim", text, StringComparison.Ordinal));
    }
}
