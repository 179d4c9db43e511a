using Kernel.Configuration;

namespace Kernel.Tests.Configuration;

/// <summary>The examples of the HOCON specification, section by section.</summary>
public sealed class HoconSpecificationSpec
{
    private static Config Parse(string hocon) => ConfigurationFactory.ParseString(hocon, _ => null);

    private static string? Get(string hocon, string path) => Parse(hocon).GetString(path);

    [Fact]
    public void Comments_begin_with_a_hash_or_two_slashes_and_not_inside_quotes()
    {
        var config = Parse("""
            # first
            a = 1 # one
            b = 2 // two
            c = "x # y // z"
            // last
            """);
        Assert.Equal("1", config.GetString("a"));
        Assert.Equal("2", config.GetString("b"));
        Assert.Equal("x # y // z", config.GetString("c"));
    }

    [Theory]
    [InlineData("{ \"foo\" : { \"bar\" : 10 } }")]
    [InlineData("foo { bar : 10 }")]
    [InlineData("foo : { bar : 10 }")]
    [InlineData("foo.bar = 10")]
    [InlineData("foo = {\n bar =\n 10\n}")]
    [InlineData("\"foo\".\"bar\" : 10")]
    [InlineData("foo : { bar : 10, }")]
    public void An_object_can_be_written_in_many_ways(string hocon) =>
        Assert.Equal(10, Parse(hocon).GetInt("foo.bar"));

    [Theory]
    [InlineData("[1,2,3,]")]
    [InlineData("[1,2,3]")]
    [InlineData("[1\n2\n3]")]
    [InlineData("[\n 1,\n 2, # two\n 3\n]")]
    [InlineData("[1] [2, 3]")]
    public void List_items_are_separated_by_commas_or_new_lines(string list) =>
        Assert.Equal([1, 2, 3], Parse($"a = {list}").GetIntList("a"));

    [Theory]
    [InlineData("[1,2,3,,]")]
    [InlineData("[,1,2,3]")]
    [InlineData("[1,,2,3]")]
    public void Two_commas_or_a_leading_comma_are_an_error(string list) =>
        Assert.Throws<Kernel.Configuration.Hocon.HoconParserException>(() => Parse($"a = {list}"));

    [Fact]
    public void Duplicate_objects_are_merged_and_other_duplicates_replaced()
    {
        var merged = Parse("foo : { a : 42 }, foo : { b : 43 }");
        Assert.Equal(42, merged.GetInt("foo.a"));
        Assert.Equal(43, merged.GetInt("foo.b"));

        var replaced = Parse("foo : { a : 42 }, foo : null, foo : { b : 43 }");
        Assert.False(replaced.HasPath("foo.a"));
        Assert.Equal(43, replaced.GetInt("foo.b"));
    }

    [Fact]
    public void Unquoted_texts_keep_the_blanks_between_their_words()
    {
        Assert.Equal("the quick  brown fox", Get("a =   the quick  brown fox   # jumps", "a"));
        Assert.Equal("10.0foo", Get("a = 10.0foo", "a"));
        Assert.Equal("1.0e+5", Get("a = 1.0e+5", "a"));
        Assert.Equal("yes \"no\"", Get("""a = yes "\"no\"" """, "a"));
    }

    [Fact]
    public void Triple_quotes_keep_everything_and_the_last_three_quotes_close()
    {
        Assert.Equal("a\\n\n\"b\"", Get("x = \"\"\"a\\n\n\"b\"\"\"\"", "x"));
        Assert.Equal("foo\"", Get("x = \"\"\"foo\"\"\"\"", "x"));
    }

    [Fact]
    public void Escapes_are_those_of_json() =>
        Assert.Equal("\"\\/\b\f\n\r\tA", Get("x = \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\"", "x"));

    [Fact]
    public void Keys_may_hold_blanks_and_quoted_dots()
    {
        var config = Parse("a b c : 42\n\"x.y\".z = 1\n3.14 = pi");
        Assert.Equal(42, config.GetInt("a b c"));
        Assert.Equal(1, config.GetInt("\"x.y\".z"));
        Assert.Equal("pi", config.GetString("3.14"));
    }

