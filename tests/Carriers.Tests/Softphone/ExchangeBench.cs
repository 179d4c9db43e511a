using System.Text;
using System.Text.Json;
using CallActors.Carriers.Softphone;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Tests.Softphone;

/// <summary>An exchange in virtual time with a desk that answers as it is told; answers that complete at once make everything
/// happen on the test's thread.</summary>
internal sealed class ExchangeBench
{
    public ExchangeBench(SoftphoneOptions? options = null, IInboundPolicy? inbound = null)
    {
        Exchange = new SoftphoneExchange(() => Desk, options, Time, inbound);
    }

    public ManualTime Time { get; } = new();

    public FakeDesk Desk { get; } = new();

    public SoftphoneExchange Exchange { get; }

    public FakePhone Connect()
    {
        var phone = new FakePhone();
        phone.Session = Exchange.Connect(phone);
        return phone;
    }

    public FakePhone Register(string key = "a") => Connect().Say(new { @event = "hello", line = Key(key) });

    public static string Key(string name) => name.PadRight(22, '-');

    public LegId Dial(CallId call, int ringSeconds = 30)
    {
        var dialled = Exchange.DialAsync(new DialOrder(call, new Callee("softphone"), TimeSpan.FromSeconds(ringSeconds)), CancellationToken.None);
        Assert.True(dialled.IsCompletedSuccessfully);
        return dialled.Result;
    }

    public void HangUp(LegId leg) => Assert.True(Exchange.HangUpAsync(leg, CancellationToken.None).IsCompletedSuccessfully);
}

internal sealed class FakePhone : ISoftphoneLineOutlet
{
    public LineSession Session { get; set; } = null!;

    public List<JsonElement> Heard { get; } = [];

    public List<string> Raw { get; } = [];

    public LineClosing? Closed { get; private set; }

    public bool IsFull { get; set; }

    public IEnumerable<string> Events => Heard.Select(message => message.GetProperty("event").GetString()!);

    public JsonElement Last => Heard[^1];

    public string Leg => Last.GetProperty("leg").GetString()!;

    public bool Send(ReadOnlyMemory<byte> message)
    {
        if (IsFull || Closed is not null) return false;
        Raw.Add(Encoding.UTF8.GetString(message.Span));
        Heard.Add(JsonDocument.Parse(message).RootElement);
        return true;
    }

    public void Close(LineClosing closing) => Closed ??= closing;

    public FakePhone Say(object message) => SayRaw(JsonSerializer.Serialize(message));

    public FakePhone SayRaw(string message)
    {
        Session.Receive(Encoding.UTF8.GetBytes(message));
        return this;
    }

    public void AssertLast(object expected) => Assert.Equal(JsonSerializer.Serialize(expected), Raw[^1]);
}

internal sealed class FakeDesk : ICallDesk
{
    public List<CallCommands.ReportLeg> News { get; } = [];

    public List<CallCommands.ReportWords> Words { get; } = [];

    public List<CallCommands.InviteMedia> Invitations { get; } = [];

    public List<CallCommands.AdmitInbound> Admissions { get; } = [];

    public Func<CallCommands.InviteMedia, Task<ICallReply>> OnInvite { get; set; } =
        request => Task.FromResult<ICallReply>(new CallReplies.MediaInvited(request.CallId, "token-1", TimeSpan.FromSeconds(20)));

    public Func<CallCommands.AdmitInbound, Task<ICallReply>> OnAdmit { get; set; } =
        request => Task.FromResult<ICallReply>(new CallReplies.Admitted(request.CallId));

    public Action<CallCommands.ReportLeg>? OnNews { get; set; }

    public IEnumerable<LegNews> NewsOf(LegId leg) => News.Where(news => news.Leg == leg).Select(news => news.News);

    public void Report(CallCommands.ReportLeg news)
    {
        News.Add(news);
        OnNews?.Invoke(news);
    }

    public void Report(CallCommands.ReportWords words) => Words.Add(words);

    public void Report(CallCommands.ReportAnsweredBy answeredBy)
    {
    }

    public Task<ICallReply> InviteMediaAsync(CallCommands.InviteMedia request, CancellationToken cancellationToken)
    {
        Invitations.Add(request);
        return OnInvite(request);
    }

    public Task<ICallReply> AdmitAsync(CallCommands.AdmitInbound request, CancellationToken cancellationToken)
    {
        Admissions.Add(request);
        return OnAdmit(request);
    }
}
