using Kernel.Configuration;

namespace Kernel.Tests.Configuration;

/// <summary>Values that cannot be read as what they are asked for, and references that lead nowhere.</summary>
public sealed class HoconValueFaultSpec
{
    private const string Values = "a {\n  word = hunter2\n  list = [1, x]\n  section { b = 1 }\n  size = 3 bushels\n  time = 5 fortnights\n}";

    public static TheoryData<string, Action<Config>, string> Wrong => new()
    {
        { "2:10", config => config.GetInt("a.word"), "a whole number" },
        { "2:10", config => config.GetLong("a.word"), "a whole number" },
        { "2:10", config => config.GetDouble("a.word"), "a number" },
        { "2:10", config => config.GetBoolean("a.word"), "true, false, on, off" },
        { "2:10", config => config.GetTimeSpan("a.word"), "a duration such as" },
        { "6:10", config => config.GetTimeSpan("a.time"), "a duration such as" },
        { "5:10", config => config.GetByteSize("a.size"), "a size such as" },
        { "3:14", config => config.GetIntList("a.list"), "whole numbers" },
        { "2:10", config => config.GetStringList("a.word"), "a list" },
        { "4:11", config => config.GetString("a.section"), "a text" },
        { "3:10", config => config.GetString("a.list"), "a text" },
        { "2:10", config => config.GetConfig("a.word"), "an object" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_value_names_key_place_and_what_was_expected(string place, Action<Config> read, string expected)
    {
        var fault = Assert.Throws<ConfigurationException>(() => read(ConfigurationFactory.ParseString(Values)));
        Assert.Contains($":{place}", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
        Assert.Contains("a.", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a = 1\nb = ${missing}", 2, 5, "missing")]
    [InlineData("a = ${b}\nb = ${a}", 2, 5, "refers to itself")]
    [InlineData("a = ${a}", 1, 5, "refers to itself")]
    public void A_reference_that_leads_nowhere_or_in_a_circle_names_its_place(string hocon, int line, int column, string key)
    {
        var fault = Record.Exception(() => ConfigurationFactory.ParseString(hocon).GetString("b", ConfigurationFactory.ParseString(hocon).GetString("a")));
        Assert.NotNull(fault);
        Assert.Contains($":{line}:{column}", fault.Message, StringComparison.Ordinal);
        Assert.Contains(key, fault.Message, StringComparison.Ordinal);
    }
}