    [Fact]
    public void Objects_and_lists_concatenate()
    {
        var config = Parse("""
            data-center-generic = { cluster-size = 6 }
            data-center-east = ${data-center-generic} { name = "east" }
            path = [ /bin ]
            path = ${path} [ /usr/bin ]
            """);
        Assert.Equal(6, config.GetInt("data-center-east.cluster-size"));
        Assert.Equal("east", config.GetString("data-center-east.name"));
        Assert.Equal(["/bin", "/usr/bin"], config.GetStringList("path"));
    }

    [Fact]
    public void A_later_value_is_what_a_substitution_sees()
    {
        var config = Parse("a = ${b}, b = 1, b = 2\nc { d = ${c.e}, e = 5 }");
        Assert.Equal(2, config.GetInt("a"));
        Assert.Equal(5, config.GetInt("c.d"));
    }

    [Fact]
    public void A_self_reference_looks_back_to_the_value_before()
    {
        Assert.Equal("a:b:c:d", Get("path = \"a:b:c\"\npath = ${path}\":d\"", "path"));
        Assert.Equal(2, Parse("bar : { foo : 42, baz : ${bar.foo} }\nbar : { foo : 2 }").GetInt("bar.baz"));
        Assert.Equal(4, Parse("bar : { a : 4, b : ${foo.d} }, foo : { c : ${bar.a}, d : 4 }").GetInt("bar.b"));
        var merged = Parse("a = { x : 1 }\na = ${a} { y : ${a.x} }");
        Assert.Equal(1, merged.GetInt("a.x"));
        Assert.Equal(1, merged.GetInt("a.y"));
    }

    [Fact]
    public void A_referenced_object_keeps_its_own_look_back()
    {
        var config = Parse("b = { x : 1 }\nb.x = ${b.x}2\na = ${b}");
        Assert.Equal("12", config.GetString("b.x"));
        Assert.Equal("12", config.GetString("a.x"));
    }

    [Theory]
    [InlineData("a : ${a}")]
    [InlineData("a : ${b}\nb : ${a}")]
    [InlineData("bar : { foo : ${bar} }")]
    [InlineData("a : ${nowhere}")]
    public void A_cycle_or_a_missing_target_is_an_error(string hocon) =>
        Assert.Throws<Kernel.Configuration.Hocon.HoconParserException>(() => Parse(hocon));

    [Fact]
    public void An_optional_substitution_that_is_undefined_leaves_no_key_and_no_item()
    {
        var config = Parse("a = ${?nope}\nb = [ 1, ${?nope}, 2 ]\nc = 1\nc = ${?nope}\nd = x${?nope}y");
        Assert.False(config.HasPath("a"));
        Assert.Equal([1, 2], config.GetIntList("b"));
        Assert.Equal(1, config.GetInt("c"));
        Assert.Equal("xy", config.GetString("d"));
    }

    [Fact]
    public void Plus_equals_appends_to_what_there_is_and_begins_a_list_otherwise()
    {
        var config = Parse("a = [ 1 ]\na += 2\na += 3\nb += x\nc { d += 1 }\nc { d += 2 }");
        Assert.Equal([1, 2, 3], config.GetIntList("a"));
        Assert.Equal(["x"], config.GetStringList("b"));
        Assert.Equal([1, 2], config.GetIntList("c.d"));
    }

    [Fact]
    public void The_environment_answers_only_what_the_text_does_not()
    {
        string? Environment(string name) => name is "HOME" ? "/home/me" : name is "here" ? "no" : null;
        var config = ConfigurationFactory.ParseString("here = yes\na = ${here}\nb = ${HOME}/x\nc = 8\nc = ${?PORT}", Environment);
        Assert.Equal("yes", config.GetString("a"));
        Assert.Equal("/home/me/x", config.GetString("b"));
        Assert.Equal(8, config.GetInt("c"));
    }

    [Fact]
    public void Numbered_keys_read_as_a_list() =>
        Assert.Equal(["a", "b", "c"], Parse("l.2 = c\nl.0 = a\nl.1 = b").GetStringList("l"));
}
