using System.Net;
using System.Text;
using CallActors.Simulators.Media;
using CallActors.Simulators.Telnyx;

namespace CallActors.EndToEnd.Tests.Phones;

public sealed class TelnyxPhoneCallTests(TelnyxNetwork network) : PhoneAndTextSpec(network), IClassFixture<TelnyxNetwork>
{
    [Fact]
    public async Task Events_that_come_again_after_the_end_do_nothing_and_altered_ones_are_refused()
    {
        var already = network.Complaints.Count;
        var placing = network.Gateway.PostAsync("/api/call", new { message = "Hello?" });
        var call = (SimulatedTelnyxCall)await network.Phone.WaitForRingAsync(Patience);
        network.Phone.Answer();
        await network.Phone.WaitForStreamsAsync(call, 1, Patience);
        network.Phone.HangUp();
        await placing;
        await network.Telnyx.UntilAsync(() => Events(call).Any(one => one.Type == "call.hangup" && one.LastStatus == 200), "the end is told");

        using var http = new HttpClient { BaseAddress = network.Gateway.Process.Address };
        foreach (var one in Events(call))
        {
            Assert.Equal(HttpStatusCode.OK, await PostAsync(http, one, one.Body));
            // It means the same, and is not what was signed.
            Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(http, one, one.Body + " "));
        }
        // Another call, with all that it asks of Telnyx: what the repeated events might have asked for has been asked for before.
        network.Phone.Plan = new HandsetPlan.Busy();
        Assert.Equal(409, (await network.Gateway.PostAsync("/api/call", new { message = "Hello?" })).Status);
        Assert.Equal(1, call.StreamsOpened);
        Assert.Empty(network.Complaints.Skip(already));
    }

    private SentWebhook[] Events(SimulatedTelnyxCall call) => [.. network.Telnyx.Sent.Where(one => one.Body.Contains(call.Id, StringComparison.Ordinal))];

    private static async Task<HttpStatusCode> PostAsync(HttpClient http, SentWebhook one, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/twiml") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("telnyx-signature-ed25519", one.Signature);
        request.Headers.Add("telnyx-timestamp", one.Timestamp);
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }
}
