using CallActors.Contracts.Speech;
using CallActors.Speech.Codecs;
using CallActors.Speech.OpenAi.Voices;

namespace CallActors.Speech.Tests.OpenAi;

public sealed class SpeechPartsSpec
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4799)]
    [InlineData(20_001)]
    public void However_pcm_is_cut_the_sound_is_the_same(int cut)
    {
        var random = new Random(3);
        var pcm = new byte[30_000];
        random.NextBytes(pcm);

        Assert.Equal(Convert(pcm, pcm.Length), Convert(pcm, cut));
    }

    [Fact]
    public void What_would_fold_into_the_telephone_band_is_gone()
    {
        var pcm = new byte[48_000];
        for (var i = 0; i < pcm.Length / 2; i++) BitConverter.TryWriteBytes(pcm.AsSpan(2 * i), (short)(20_000 * Math.Sin(2 * Math.PI * 5000 * i / 24_000)));

        var heard = Convert(pcm, 4799);

        Assert.Equal(8000, heard.Length);
        // The edges of a tone that begins at once ring a little.
        Assert.All(heard[200..^200], code => Assert.InRange(Math.Abs((int)MuLaw.Decode(code)), 0, 60));
    }

    [Fact]
    public void An_odd_byte_at_the_end_of_a_sound_is_not_the_first_of_the_next()
    {
        var converter = new PcmToMuLaw(24_000);
        converter.Convert([1, 2, 3]);
        converter.Flush();
        var second = converter.Convert(new byte[4800]).ToArray().Concat(converter.Flush().ToArray());

        Assert.All(second, code => Assert.Equal(0, MuLaw.Decode(code)));
    }

    [Fact]
    public void Pieces_of_a_text_are_the_text_and_none_is_too_long()
    {
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var words = Enumerable.Range(0, random.Next(1, 120)).Select(_ => new string('a', random.Next(1, 30)) + (random.Next(7) == 0 ? "." : ""));
            var text = string.Join(' ', words);
            var most = random.Next(40, 400);

            var pieces = TextPieces.Of(text, most).ToArray();

            Assert.Equal(text, string.Concat(pieces.Select(p => p.Text)));
            Assert.All(pieces, piece =>
            {
                Assert.InRange(piece.Text.Length, 1, most);
                Assert.Equal(piece.Text, text.Substring(piece.Start, piece.Text.Length));
            });
        }
    }

    [Fact]
    public void A_pair_of_surrogates_is_not_cut_and_a_blank_text_is_nothing()
    {
        Assert.All(TextPieces.Of(string.Concat(Enumerable.Repeat("😀", 50)), 33), piece => Assert.Equal(0, piece.Text.Length % 2));
        Assert.Empty(TextPieces.Of("  ", 40));
        Assert.Empty(TextPieces.Of("", 40));
    }

    [Fact]
    public void A_caption_that_is_not_in_the_text_holds_up_no_other()
    {
        var words = new CaptionedWords("Only 42 tests ran, and it's done.", 100);

        Assert.Equal(new SpokenWord(100, 4, 8000), words.Find(new Caption("only", 0.5), 4000));
        Assert.Null(words.Find(new Caption("forty-two", 0.7), 4000));
        Assert.Equal(new SpokenWord(108, 5, 12_000), words.Find(new Caption("tests", 1), 4000));
        Assert.Null(words.Find(new Caption(",", 1.1), 4000));
        // Never before the word in front of it.
        Assert.Equal(new SpokenWord(114, 3, 12_000), words.Find(new Caption("ran", 0.2), 4000));
        Assert.Equal(new SpokenWord(123, 4, 20_000), words.Find(new Caption("It's", 2), 4000));
        Assert.Null(words.Find(new Caption("don", 3), 4000));
        Assert.Null(words.Find(new Caption(null, double.NaN), 4000));
    }

    private static byte[] Convert(byte[] pcm, int cut)
    {
        var converter = new PcmToMuLaw(24_000);
        var sound = new List<byte>();
        for (var at = 0; at < pcm.Length; at += cut) sound.AddRange(converter.Convert(pcm.AsSpan(at, Math.Min(cut, pcm.Length - at))).Span);
        sound.AddRange(converter.Flush().Span);
        return [.. sound];
    }
}
