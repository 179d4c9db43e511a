using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Tests.Twilio;

/// <summary>What is done with a leg that there is: hanging up, redirecting, looking up.</summary>
public sealed class TwilioLegTests : TwilioCarrierSpec
{
    [Fact]
    public async Task A_ringing_leg_is_canceled_and_an_answered_one_completed()
    {
        Twilio.Next(FakeTwilio.Calls, 201, FakeTwilio.Call("CA1"))
            .Next(FakeTwilio.Leg("CA1"), 200, FakeTwilio.Call("CA1", "canceled")).Next(FakeTwilio.Leg("CA1"), 200, FakeTwilio.Call("CA1", "completed"));
        var leg = await DialAsync();
        await Carrier.HangUpAsync(leg, default);
        Assert.Equal("canceled", Twilio.Requests.Last()["Status"]);
        Carrier.Takes(Call, leg, "in-progress");
        await Carrier.HangUpAsync(leg, default);
        Assert.Equal("completed", Twilio.Requests.Last()["Status"]);
    }

    [Theory]
    [InlineData(200, """{"sid":"CA1","status":"in-progress"}""")]
    [InlineData(400, """{"code":21220,"status":400}""")]
    public async Task A_leg_that_was_picked_up_while_it_was_canceled_is_completed(int status, string answer)
    {
        Twilio.Next(FakeTwilio.Calls, 201, FakeTwilio.Call("CA1"))
            .Next(FakeTwilio.Leg("CA1"), status, answer).Next(FakeTwilio.Leg("CA1"), 200, FakeTwilio.Call("CA1", "completed"));
        await Carrier.HangUpAsync(await DialAsync(), default);
        Assert.Equal("completed", Twilio.Requests.Last()["Status"]);
    }

    [Theory]
    [InlineData(400, """{"code":21220,"status":400}""")]
    [InlineData(404, """{"code":20404,"status":404}""")]
    public async Task A_leg_that_has_ended_already_is_no_error(int status, string answer)
    {
        Twilio.Next(FakeTwilio.Leg("CA1"), status, answer);
        await Carrier.HangUpAsync(new LegId("CA1"), default);
        Assert.Single(Twilio.Requests);
    }

    [Fact]
    public async Task Hanging_up_goes_on_through_faults_silence_and_refused_connections()
    {
        var leg = FakeTwilio.Leg("CA1");
        Twilio.Next(leg, 503, "", TimeSpan.FromSeconds(1)).NextSilent(leg).Next(leg, HttpRequestError.ConnectionError).Next(leg, 200, FakeTwilio.Call("CA1", "completed"));
        await Time.RunAsync(Carrier.HangUpAsync(new LegId("CA1"), default));
        Assert.Equal(4, Twilio.Requests.Count);
    }

    [Fact]
    public async Task Hanging_up_that_fails_or_takes_too_long_says_so()
    {
        Twilio.Next(FakeTwilio.Leg("CA1"), 401, """{"code":20003}""");
        var refused = await Assert.ThrowsAsync<CarrierException>(() => Carrier.HangUpAsync(new LegId("CA1"), default));
        Assert.Contains("account SID", refused.Message, StringComparison.Ordinal);
        using var patience = new CancellationTokenSource();
        Twilio.NextSilent(FakeTwilio.Leg("CA1"), patience.Cancel);
        await Assert.ThrowsAsync<CarrierException>(() => Time.RunAsync(Carrier.HangUpAsync(new LegId("CA1"), patience.Token)));
    }

    [Fact]
    public async Task A_live_leg_is_redirected_and_looked_up()
    {
        var leg = new LegId("CA1");
        Twilio.Next(FakeTwilio.Leg("CA1"), 200, FakeTwilio.Call("CA1", "in-progress"));
        await Carrier.RedirectAsync(Call, leg, default);
        Assert.Equal($"https://gateway.example.com/twiml?call={Call}", Assert.Single(Twilio.Requests)["Url"]);
        var get = FakeTwilio.Leg("CA1").Replace("POST", "GET", StringComparison.Ordinal);
        Twilio.Next(get, 200, FakeTwilio.Call("CA1", "in-progress")).Next(get, 200, FakeTwilio.Call("CA1")).Next(get, 404, "{}");
        Assert.Equal(LegNews.Answered, await Carrier.LookUpAsync(leg, default));
        Assert.Null(await Carrier.LookUpAsync(leg, default));
        await Assert.ThrowsAsync<CarrierException>(() => Carrier.LookUpAsync(leg, default));
    }

    [Theory]
    [InlineData(200, """{"status":"active"}""", null)]
    [InlineData(200, """{"status":"suspended"}""", "not active")]
    [InlineData(401, """{"code":20003}""", "account SID")]
    [InlineData(404, "", "does not know")]
    public async Task An_account_is_checked_before_anybody_relies_on_it(int status, string answer, string? says)
    {
        Twilio.Next("GET /2010-04-01/Accounts/" + FakeTwilio.Account + ".json", status, answer);
        var fault = await Rest.CheckAsync(default);
        if (says is null) Assert.Null(fault);
        else Assert.Contains(says, fault, StringComparison.Ordinal);
    }
}
