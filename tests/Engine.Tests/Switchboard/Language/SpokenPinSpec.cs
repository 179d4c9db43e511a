using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard.Language;

public sealed class SpokenPinSpec
{
    [Theory]
    [InlineData("one two three four", "1234")]
    [InlineData("One, two, three, four.", "1234")]
    [InlineData("1234", "1234")]
    [InlineData("1 2 3 4", "1234")]
    [InlineData("12-34", "1234")]
    [InlineData("12 34", "1234")]
    [InlineData("twelve thirty four", "1234")]
    [InlineData("twenty one forty", "2140")]
    [InlineData("thirty four fifty six", "3456")]
    [InlineData("double five oh one", "5501")]
    [InlineData("triple 7 zero", "7770")]
    [InlineData("double oh seven nine", "0079")]
    [InlineData("my pin is nine eight seven six", "9876")]
    [InlineData("uh it's four three two one please", "4321")]
    [InlineData("four for two to", "4422")]
    [InlineData("won two three ate", "1238")]
    [InlineData("nineteen eighty four", "1984")]
    [InlineData("one two three four five six seven eight nine zero one two", "123456789012")]
    [InlineData("eins zwei drei vier", "1234")]
    [InlineData("zwo null fünf sechs", "2056")]
    [InlineData("meine PIN lautet sieben acht neun null", "7890")]
    [InlineData("zwölf vierunddreißig", "1234")]
    [InlineData("doppel fünf eins null", "5510")]
    public void Digits_are_understood(string said, string digits) => Assert.Equal(digits, SpokenPin.Of(said));

    [Theory]
    [InlineData("")]
    [InlineData("one two three")]
    [InlineData("one two three four five six seven eight nine zero one two three")]
    [InlineData("one two three four elephants")]
    [InlineData("double")]
    [InlineData("one two double")]
    [InlineData("double twelve")]
    [InlineData("one hundred twenty three four")]
    [InlineData("talk to kunduz")]
    [InlineData("my pin is")]
    [InlineData("minus one two three four")]
    public void What_is_no_pin_is_none(string said) => Assert.Null(SpokenPin.Of(said));

    [Fact]
    public void Any_digits_that_are_said_one_by_one_come_back()
    {
        string[][] words =
        [
            ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
            ["oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
            ["null", "eins", "zwo", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"],
        ];
        var random = new Random(3);
        for (var i = 0; i < 2_000; i++)
        {
            var digits = string.Concat(Enumerable.Range(0, random.Next(4, 13)).Select(_ => random.Next(10)));
            var list = words[random.Next(words.Length)];
            Assert.Equal(digits, SpokenPin.Of(string.Join(' ', digits.Select(d => list[d - '0']))));
        }
    }
}
