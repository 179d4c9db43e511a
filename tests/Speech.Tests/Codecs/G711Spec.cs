using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CallActors.Speech.Codecs;

namespace CallActors.Speech.Tests.Codecs;

/// <summary>The vectors are those of Python 3.11's audioop and of the textbook encoder (bias 132, clip 32635).</summary>
public sealed class G711Spec
{
    private static readonly byte[] AllCodes = [.. Enumerable.Range(0, 256).Select(code => (byte)code)];
    private static readonly short[] AllSamples = [.. Enumerable.Range(short.MinValue, 65536).Select(sample => (short)sample)];

    [Theory]
    [InlineData(0x00, -32124)]
    [InlineData(0x7F, 0)]
    [InlineData(0x80, 32124)]
    [InlineData(0xFF, 0)]
    [InlineData(0xFE, 8)]
    [InlineData(0x7E, -8)]
    [InlineData(0x55, -716)]
    public void A_mu_law_code_has_its_known_value(byte code, short sample) => Assert.Equal(sample, MuLaw.Decode(code));

    [Theory]
    [InlineData(0, 0xFF)]
    [InlineData(1, 0xFF)]
    [InlineData(100, 0xF2)]
    [InlineData(1000, 0xCE)]
    [InlineData(-1000, 0x4E)]
    [InlineData(32767, 0x80)]
    [InlineData(-32768, 0x00)]
    [InlineData(-1, 0x7F)]
    public void A_sample_has_its_known_mu_law_code(short sample, byte code) => Assert.Equal(code, MuLaw.Encode(sample));

    [Fact]
    public void All_mu_law_values_match_the_reference_digest() => Assert.Equal(
        "3dab54339e520bb2c924826e3b72a917a2b612e9fd12fc867500f1d983a75827", Digest(DecodeAll(MuLaw.Decode)));

    [Fact]
    public void All_a_law_values_match_the_reference_digest() => Assert.Equal(
        "e04788d110e58ff8c70c93b8480190d973e3b67876b6119abbaec766cc75c174", Digest(DecodeAll(ALaw.Decode)));

    [Fact]
    public void All_samples_encode_to_mu_law_as_in_the_textbook() => Assert.Equal(
        "5ee7cf5f273f842d2234121e4cb0c98d6b20a99ac29026f94e05b36955b195be", Digest(EncodeAll(MuLaw.Encode)));

    [Fact]
    public void All_samples_encode_to_a_law_as_in_the_reference() => Assert.Equal(
        "38488f6fd710f4686360edc4d38639f96c491595ef93f8eb8d62d5e07ca6ce7b", Digest(EncodeAll(ALaw.Encode)));

    [Fact]
    public void Encoding_a_decoded_code_keeps_its_value_in_both_laws()
    {
        foreach (var code in AllCodes)
        {
            Assert.Equal(MuLaw.Decode(code), MuLaw.Decode(MuLaw.Encode(MuLaw.Decode(code))));
            Assert.Equal(ALaw.Decode(code), ALaw.Decode(ALaw.Encode(ALaw.Decode(code))));
        }
    }

    [Fact]
    public void Only_the_two_zeros_of_mu_law_share_a_value()
    {
        var shared = AllCodes.GroupBy(MuLaw.Decode).Where(group => group.Count() > 1).Select(group => group.ToArray());
        Assert.Equal([[0x7F, 0xFF]], shared);
        Assert.Equal(256, AllCodes.Select(ALaw.Decode).Distinct().Count());
    }

    [Fact]
    public void A_destination_that_is_too_short_is_refused()
    {
        Assert.Throws<ArgumentException>(() => MuLaw.Decode(new byte[2], new short[1]));
        Assert.Throws<ArgumentException>(() => MuLaw.Encode(new short[2], new byte[1]));
        Assert.Throws<ArgumentException>(() => ALaw.Decode(new byte[2], new short[1]));
        Assert.Throws<ArgumentException>(() => ALaw.Encode(new short[2], new byte[1]));
    }

    private static byte[] DecodeAll(DecodeCodes decode)
    {
        var samples = new short[AllCodes.Length];
        decode(AllCodes, samples);
        return MemoryMarshal.AsBytes<short>(samples).ToArray();
    }

    private static byte[] EncodeAll(EncodeSamples encode)
    {
        var codes = new byte[AllSamples.Length];
        encode(AllSamples, codes);
        return codes;
    }

    private static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private delegate void DecodeCodes(ReadOnlySpan<byte> codes, Span<short> samples);

    private delegate void EncodeSamples(ReadOnlySpan<short> samples, Span<byte> codes);
}
