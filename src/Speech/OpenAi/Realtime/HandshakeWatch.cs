using System.Net;
using CallActors.Speech.Sockets;

namespace CallActors.Speech.OpenAi.Realtime;

/// <summary>Reads why a server refuses a handshake: the socket's own error tells the status alone, and the body says which of a status's
/// meanings it is.</summary>
internal sealed class HandshakeWatch : DelegatingHandler
{
    private readonly OpenAiFaults _faults;
    private readonly RetryGate _gate;
    private readonly TimeProvider _time;

    /// <param name="inner">Shared, and not disposed here.</param>
    public HandshakeWatch(HttpMessageHandler inner, OpenAiFaults faults, RetryGate gate, TimeProvider time) : base(inner) =>
        (_faults, _gate, _time) = (faults, gate, time);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.SwitchingProtocols) return response;
        using (response)
        {
            var status = (int)response.StatusCode;
            _gate.Note(new VendorRefusal(_faults.Name, response.StatusCode, VendorRefusal.WaitOf(response.Headers, _time.GetUtcNow())));
            var error = await OpenAiHttp.ReadErrorAsync(response, cancellationToken).ConfigureAwait(false);
            throw new OpenAiRefusal(status, error, _faults.OfStatus(status, error));
        }
    }
}
