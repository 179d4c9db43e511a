using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CallActors.Carriers.Tests;
using CallActors.Contracts.Audio;
using CallActors.Simulators.Media;
using CallActors.Simulators.Telnyx;

namespace CallActors.Simulators.Tests.Telnyx;

/// <summary>What the phones of the simulated Telnyx do by themselves, in virtual time; nobody takes the webhooks.</summary>
public sealed class TelnyxHandsetTests : IAsyncLifetime
{
    private const string Person = "+15552223333";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private static readonly byte[] Greeting = [.. Enumerable.Repeat((byte)0x11, 2 * AudioFormat.SampleRate)];

    private readonly ManualTime _time = new();
    private readonly HttpClient _http = new();
    private SimulatedTelnyx _telnyx = null!;

    private TelnyxHandset Phone => _telnyx.Phone(Person);

    public async Task InitializeAsync()
    {
        _telnyx = await SimulatedTelnyx.StartAsync(new SimulatedTelnyxOptions { Time = _time, WebhookUrl = new Uri("http://127.0.0.1:9/nobody") });
        _http.BaseAddress = _telnyx.BaseUrl;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _telnyx.Options.ApiKey);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _telnyx.DisposeAsync();
    }

    [Theory]
    [InlineData("detect", true, 2400, "machine")]
    [InlineData("detect_words", true, 2400, "machine")]
    [InlineData("detect_beep", true, 2400, "machine,beep_detected")]
    [InlineData("detect_beep", false, 2400, "machine")]
    [InlineData("greeting_end", true, 3200, "machine,ended")]
    [InlineData("greeting_end", false, 2800, "machine,ended")]
    [InlineData("premium", true, 2400, "machine,beep_detected")]
    [InlineData("premium", false, 2800, "machine,no_beep_detected")]
    public async Task A_machine_is_told_by_its_greeting_and_its_end_as_the_detection_tells_it(string detection, bool beeps, int milliseconds, string told)
    {
        var machine = new HandsetPlan.Voicemail(TimeSpan.FromSeconds(5), Greeting);
        Phone.Plan = beeps ? machine : machine with { Beep = default };
        await DialAsync(detection);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(Phone.Call!.IsInProgress);
        _time.Advance(TimeSpan.FromMilliseconds(2399));
        Assert.Empty(Results());
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 2399));
        Assert.Equal(told, string.Join(',', Results()));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(told, string.Join(',', Results()));
    }

    [Theory]
    [InlineData("greeting_end", 2800, "machine,ended")]
    [InlineData("detect_beep", 3400, "machine,beep_detected")]
    [InlineData("premium", 3400, "machine,beep_detected")]
    public async Task A_pause_before_the_beep_ends_the_greeting_for_the_detection_that_listens_for_silence(string detection, int milliseconds, string told)
    {
        var pause = Enumerable.Repeat(AudioFormat.Silence, AudioFormat.SampleRate);
        Phone.Plan = new HandsetPlan.Voicemail(TimeSpan.Zero, (byte[])[.. Greeting, .. pause]);
        await DialAsync(detection);
        _time.Advance(TimeSpan.Zero);
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        Assert.Equal(["machine"], Results());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(told, string.Join(',', Results()));
    }

    [Theory]
    [InlineData("detect", "human")]
    [InlineData("premium", "human_residence")]
    public async Task A_person_is_told_by_the_silence_after_the_greeting(string detection, string told)
    {
        Phone.Plan = new HandsetPlan.Answers(TimeSpan.FromSeconds(3));
        await DialAsync(detection);
        _time.Advance(TimeSpan.FromSeconds(3));
        _time.Advance(TimeSpan.FromSeconds(2.4));
        Assert.Equal([told], Results());
    }

    [Fact]
    public async Task Nobody_is_told_of_a_call_that_ended_before_the_judgement()
    {
        Phone.Plan = new HandsetPlan.Answers(TimeSpan.Zero);
        await DialAsync("detect");
        _time.Advance(TimeSpan.Zero);
        Phone.HangUp();
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(Results());
    }

    [Fact]
    public async Task A_phone_that_is_engaged_declines_or_does_not_exist_ends_the_call_with_its_cause()
    {
        Phone.Plan = new HandsetPlan.Busy();
        Assert.Equal("user_busy", (await DialAsync()).Outcome);
        Phone.Plan = new HandsetPlan.Unreachable();
        Assert.Equal("not_found", (await DialAsync()).Outcome);
        Phone.Plan = new HandsetPlan.Unreachable(503);
        Assert.Equal("unspecified", (await DialAsync()).Outcome);
        Phone.Plan = new HandsetPlan.Declines(TimeSpan.FromSeconds(2));
        var declined = await DialAsync();
        Assert.True(declined.IsRinging);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("call_rejected", declined.Outcome);
        Phone.Plan = new HandsetPlan.Rings();
        var first = await DialAsync();
        Assert.Equal("user_busy", (await DialAsync()).Outcome);
        Assert.True(first.IsRinging);
        Assert.Throws<PhoneException>(() => Phone.Dial(_telnyx.Options.Number));
        Phone.Decline();
        Assert.Equal("call_rejected", await Phone.WaitForEndAsync(Soon));
    }

    [Fact]
    public void A_caller_is_in_a_call_until_he_gives_up()
    {
        var call = Phone.Dial(_telnyx.Options.Number);
        Assert.Throws<PhoneException>(() => Phone.Dial(_telnyx.Options.Number));
        Phone.HangUp();
        Assert.Equal("originator_cancel", call.Outcome);
        Assert.Null(Phone.Call);
        Assert.Throws<PhoneException>(() => Phone.Dial("+15550000000"));
    }

    [Fact]
    public async Task A_greeting_begins_with_the_answer_whether_anybody_listens_or_not()
    {
        Phone.Plan = new HandsetPlan.Voicemail(TimeSpan.Zero, Greeting);
        await DialAsync();
        _time.Advance(TimeSpan.Zero);
        Assert.True(Phone.Call!.IsInProgress);
        for (var i = 0; i < 130; i++) _time.Advance(AudioFormat.FrameDuration);
        await Phone.WaitForRecordingAsync(Soon);
    }

    [Fact]
    public async Task What_is_refused_is_complained_of()
    {
        Assert.Equal("10016", await RefusalAsync(new { connection_id = _telnyx.Options.ConnectionId, from = _telnyx.Options.Number, to = "12" }));
        Assert.Contains("10016", Assert.Single(_telnyx.Complaints, one => one.StartsWith("POST", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal("10015", await RefusalAsync(new { connection_id = _telnyx.Options.ConnectionId, from = _telnyx.Options.Number, to = Person, webhook_url = "here" }));
    }

    [Fact]
    public async Task What_is_not_simulated_is_complained_of()
    {
        using var response = await _http.PostAsJsonAsync("calls", new { connection_id = _telnyx.Options.ConnectionId, from = _telnyx.Options.Number, to = Person, stream_url = "wss://example.com" });
        Assert.True(response.IsSuccessStatusCode);
        Assert.Contains(_telnyx.Complaints, one => one.Contains("stream_url", StringComparison.Ordinal));
    }

    private async Task<SimulatedTelnyxCall> DialAsync(string? detection = null)
    {
        using var response = await _http.PostAsJsonAsync("calls", new
        {
            connection_id = _telnyx.Options.ConnectionId,
            from = _telnyx.Options.Number,
            to = Person,
            answering_machine_detection = detection ?? "disabled",
        });
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return _telnyx.Calls[^1];
    }

    private async Task<string?> RefusalAsync(object order)
    {
        using var response = await _http.PostAsJsonAsync("calls", order);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors")[0].GetProperty("code").GetString();
    }

    /// <summary>What was told of who picked up, in order.</summary>
    private string[] Results() =>
    [
        .. _telnyx.Sent.Where(one => one.Type.StartsWith("call.machine", StringComparison.Ordinal))
            .Select(one => JsonElement.Parse(one.Body).GetProperty("data").GetProperty("payload").GetProperty("result").GetString()!),
    ];
}
