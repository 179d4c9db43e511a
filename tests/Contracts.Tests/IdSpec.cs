using System.Text.Json;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Contracts.Tests;

public sealed class IdSpec
{
    [Fact]
    public void A_call_id_is_read_back_from_its_text()
    {
        var id = CallId.New();
        Assert.Matches("^call-[0-9a-hj-kmnp-z]{26}$", id.Value);
        Assert.Equal(id, CallId.Parse(id.Value));
        Assert.Equal(id, JsonSerializer.Deserialize<CallId>(JsonSerializer.Serialize(id)));
        Assert.NotEqual(id, CallId.New());
    }

    [Fact]
    public void The_same_key_names_the_same_call_and_another_key_another()
    {
        Assert.Equal(CallId.ForIdempotencyKey("a"), CallId.ForIdempotencyKey("a"));
        Assert.NotEqual(CallId.ForIdempotencyKey("a"), CallId.ForIdempotencyKey("b"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("call-")]
    [InlineData("call-0123456789ABCDEFGHJKMNPQRS")]
    [InlineData("call-0123456789abcdefghjkmnpqr")]
    [InlineData("call-0123456789abcdefghjkmnpqrst")]
    [InlineData("call-../../etc/passwd0123456789")]
    [InlineData("talk-0123456789abcdefghjkmnpqrs")]
    public void Anything_else_is_no_call_id(string? text)
    {
        Assert.False(CallId.TryParse(text, out _));
        if (text is not null) Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<CallId>(JsonSerializer.Serialize(text)));
    }

    [Fact]
    public void An_id_that_was_never_set_does_not_pass_for_one() => Assert.Throws<InvalidOperationException>(() => default(CallId).Value);

    [Fact]
    public void Operation_and_leg_ids_are_bounded()
    {
        Assert.Equal(64, new OperationId(new string('x', 64)).Value.Length);
        Assert.Throws<ArgumentException>(() => new OperationId(new string('x', 65)));
        Assert.Throws<ArgumentException>(() => new OperationId(" "));
        Assert.Throws<ArgumentException>(() => new LegId(new string('x', 201)));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<LegId>("\"\""));
    }

    [Theory]
    [InlineData(0, 0, "e0:0")]
    [InlineData(12, 345, "e12:345")]
    public void A_mark_is_read_back_from_its_wire_form(int epoch, int number, string text)
    {
        var mark = new MediaMark(epoch, number);
        Assert.Equal(text, mark.ToString());
        Assert.True(MediaMark.TryParse(text, out var read));
        Assert.Equal(mark, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("e:1")]
    [InlineData("e1")]
    [InlineData("e1:")]
    [InlineData("x1:2")]
    [InlineData("e-1:2")]
    [InlineData("e1: 2")]
    [InlineData("e99999999999:1")]
    public void Foreign_marks_are_told_apart(string text) => Assert.False(MediaMark.TryParse(text, out _));
}
