using CallActors.Contracts.Calls;
using CallActors.Gateway.People;
using CallActors.Gateway.Tests.Fakes;

namespace CallActors.Gateway.Tests;

/// <summary>Who may be called.</summary>
public sealed class CalleesTests
{
    private static readonly Person Ada = new("Ada", "+491701234567", "anna", "de", ["kunduz"]);
    private static readonly Person Desk = new("front desk", "softphone");

    [Theory]
    [InlineData("Ada", "+491701234567", "Ada")]
    [InlineData("  ada ", "+491701234567", "Ada")]
    [InlineData("+491701234567", "+491701234567", "Ada")]
    [InlineData("+49 (170) 123-4567", "+491701234567", "Ada")]
    [InlineData("Front Desk", "softphone", "front desk")]
    [InlineData("softphone", "softphone", "front desk")]
    [InlineData("+15551234567", "+15551234567", "")]
    [InlineData(null, "+15551234567", "")]
    public void A_person_of_the_list_is_called_by_name_or_address_and_so_are_the_softphone_and_the_configured_callee(string? to, string address, string name)
    {
        var allowed = Assert.IsType<CalleeChoice.Allowed>(new Callees([Ada, Desk], "+15551234567").Choose(to));
        Assert.Equal(new Callee(address, name), allowed.Callee);
        Assert.Equal(name, allowed.Person?.Name ?? "");
    }

    [Theory]
    [InlineData("+15557654321", "not-listed")]
    [InlineData("Bob", "not-listed")]
    [InlineData("Adam", "not-listed")]
    [InlineData("Softphone", "not-listed")]
    [InlineData("sip:bob@example.org", "not-listed")]
    [InlineData("112", "emergency-number")]
    [InlineData("+19005551234", "premium-number")]
    public void Anybody_else_is_refused_with_a_word_and_a_sentence(string to, string reason)
    {
        var refused = Assert.IsType<CalleeChoice.Refused>(new Callees([Ada], "softphone").Choose(to));
        Assert.Equal(reason, refused.Reason);
        Assert.DoesNotContain(to, refused.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("5551234567")]
    [InlineData("+0555123456")]
    [InlineData("+123456")]
    [InlineData("+1234567890123456")]
    [InlineData("+1555*234567")]
    [InlineData("*#06#")]
    [InlineData("a\u0000b")]
    public void What_is_neither_a_name_nor_a_number_in_international_form_is_malformed(string to) =>
        Assert.IsType<CalleeChoice.Malformed>(new Callees([Ada], "softphone").Choose(to));

    [Fact]
    public void A_name_that_is_too_long_is_malformed() => Assert.IsType<CalleeChoice.Malformed>(new Callees([Ada], "softphone").Choose(new string('a', 65)));

    [Theory]
    [InlineData("112")]
    [InlineData("911")]
    [InlineData("999")]
    [InlineData("000")]
    [InlineData("110")]
    [InlineData("119")]
    [InlineData("988")]
    [InlineData("1-1-2")]
    [InlineData("+112")]
    [InlineData("+49112")]
    [InlineData("+49 112")]
    [InlineData("0049112")]
    [InlineData("+1911")]
    [InlineData("0111911")]
    [InlineData("+44999")]
    [InlineData("+61000")]
    [InlineData("+353112")]
    [InlineData("00353999")]
    [InlineData("0112")]
    [InlineData("9911")]
    [InlineData("+81110")]
    [InlineData("+81119")]
    [InlineData("+490112")]
    public void Emergency_numbers_are_refused_with_and_without_prefixes_though_they_are_listed(string number)
    {
        Assert.Equal("emergency-number", Assert.IsType<CalleeChoice.Refused>(new Callees([new Person("Help", number)], number).Choose(number)).Reason);
        Assert.Equal("emergency-number", Assert.IsType<CalleeChoice.Refused>(new Callees([new Person("Help", number)], "softphone").Choose("Help")).Reason);
        Assert.Equal("emergency-number", Assert.IsType<CalleeChoice.Refused>(new Callees([], number).Choose(null)).Reason);
    }

    [Theory]
    [InlineData("+19005551234")]
    [InlineData("+449098790000")]
    [InlineData("+448700000000")]
    [InlineData("+447012345678")]
    [InlineData("+499001234567")]
    [InlineData("+491371234567")]
    [InlineData("+33899123456")]
    [InlineData("+34806123456")]
    [InlineData("+61190123456")]
    [InlineData("+881612345678")]
    [InlineData("+97912345678")]
    public void Numbers_that_cost_extra_are_refused_though_they_are_listed(string number) =>
        Assert.Equal("premium-number", Assert.IsType<CalleeChoice.Refused>(new Callees([new Person("Hotline", number)], number).Choose("Hotline")).Reason);

    [Theory]
    [InlineData("+15551234567")]
    [InlineData("+442079460000")]
    [InlineData("+447400123456")]
    [InlineData("+4930901820")]
    [InlineData("+491511234567")]
    [InlineData("+33612345678")]
    [InlineData("+34612345678")]
    [InlineData("+61412345678")]
    [InlineData("+819012345678")]
    [InlineData("+12125550112")]
    [InlineData("+49301120")]
    [InlineData("+4930123")]
    public void Ordinary_numbers_are_none_of_these(string number) =>
        Assert.IsType<CalleeChoice.Allowed>(new Callees([new Person("Somebody", number)], "softphone").Choose(number));

    [Fact]
    public void A_list_is_checked_as_a_whole_and_its_numbers_are_not_repeated()
    {
        Person[] people = [Ada, new("ADA", "+491701234568"), new("", "softphone"), new("+4930", "softphone"), new("Help", "+49112"), new("Bob", "0170123456"), new("Hot", "+19005551234"), new("softphone", "softphone")];
        var faults = Callees.Faults(people).ToList();
        Assert.Equal(["person 2", "person 3", "person 4", "person 5", "person 6", "person 7", "person 8"], faults.Select(f => f[..8]));
        Assert.All(faults, f => Assert.DoesNotContain("170", f, StringComparison.Ordinal));
        Assert.Empty(Callees.Faults([Ada, Desk]));
    }

    [Fact]
    public async Task The_API_calls_who_is_listed_and_refuses_the_rest_with_403()
    {
        await using var gateway = await TestGateway.StartAsync(o => o with { People = [Ada] });
        _ = gateway.PostAsync("/api/call", """{"message":"Hi","to":"ada"}""");
        Assert.Equal(new Callee("+491701234567", "Ada"), Assert.IsType<CallCommands.PlaceCall>(await gateway.Calls.NextAsync()).To);
        await (await gateway.PostAsync("/api/call", """{"message":"Hi","to":"+15557654321"}""")).ProblemAsync(403, "not-listed");
        await (await gateway.PostAsync("/api/call", """{"message":"Hi","to":"911"}""")).ProblemAsync(403, "emergency-number");
        await (await gateway.PostAsync("/api/call", """{"message":"Hi","to":"0170123456"}""")).ProblemAsync(400, "bad-request");
        Assert.True(gateway.Calls.NothingAsked);
    }
}
