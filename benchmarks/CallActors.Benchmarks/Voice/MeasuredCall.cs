using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using CallActors.Simulators.Softphone;

namespace CallActors.Benchmarks.Voice;

/// <summary>One call between a headless phone and the measured gateway, answered and open.</summary>
internal sealed class MeasuredCall : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _api;
    private string _id = "";

    private MeasuredCall(HttpClient api, HeadlessSoftphone phone, MediaTimes times)
    {
        _api = api;
        Phone = phone;
        Times = times;
    }

    public HeadlessSoftphone Phone { get; }

    public MediaTimes Times { get; }

    /// <summary>Connects a phone, has it called and answers. All idle phones ring: the calls come one after the other.</summary>
    /// <returns>The call, and when its first operation is over.</returns>
    public static async Task<(MeasuredCall Call, Task Open)> PlaceAsync(Uri gateway, HttpClient api)
    {
        var times = new MediaTimes();
        var phone = await HeadlessSoftphone.ConnectAsync(gateway, new HeadlessSoftphoneOptions { KeepPlayed = TimeSpan.Zero, Probe = times });
        var call = new MeasuredCall(api, phone, times);
        var placing = call.PostAsync("/api/call", "Hello.");
        await phone.WaitForRingAsync(Patience);
        await phone.AnswerAsync();
        return (call, call.OpenAsync(placing));
    }

    /// <summary>Says a text. Done when it was heard or cut off.</summary>
    /// <returns>From the request to the first frame at the phone, and the engine's own part of it, in ms.</returns>
    public async Task<(double ToPhone, double Engine)> SpeakAsync(string text)
    {
        Times.AwaitFirst();
        var asked = Stopwatch.GetTimestamp();
        using var answer = await PostAsync($"/api/call/{_id}/speak?include=details", text);
        var engine = answer.RootElement.GetProperty("timings").GetProperty("replyToAudioMs").GetDouble();
        return (Stopwatch.GetElapsedTime(asked, Times.FirstAt).TotalMilliseconds, engine);
    }

    /// <summary>Says a burst of voice; done when it was sent.</summary>
    public Task BurstAsync(byte[] burst)
    {
        Times.ExpectBurst();
        return Phone.SayAsync(burst);
    }

    /// <summary>Ends what is being said.</summary>
    public Task CutAsync() => Phone.SendWordsAsync("enough");

    public async ValueTask DisposeAsync()
    {
        using var answer = await _api.PostAsync(new Uri($"/api/call/{_id}/cancel", UriKind.Relative), null);
        await Phone.DisposeAsync();
    }

    private async Task OpenAsync(Task<JsonDocument> placing)
    {
        await Phone.WaitForCaptionAsync<Caption.Agent>(said => said.Finished, Patience);
        await Phone.SendWordsAsync("yes");
        using var answer = await placing;
        _id = answer.RootElement.GetProperty("callId").GetString()!;
    }

    private async Task<JsonDocument> PostAsync(string path, string message)
    {
        using var answer = await _api.PostAsJsonAsync(new Uri(path, UriKind.Relative), new { message });
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path} was answered with {(int)answer.StatusCode}: {body}");
        return JsonDocument.Parse(body);
    }
}
