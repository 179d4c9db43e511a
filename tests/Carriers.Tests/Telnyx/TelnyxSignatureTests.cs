using System.Text;
using CallActors.Carriers.Telnyx;
using CallActors.Carriers.Webhooks;

namespace CallActors.Carriers.Tests.Telnyx;

public sealed class TelnyxSignatureTests
{
    private const string Key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    private const string Signature = "8aZqTzxpeM1ppR8vkcoIl54AiXgCrIOwLfRfujl2Vs2UVjaBkv/Kp8dkz3lE/OBd7Y1mk5rpWMgT1RACw1j2CA==";
    private const string Body = """{"data":{"event_type":"call.initiated","id":"1"}}""";
    private const long SignedAt = 1_700_000_000;

    // RFC 8032 section 7.1, tests 1 to 3 and SHA(abc).
    [Theory]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    [InlineData("ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704")]
    public void The_vectors_of_rfc_8032_verify_and_no_changed_byte_does(string key, string message, string signature)
    {
        var publicKey = TelnyxPublicKey.Parse(Convert.ToBase64String(Convert.FromHexString(key)));
        var (said, signed) = (Convert.FromHexString(message), Convert.FromHexString(signature));
        Assert.True(publicKey.Verify(signed, said));
        Assert.False(publicKey.Verify(signed, [.. said, 0]));
        Assert.False(publicKey.Verify(signed.AsSpan(0, 63), said));
        for (var i = 0; i < signed.Length; i++)
        {
            signed[i] ^= 1;
            Assert.False(publicKey.Verify(signed, said), $"byte {i}");
            signed[i] ^= 1;
        }
        for (var i = 0; i < said.Length; i++)
        {
            said[i] ^= 0x80;
            Assert.False(publicKey.Verify(signed, said), $"byte {i}");
            said[i] ^= 0x80;
        }
    }

    [Fact]
    public void A_key_reads_from_base64_and_from_pem()
    {
        var pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";
        foreach (var text in new[] { Key, $"  {Key}\n", pem, pem.Replace("\n", "\r\n"), pem.Replace("\n", "\\n") })
            Assert.Null(Refusal(key: text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")]
    [InlineData("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo")]
    [InlineData("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHUQ==")]
    [InlineData("not base64 at all, but forty-four letters ok")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VuAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----")]
    public void What_is_no_ed25519_key_is_refused_with_what_one_looks_like(string text)
    {
        Assert.False(TelnyxPublicKey.TryParse(text, out _));
        Assert.Contains("base64 of 32 bytes", Assert.Throws<FormatException>(() => TelnyxPublicKey.Parse(text)).Message);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void A_signature_holds_for_five_minutes(int secondsLater, bool taken)
    {
        var refusal = Refusal(now: SignedAt + secondsLater);
        if (taken) Assert.Null(refusal);
        else Assert.Contains("five minutes", refusal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("soon")]
    [InlineData("1.7e9")]
    [InlineData("-1700000000")]
    [InlineData("+1700000000")]
    [InlineData(" 1700000000")]
    [InlineData("1700000000 ")]
    [InlineData("1700000000000000000000000000")]
    [InlineData("\u0661\u0667\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660")]
    public void A_timestamp_that_is_not_a_number_is_refused_before_the_clock_is_asked(string timestamp) =>
        Assert.Contains("not a number", Refusal(timestamp: timestamp));

    [Fact]
    public void A_header_that_is_missing_or_malformed_is_told_apart_from_one_that_does_not_match()
    {
        Assert.Contains("signature header is missing", Refusal(signature: null));
        Assert.Contains("timestamp header is missing", Refusal(timestamp: null));
        Assert.Contains("not base64", Refusal(signature: "8aZq"));
        Assert.Contains("not base64", Refusal(signature: Signature[..84] + "!!=="));
        Assert.Contains("does not match", Refusal(body: Body + " "));
        Assert.Contains("does not match", Refusal(timestamp: "1700000001"));
        Assert.Contains("does not match", Refusal(signature: "9" + Signature[1..]));
    }

    private static string? Refusal(string key = Key, string? timestamp = "1700000000", string? signature = Signature, string body = Body, long now = SignedAt)
    {
        var time = new ManualTime();
        time.Advance(TimeSpan.FromSeconds(now));
        var request = new WebhookRequest("POST", "/twiml", "", "application/json", Header, Encoding.UTF8.GetBytes(body));
        return new TelnyxSignature(TelnyxPublicKey.Parse(key), time).Refusal(request);

        string? Header(string name) => name switch
        {
            "telnyx-timestamp" => timestamp,
            "telnyx-signature-ed25519" => signature,
            _ => null,
        };
    }
}
