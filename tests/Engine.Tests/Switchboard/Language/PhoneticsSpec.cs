using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard.Language;

public sealed class PhoneticsSpec
{
    // Words whose codes are published with the algorithm and its ports; codes that ports cut at four letters are given whole.
    [Theory]
    [InlineData("Smith", "SM0", "XMT")]
    [InlineData("Schmidt", "XMT", "SMT")]
    [InlineData("Snider", "SNTR", "XNTR")]
    [InlineData("Schneider", "XNTR", "SNTR")]
    [InlineData("Thompson", "TMPSN", "TMPSN")]
    [InlineData("Thomas", "TMS", "TMS")]
    [InlineData("Thumb", "0M", "TM")]
    [InlineData("Jose", "HS", "HS")]
    [InlineData("Cabrillo", "KPRL", "KPR")]
    [InlineData("Otto", "AT", "AT")]
    [InlineData("Aubrey", "APR", "APR")]
    [InlineData("Richard", "RXRT", "RKRT")]
    [InlineData("Michael", "MKL", "MXL")]
    [InlineData("Edge", "AJ", "AJ")]
    [InlineData("Edgar", "ATKR", "ATKR")]
    [InlineData("Ghost", "KST", "KST")]
    [InlineData("Ghislane", "JLN", "JLN")]
    [InlineData("Knight", "NT", "NT")]
    [InlineData("Wright", "RT", "RT")]
    [InlineData("Laugh", "LF", "LF")]
    [InlineData("Tough", "TF", "TF")]
    [InlineData("Hugh", "H", "H")]
    [InlineData("Accident", "AKSTNT", "AKSTNT")]
    [InlineData("Bacci", "PX", "PX")]
    [InlineData("Bacchus", "PKS", "PKS")]
    [InlineData("Focaccia", "FKX", "FKX")]
    [InlineData("Caesar", "SSR", "SSR")]
    [InlineData("Chemistry", "KMSTR", "KMSTR")]
    [InlineData("Charisma", "KRSM", "KRSM")]
    [InlineData("Chianti", "KNT", "KNT")]
    [InlineData("Czerny", "SRN", "XRN")]
    [InlineData("Sugar", "XKR", "SKR")]
    [InlineData("Island", "ALNT", "ALNT")]
    [InlineData("School", "SKL", "SKL")]
    [InlineData("Schermerhorn", "XRMRRN", "SKRMRRN")]
    [InlineData("Xavier", "SF", "SFR")]
    [InlineData("Zhao", "J", "J")]
    [InlineData("Arnow", "ARN", "ARNF")]
    [InlineData("Filipowicz", "FLPTS", "FLPFX")]
    [InlineData("Womo", "AM", "FM")]
    [InlineData("Kunduz", "KNTS", "KNTTS")]
    public void English_words_have_their_published_codes(string word, string primary, string alternate) =>
        Assert.Equal((primary, alternate), DoubleMetaphone.Of(word));

    [Theory]
    [InlineData("Müller-Lüdenscheidt", "65752682")]
    [InlineData("Breschnew", "17863")]
    [InlineData("Wikipedia", "3412")]
    [InlineData("Xavier", "4837")]
    [InlineData("Christopher", "478237")]
    [InlineData("Wilhelm", "3556")]
    [InlineData("Philip", "351")]
    [InlineData("Patrick", "1274")]
    [InlineData("Meier", "67")]
    [InlineData("Mayr", "67")]
    [InlineData("Schmidt", "862")]
    [InlineData("Schneider", "8627")]
    [InlineData("Fischer", "387")]
    [InlineData("Weber", "317")]
    [InlineData("Wagner", "3467")]
    [InlineData("Becker", "147")]
    [InlineData("Hoffmann", "0366")]
    [InlineData("Schäfer", "837")]
    [InlineData("Heithabu", "021")]
    public void German_words_have_their_published_codes(string word, string code) => Assert.Equal(code, ColognePhonetics.Of(word));

    [Theory]
    [InlineData("")]
    [InlineData("123 ?!")]
    public void What_has_no_letters_has_no_code(string text)
    {
        Assert.Equal(("", ""), DoubleMetaphone.Of(text));
        Assert.Equal("", ColognePhonetics.Of(text));
    }

    [Fact]
    public void Any_text_has_a_code_of_bounded_length()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var word = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÜßç"[random.Next(31)]));
            var (primary, alternate) = DoubleMetaphone.Of(word);
            Assert.InRange(primary.Length, 0, 2 * word.Length);
            Assert.InRange(alternate.Length, 0, 2 * word.Length);
            Assert.InRange(ColognePhonetics.Of(word).Length, 0, 2 * word.Length);
        }
    }
}
