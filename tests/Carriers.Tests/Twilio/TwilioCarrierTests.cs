using System.Text;
using CallActors.Carriers.Twilio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Tests.Twilio;

/// <summary>Calls are ordered, and ordered once.</summary>
public sealed class TwilioCarrierTests : TwilioCarrierSpec
{
    [Fact]
    public async Task A_call_is_ordered_with_everything_that_Twilio_must_know()
    {
        Twilio.Next(FakeTwilio.Calls, 201, FakeTwilio.Call("CA1"));
        Assert.Equal(new LegId("CA1"), await DialAsync());
        var request = Assert.Single(Twilio.Requests);
        var ours = $"https://gateway.example.com/twiml?call={Call}";
        Assert.Equal(
            [
                ("To", Number), ("From", "+15005550006"), ("Url", ours), ("Method", "POST"),
                ("StatusCallback", ours + "&about=status"), ("StatusCallbackMethod", "POST"),
                ("StatusCallbackEvent", "initiated"), ("StatusCallbackEvent", "ringing"), ("StatusCallbackEvent", "answered"), ("StatusCallbackEvent", "completed"),
                ("Timeout", "45"), ("MachineDetection", "DetectMessageEnd"), ("MachineDetectionTimeout", "30"), ("AsyncAmd", "true"),
                ("AsyncAmdStatusCallback", ours + "&about=machine"), ("AsyncAmdStatusCallbackMethod", "POST"),
            ],
            request.Form.Select(field => (field.Key, field.Value)));
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{FakeTwilio.Account}:secret-token"))}", request.Authorization);
    }

    [Fact]
    public async Task Without_detection_nothing_is_asked_of_it_and_an_API_key_takes_the_tokens_place()
    {
        var options = FakeTwilio.Options with { Detection = MachineDetection.Off, ApiKeySid = "SK1", ApiKeySecret = "key-secret", BaseUrl = "https://api.dublin.ie1.twilio.com/" };
        using var rest = new TwilioRest(options, Twilio, Time, () => 0);
        Twilio.Next(FakeTwilio.Calls, 201, FakeTwilio.Call("CA1"));
        await Time.RunAsync(new TwilioCarrier(options, rest, Time).DialAsync(Order(Call), default));
        var request = Assert.Single(Twilio.Requests);
        Assert.DoesNotContain(request.Form, field => field.Key.Contains("Amd", StringComparison.Ordinal) || field.Key.Contains("Machine", StringComparison.Ordinal));
        Assert.Equal($"Basic {Convert.ToBase64String("SK1:key-secret"u8)}", request.Authorization);
        Assert.StartsWith("https://api.dublin.ie1.twilio.com/2010-04-01/", request.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "", "https://api.twilio.com")]
    [InlineData("ie1", "dublin", "https://api.dublin.ie1.twilio.com")]
    [InlineData("", "sydney", "https://api.sydney.us1.twilio.com")]
    [InlineData("au1", "", "https://api.au1.twilio.com")]
    public void Regions_and_edges_have_addresses_of_their_own(string region, string edge, string url) => Assert.Equal(url, TwilioOptions.BaseUrlOf(region, edge));

    [Fact]
    public async Task One_order_dialled_twice_rings_once_even_while_the_first_is_under_way()
    {
        Twilio.NextSilent(FakeTwilio.Calls).Next(FakeTwilio.Calls, 201, FakeTwilio.Call("CA2"));
        var first = Carrier.DialAsync(Order(Call), default);
        var second = Carrier.DialAsync(Order(Call), default);
        Assert.True(Carrier.Takes(Call, new LegId("CA1"), "initiated"));
        Assert.Equal(new LegId("CA1"), await Time.RunAsync(first));
        Assert.Equal(new LegId("CA1"), await Time.RunAsync(second));
        Assert.Equal(new LegId("CA1"), await DialAsync());
        Assert.Single(Twilio.Requests);
    }

    [Fact]
    public async Task Calls_are_started_one_a_second()
    {
        for (var i = 0; i < 4; i++) Twilio.Next(FakeTwilio.Calls, 201, FakeTwilio.Call($"CA{i}"));
        await Time.RunAsync(Task.WhenAll(Enumerable.Range(0, 4).Select(i => Carrier.DialAsync(Order(CallId.New()), default))));
        var times = Twilio.Requests.Select(r => r.At).ToArray();
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)], times);
    }

    [Fact]
    public async Task Calls_that_would_wait_longer_than_an_order_may_take_are_refused_at_once()
    {
        for (var i = 0; i < 20; i++) Twilio.Next(FakeTwilio.Calls, 201, FakeTwilio.Call($"CA{i}"));
        var dials = Enumerable.Range(0, 20).Select(_ => Carrier.DialAsync(Order(CallId.New()), default)).ToArray();
        var refused = dials.Where(d => d.IsFaulted).ToArray();
        Assert.Equal(7, refused.Length);
        Assert.All(refused, d => Assert.Contains("too many wait", d.Exception!.InnerException!.Message, StringComparison.Ordinal));
        await Time.RunAsync(Task.WhenAll(dials.Except(refused)));
        Assert.Equal(13, Twilio.Requests.Count);
    }

    [Fact]
    public async Task A_busy_Twilio_is_asked_again_when_it_says_so()
    {
        Twilio.Next(FakeTwilio.Calls, 429, """{"code":20429}""", TimeSpan.FromSeconds(4)).Next(FakeTwilio.Calls, 201, FakeTwilio.Call("CA1"));
        Assert.Equal(new LegId("CA1"), await DialAsync());
        Assert.True(Twilio.Requests.Last().At >= TimeSpan.FromSeconds(4.1));
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.SecureConnectionError)]
    public async Task What_never_left_the_house_is_sent_again(HttpRequestError fault)
    {
        Twilio.Next(FakeTwilio.Calls, fault).Next(FakeTwilio.Calls, 201, FakeTwilio.Call("CA1"));
        Assert.Equal(new LegId("CA1"), await DialAsync());
        Assert.Equal(2, Twilio.Requests.Count);
    }

    [Fact]
    public async Task A_Twilio_that_cannot_be_reached_is_given_up_and_the_call_may_be_ordered_anew()
    {
        for (var i = 0; i < 4; i++) Twilio.Next(FakeTwilio.Calls, HttpRequestError.ConnectionError);
        Assert.Contains("could not be reached", await FailureAsync(), StringComparison.Ordinal);
        Twilio.Next(FakeTwilio.Calls, 201, FakeTwilio.Call("CA1"));
        Assert.Equal(new LegId("CA1"), await DialAsync());
    }

    [Fact]
    public async Task An_order_without_an_answer_is_not_repeated_its_leg_shows_itself()
    {
        Twilio.NextSilent(FakeTwilio.Calls);
        var dial = Carrier.DialAsync(Order(Call), default);
        Time.Advance(TimeSpan.FromSeconds(6));
        Assert.False(dial.IsCompleted);
        Assert.True(Carrier.Takes(Call, new LegId("CA7"), "initiated"));
        Assert.Equal(new LegId("CA7"), await Time.RunAsync(dial));
        Assert.Single(Twilio.Requests);
    }

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded)]
    [InlineData(HttpRequestError.Unknown)]
    public async Task A_connection_that_breaks_after_sending_dials_no_second_time(HttpRequestError fault)
    {
        Twilio.Next(FakeTwilio.Calls, fault);
        Assert.Contains("not dialled a second time", await FailureAsync(), StringComparison.Ordinal);
        Assert.Single(Twilio.Requests);
        // Nor when it is ordered again.
        Assert.Contains("not dialled a second time", await FailureAsync(), StringComparison.Ordinal);
        Assert.Single(Twilio.Requests);
    }

    [Fact]
    public async Task A_leg_that_shows_itself_after_its_order_was_given_up_is_hung_up()
    {
        Twilio.NextSilent(FakeTwilio.Calls);
        await FailureAsync();
        Twilio.Next(FakeTwilio.Leg("CA9"), 200, FakeTwilio.Call("CA9", "canceled"));
        Assert.False(Carrier.Takes(Call, new LegId("CA9"), "ringing"));
        var end = Assert.Single(Twilio.Requests, r => r.Path.EndsWith("/CA9.json", StringComparison.Ordinal));
        Assert.Equal("canceled", end["Status"]);
    }

    [Fact]
    public async Task An_order_whose_caller_waits_no_longer_is_hung_up_when_Twilio_answers_after_all()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        Twilio.Next(FakeTwilio.Calls, _ => answer.Task).Next(FakeTwilio.Leg("CA1"), 200, FakeTwilio.Call("CA1", "canceled"));
        using var patience = new CancellationTokenSource();
        var dial = Carrier.DialAsync(Order(Call), patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAsync<CarrierException>(() => dial);
        answer.SetResult(new HttpResponseMessage(System.Net.HttpStatusCode.Created) { Content = new StringContent(FakeTwilio.Call("CA1")) });
        await UntilAsync(() => Twilio.CountOf(FakeTwilio.Leg("CA1")) == 1);
    }

    [Fact]
    public async Task After_a_fault_of_Twilios_the_call_is_dialled_again_only_when_its_list_has_no_trace_of_it()
    {
        Twilio.Next(FakeTwilio.Calls, 503, "").Next(FakeTwilio.CallList, 200, """{"calls":[]}""").Next(FakeTwilio.Calls, 201, FakeTwilio.Call("CA2"));
        Assert.Equal(new LegId("CA2"), await DialAsync());
        Assert.Equal(2, Twilio.CountOf(FakeTwilio.Calls));
        Assert.Contains("To=%2B491701234567&From=%2B15005550006", Twilio.Requests.ElementAt(1).Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_fault_of_Twilios_a_call_that_may_be_ours_is_waited_for()
    {
        var atTwilio = new DateTimeOffset(2026, 11, 21, 10, 0, 1, TimeSpan.Zero);
        Twilio.Next(FakeTwilio.Calls, 500, "")
            .Next(FakeTwilio.CallList, 200, """{"calls":[{"sid":"CA5","date_created":"Sat, 21 Nov 2026 10:00:00 +0000"}]}""", date: atTwilio);
        var dial = Carrier.DialAsync(Order(Call), default);
        await UntilAsync(() => Twilio.CountOf(FakeTwilio.CallList) == 1, advance: true);
        // Longer than the pause before an order that is repeated, and its turn.
        await Time.RunAsync(Task.Delay(TimeSpan.FromSeconds(5), Time));
        Assert.True(Carrier.Takes(Call, new LegId("CA5"), "ringing"));
        Assert.Equal(new LegId("CA5"), await Time.RunAsync(dial));
        Assert.Equal(1, Twilio.CountOf(FakeTwilio.Calls));
    }

    [Fact]
    public async Task Older_calls_to_the_same_number_and_those_of_other_orders_are_no_trace()
    {
        Twilio.Next(FakeTwilio.Calls, 201, FakeTwilio.Call("CA1"));
        await DialAsync();
        var atTwilio = new DateTimeOffset(2026, 11, 21, 10, 0, 2, TimeSpan.Zero);
        Twilio.Next(FakeTwilio.Calls, 500, "")
            .Next(FakeTwilio.CallList, 200, """
                {"calls":[{"sid":"CA1","date_created":"Sat, 21 Nov 2026 10:00:00 +0000"},{"sid":"CA0","date_created":"Sat, 21 Nov 2026 09:59:40 +0000"}]}
                """, date: atTwilio)
            .Next(FakeTwilio.Calls, 201, FakeTwilio.Call("CA2"));
        Assert.Equal(new LegId("CA2"), await Time.RunAsync(Carrier.DialAsync(Order(CallId.New()), default)));
    }

    [Fact]
    public async Task A_second_leg_of_a_call_is_hung_up_and_the_first_kept()
    {
        Twilio.Next(FakeTwilio.Calls, 201, FakeTwilio.Call("CA1")).Next(FakeTwilio.Leg("CA2"), 200, FakeTwilio.Call("CA2", "completed"));
        await DialAsync();
        Assert.False(Carrier.Takes(Call, new LegId("CA2"), "in-progress"));
        Assert.True(Carrier.Takes(Call, new LegId("CA1"), "in-progress"));
        Assert.Equal("completed", Twilio.Requests.Single(r => r.Path.EndsWith("/CA2.json", StringComparison.Ordinal))["Status"]);
    }

    [Theory]
    [InlineData(400, 21211, "not valid")]
    [InlineData(400, 21219, "trial account")]
    [InlineData(400, 21214, "cannot be reached")]
    [InlineData(400, 21210, "nor verified")]
    [InlineData(400, 13224, "not valid")]
    [InlineData(400, 13227, "geographic permissions")]
    [InlineData(400, 21215, "geographic permissions")]
    [InlineData(401, 20003, "account SID")]
    [InlineData(404, 20404, "does not know")]
    [InlineData(400, 99999, "error 99999")]
    [InlineData(403, 0, "account SID")]
    [InlineData(418, 0, "HTTP 418")]
    public async Task Twilios_refusals_become_sentences_without_numbers_and_secrets(int status, int code, string says)
    {
        Twilio.Next(FakeTwilio.Calls, status, code == 0 ? "<html>" : $$"""{"code":{{code}},"message":"The number {{Number}} …","more_info":"…","status":{{status}}}""");
        var failure = await FailureAsync();
        Assert.Contains(says, failure, StringComparison.Ordinal);
        Assert.DoesNotContain("491701234567", failure, StringComparison.Ordinal);
        Assert.Single(Twilio.Requests);
    }

    [Fact]
    public void Every_known_code_has_a_sentence_that_an_agent_can_say()
    {
        Assert.All(TwilioErrors.Known.Append(12345), code =>
        {
            var sentence = TwilioErrors.Describe(code);
            Assert.Matches(@"^[A-Z].*[.?]$|^Twilio refused it with error \d+: .* says why\.$", sentence);
            Assert.InRange(sentence.Length, 15, 180);
        });
    }

    [Fact]
    public async Task What_is_no_number_is_not_even_asked()
    {
        foreach (var address in new[] { "softphone", "+0123456789", "01701234567", "+49170123456789012", "+4917o1234567", "" })
            Assert.Contains("not valid", await FailureAsync(address), StringComparison.Ordinal);
        Assert.Empty(Twilio.Requests);
    }

    [Fact]
    public async Task An_answer_that_is_not_Twilios_is_a_failure_and_a_leg_of_it_is_hung_up()
    {
        Twilio.Next(FakeTwilio.Calls, 200, "<html>").Next(FakeTwilio.Leg("CA1"), 200, FakeTwilio.Call("CA1", "canceled"));
        Assert.Contains("cannot be read", await FailureAsync(), StringComparison.Ordinal);
        Assert.False(Carrier.Takes(Call, new LegId("CA1"), "ringing"));
    }

    private async Task<string> FailureAsync(string number = Number) =>
        (await Assert.ThrowsAsync<CarrierException>(() => Time.RunAsync(Carrier.DialAsync(Order(Call, number), default)))).Message;

    private async Task UntilAsync(Func<bool> condition, bool advance = false)
    {
        for (var turn = 0; turn < 100_000 && !condition(); turn++)
        {
            if (advance) Time.Advance(TimeSpan.FromMilliseconds(1));
            await VirtualTime.OthersAsync();
        }
        Assert.True(condition());
    }
}
