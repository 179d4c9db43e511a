using Kernel.Configuration;
using Kernel.Configuration.Hocon;

namespace Kernel.Tests.Configuration;

public sealed class HoconFaultSpec
{
    [Theory]
    [InlineData("a = 1\nb = {\n  c = @x\n}", 3, 7, "expected a value")]
    [InlineData("a = 1 b = 2", 1, 9, "expected")]
    [InlineData("a = { b = 1", 1, 5, "'}'")]
    [InlineData("a = [ 1, 2", 1, 5, "']'")]
    [InlineData("a = \"x", 1, 5, "not closed")]
    [InlineData("a = \"\\q\"", 1, 7, "backslash")]
    [InlineData("a = \"\\u00g0\"", 1, 7, "hexadecimal")]
    [InlineData("a", 1, 2, "after the key 'a'")]
    [InlineData("a =\n", 2, 1, "expected a value")]
    [InlineData("a = 1\n}", 2, 1, "a key or the end")]
    [InlineData("a..b = 1", 1, 3, "a key before '.'")]
    [InlineData("a = ${b", 1, 8, "'}'")]
    [InlineData("x = [1] y", 1, 9, "cannot join")]
    [InlineData("a = \"\"\"x", 1, 5, "not closed")]
    [InlineData("a = 1\n\n  include url(\"http://x\")", 3, 11, "quoted file name")]
    public void A_fault_names_its_line_and_column_and_what_was_expected(string hocon, int line, int column, string expected)
    {
        var fault = Assert.Throws<HoconParserException>(() => ConfigurationFactory.ParseString(hocon));
        Assert.Equal((line, column), (fault.Origin.Line, fault.Origin.Column));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_the_wrong_shape_names_key_and_place_but_not_the_value()
    {
        var config = ConfigurationFactory.ParseString("a {\n  port = hunter2\n}");
        var fault = Assert.Throws<ConfigurationException>(() => config.GetInt("a.port"));
        Assert.Contains("a.port", fault.Message, StringComparison.Ordinal);
        Assert.Contains(":2:10", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_that_is_a_plain_value_is_an_error() =>
        Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseString("a = 1").GetConfig("a"));
}
