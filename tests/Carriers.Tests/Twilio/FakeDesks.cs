using System.Collections.Concurrent;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Texts;

namespace CallActors.Carriers.Tests.Twilio;

/// <summary>The engine's side, as a carrier's edge sees it: writes down what it is told, and answers what the test says.</summary>
internal sealed class FakeDesk : ICallDesk, ITextDesk
{
    /// <summary>Everything in its order, in short form.</summary>
    public ConcurrentQueue<string> Told { get; } = new();

    public Func<CallCommands.InviteMedia, CancellationToken, Task<ICallReply>> OnInvite { get; set; } =
        (request, _) => Task.FromResult<ICallReply>(new CallReplies.MediaInvited(request.CallId, "ticket", TimeSpan.FromSeconds(30)));

    public Func<CallCommands.AdmitInbound, ICallReply> OnAdmit { get; set; } = request => new CallReplies.Admitted(request.CallId);

    /// <summary>Why the latest leg failed.</summary>
    public string Why { get; private set; } = "";

    public void Report(CallCommands.ReportLeg news)
    {
        Told.Enqueue($"{news.CallId} {news.Leg} {news.News}");
        Why = news.Detail;
    }

    public void Report(CallCommands.ReportWords words) => Told.Enqueue("words");

    public void Report(CallCommands.ReportAnsweredBy answeredBy) => Told.Enqueue($"{answeredBy.CallId} {answeredBy.Leg} by {answeredBy.AnsweredBy}");

    public Task<ICallReply> InviteMediaAsync(CallCommands.InviteMedia request, CancellationToken cancellationToken)
    {
        Told.Enqueue($"{request.CallId} {request.Leg} invite");
        return OnInvite(request, cancellationToken);
    }

    public Task<ICallReply> AdmitAsync(CallCommands.AdmitInbound request, CancellationToken cancellationToken)
    {
        Told.Enqueue($"{request.CallId} {request.Leg} admit {request.Carrier} {request.From} {request.Dialled}{(request.Person is { } person ? $" as {person}" : "")}");
        return Task.FromResult(OnAdmit(request));
    }

    public void Received(TextReceived text) => Told.Enqueue($"text {text.Id} {text.From} {text.To} {text.Body}");

    public void Reported(string carrier, string id, TextDelivery delivery, string detail) => Told.Enqueue($"{carrier} {id} {delivery} {detail}");
}
