using CallActors.Gateway.Options;

namespace CallActors.Gateway.Tests;

/// <summary>What is wrong with a configuration.</summary>
public sealed class OptionsFaultsTests : OptionsTest
{
    [Theory]
    [InlineData("gateway.rate-limits.key-burst = 0")]
    [InlineData("gateway.rate-limits.key-burst = 100001")]
    [InlineData("gateway.rate-limits.key-per-second = 0")]
    [InlineData("gateway.rate-limits.key-per-second = 10001")]
    [InlineData("gateway.rate-limits.person-burst = 0")]
    [InlineData("gateway.rate-limits.person-burst = 1001")]
    [InlineData("gateway.rate-limits.person-every = 999ms")]
    [InlineData("gateway.rate-limits.person-every = 25h")]
    [InlineData("recording.calls = always")]
    [InlineData("recording.longest = 59s")]
    [InlineData("recording.longest = 181m")]
    [InlineData("recording.megabytes = 9")]
    [InlineData("recording.megabytes = 1000001")]
    [InlineData("recording.days = 0")]
    [InlineData("recording.days = 3651")]
    [InlineData("gateway.callee = \"911\"")]
    [InlineData("gateway.callee = \"5551234567\"")]
    [InlineData("gateway.callee = \"+1*\"")]
    [InlineData("gateway.callee = \"+15551234567890123\"")]
    public void A_value_out_of_its_bounds_is_told_with_its_key(string line)
    {
        File(line);
        Assert.Equal(line.Split(' ')[0], Assert.Single(Read().Faults).Key);
    }

    [Theory]
    [InlineData("speech.recognizers = []")]
    [InlineData("speech.recognizers = [pocketsphinx, pocketsphinx]")]
    [InlineData("speech.voices = [siri]")]
    [InlineData("gateway.port = [3333]")]
    public void A_list_that_is_no_value_is_a_fault(string line)
    {
        File(line);
        Assert.Single(Read().Faults);
    }

    [Fact]
    public void All_faults_are_told_together_with_key_origin_and_mend()
    {
        var file = File("gateway { prot = 3333, callee = \"Bob\" }");
        var reading = Read(["--host", "nowhere", "--verbose", "--port"], ("PORT", "many"), ("CALLME_PUBLIC_URL", "ftp://x"), ("CALLME_API_KEY", "short"), ("CALLME_TRANSCRIPT_TIMEOUT_MS", "3m"));
        Assert.Null(reading.Options);
        var told = reading.Faults.ToDictionary(f => f.Key);
        Assert.Equal(["--host", "--port", "--verbose", "CALLME_API_KEY", "CALLME_PUBLIC_URL", "CALLME_TRANSCRIPT_TIMEOUT_MS", "PORT", "gateway.callee", "gateway.prot"], told.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((file, "Did you mean gateway.port? Every key is listed in hocon/reference.conf."), (told["gateway.prot"].Origin, told["gateway.prot"].Mend));
        Assert.Equal("environment", told["PORT"].Origin);
        Assert.Contains("a whole number from 0 to 65535", told["PORT"].Mend, StringComparison.Ordinal);
        Assert.Contains("whole milliseconds", told["CALLME_TRANSCRIPT_TIMEOUT_MS"].Mend, StringComparison.Ordinal);
        Assert.Contains("has 5 characters", told["CALLME_API_KEY"].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_is_never_repeated_in_a_fault()
    {
        var reading = Read(null, ("CALLME_API_KEY", "my secret key with spaces"));
        Assert.DoesNotContain("secret", Assert.Single(reading.Faults).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("0123456789abcdef", new GatewayOptions { ApiKey = "0123456789abcdef" }.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", new GatewayOptions { Journal = "Host=db;Password=geheim;Database=calls" }.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", Assert.Single(Read(null, ("CALLACTORS_JOURNAL", "geheim")).Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_or_broken_is_a_fault()
    {
        Assert.Contains("does not exist", Assert.Single(Read(["--config", "/nowhere/x.conf"]).Faults).Problem, StringComparison.Ordinal);
        File("gateway { port = ");
        Assert.Contains("cannot be read", Assert.Single(Read().Faults).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gateway.ring-time", "0s")]
    [InlineData("gateway.ring-time", "301s")]
    [InlineData("gateway.ring-time", "-5s")]
    [InlineData("gateway.ring-time", "5 days")]
    [InlineData("gateway.listen-time", "61m")]
    [InlineData("gateway.port", "65536")]
    [InlineData("gateway.port", "-1")]
    [InlineData("gateway.host", "0.0.0.0.0")]
    [InlineData("gateway.api-key", "0123456789 abcdef")]
    [InlineData("gateway.journal", "Host=db")]
    [InlineData("gateway.journal", "/var/lib/journal.db")]
    [InlineData("gateway.public-url", "https://user:pass@x")]
    [InlineData("gateway.public-url", "https://x/?q")]
    [InlineData("conversation.onset", "121ms")]
    [InlineData("conversation.commit-words", "0")]
    [InlineData("conversation.onset-window", "119ms")]
    [InlineData("conversation.onset-stops", "maybe")]
    [InlineData("conversation.voicemail", "shout")]
    [InlineData("conversation.voicemail-greeting", "3s")]
    [InlineData("conversation.text-unreached", "perhaps")]
    [InlineData("conversation.commit-noises", "3001ms")]
    [InlineData("conversation.greeting", "11s")]
    [InlineData("conversation.yield-for", "11s")]
    [InlineData("conversation.yield-at-most", "9s")]
    [InlineData("conversation.language", "English")]
    [InlineData("voice-activity.minimum-level", "-71")]
    [InlineData("voice-activity.minimum-level", "loud")]
    [InlineData("voice-activity.minimum-bands", "9")]
    [InlineData("voice-activity.longest-toneless", "50ms")]
    [InlineData("conversation.quiet-time", "4s")]
    [InlineData("conversation.keypad-pause", "0s")]
    [InlineData("conversation.longest-reply", "9s")]
    [InlineData("conversation.longest-reply", "601s")]
    public void A_value_of_another_shape_is_a_fault(string key, string value)
    {
        File($"{key} = \"{value}\"");
        Assert.Equal(key, Assert.Single(Read().Faults).Key);
    }
}
