using Kernel.Configuration;
using Kernel.Configuration.Hocon;

namespace Kernel.Tests.Configuration;

public sealed class HoconIncludeSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hocon").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string hocon)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, hocon);
        return path;
    }

    [Fact]
    public void An_include_is_relative_to_the_file_that_holds_it_and_needs_no_extension()
    {
        Write("parts/inner.conf", "deep = 7");
        Write("parts/outer.conf", "include \"inner\"\nname = outer");
        var main = Write("main.conf", "include required(file(\"parts/outer.conf\"))\nname = main");
        var config = ConfigurationFactory.ParseFile(main);
        Assert.Equal(7, config.GetInt("deep"));
        Assert.Equal("main", config.GetString("name"));
    }

    [Fact]
    public void A_substitution_of_an_included_file_looks_beside_itself_first_and_at_the_root_then()
    {
        Write("part.conf", "x = 10\ny = ${x}\nz = ${shared}");
        var main = Write("main.conf", "shared = s\na { b { include \"part.conf\" } }\na.b.x = 42");
        var config = ConfigurationFactory.ParseFile(main);
        Assert.Equal(42, config.GetInt("a.b.y"));
        Assert.Equal("s", config.GetString("a.b.z"));
    }

    [Fact]
    public void A_missing_file_is_silent_unless_it_is_required()
    {
        Assert.Equal(1, ConfigurationFactory.ParseFile(Write("a.conf", "include \"nope\"\na = 1")).GetInt("a"));
        var fault = Assert.Throws<HoconParserException>(() => ConfigurationFactory.ParseFile(Write("b.conf", "include required(\"nope\")")));
        Assert.Contains("nope", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_include_each_other_are_an_error()
    {
        Write("b.conf", "include \"a.conf\"");
        var fault = Assert.Throws<HoconParserException>(() => ConfigurationFactory.ParseFile(Write("a.conf", "include \"b.conf\"")));
        Assert.Contains("includes itself", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_in_an_included_file_names_that_file()
    {
        var part = Write("part.conf", "a = 1\nb = %\nc = [");
        var fault = Assert.Throws<HoconParserException>(() => ConfigurationFactory.ParseFile(Write("main.conf", "include \"part.conf\"")));
        Assert.Equal((part, 3), (fault.Origin.Source, fault.Origin.Line));
    }

    [Fact]
    public void A_text_without_a_file_cannot_include_relatively() =>
        Assert.Throws<HoconParserException>(() => ConfigurationFactory.ParseString("include \"x.conf\""));

    [Fact]
    public void A_file_that_cannot_be_read_is_a_configuration_fault() =>
        Assert.Throws<ConfigurationException>(() => ConfigurationFactory.ParseFile(Path.Combine(_folder, "absent.conf")));
}
