using CallActors.Contracts.Texts;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Options;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Gateway.Tests;

/// <summary><c>POST /api/message</c>.</summary>
public sealed class MessageTests
{
    private const string Person = "+15550002222";

    private readonly Threads _threads = new();

    [Fact]
    public async Task The_persons_reply_is_returned_with_the_wish_to_be_called()
    {
        await using var gateway = await StartAsync();
        _threads.Answers = ask => new ThreadReplies.Replied(ask.Address, ask.OperationId, "Yes, call me.", CallWish.Now);
        var answer = await (await gateway.PostAsync("/api/message", """{"message":"Shall I deploy?","waitSeconds":20}""", key: "text-1")).JsonAsync();
        Assert.Equal(["messageId", "response", "wish"], answer.Members());
        Assert.Equal(("text-1", "Yes, call me.", "now"), (answer.GetProperty("messageId").GetString(), answer.GetProperty("response").GetString(), answer.GetProperty("wish").GetString()));
        var asked = Assert.Single(_threads.Asked);
        Assert.Equal((Person, "Shall I deploy?", TimeSpan.FromSeconds(20)), (asked.Address.Value, asked.Body, asked.WaitFor));
    }

    [Theory]
    [InlineData(TextRefusal.NoReply, 409, "no-reply")]
    [InlineData(TextRefusal.ThreadBusy, 409, "thread-busy")]
    [InlineData(TextRefusal.NotDelivered, 502, "not-delivered")]
    [InlineData(TextRefusal.CarrierFailed, 502, "carrier-failed")]
    [InlineData(TextRefusal.NotStored, 503, "not-stored")]
    public async Task A_thread_that_refuses_is_told_with_its_reason(TextRefusal refusal, int status, string reason)
    {
        await using var gateway = await StartAsync();
        _threads.Answers = ask => new ThreadReplies.Refused(ask.Address, ask.OperationId, refusal, "It did not work.");
        await (await gateway.PostAsync("/api/message", """{"message":"Hello?"}""")).ProblemAsync(status, reason);
    }

    [Theory]
    [InlineData("{}", 400, "bad-request")]
    [InlineData("""{"message":"a","waitSeconds":0}""", 400, "bad-request")]
    [InlineData("""{"message":"a","to":"+15559999999"}""", 403, "not-listed")]
    [InlineData("""{"message":"a","to":"softphone"}""", 409, "no-texts")]
    public async Task What_cannot_be_sent_is_told_and_nobody_is_written_to(string body, int status, string reason)
    {
        await using var gateway = await StartAsync();
        await (await gateway.PostAsync("/api/message", body)).ProblemAsync(status, reason);
        Assert.Empty(_threads.Asked);
    }

    [Fact]
    public async Task Who_waits_when_the_gateway_stops_is_told_to_come_back()
    {
        await using var gateway = await StartAsync();
        var gate = gateway.Services.GetRequiredService<ShutdownGate>();
        _threads.Answers = _ =>
        {
            gate.Close();
            gate.CloseSockets();
            return null;
        };
        await (await gateway.PostAsync("/api/message", """{"message":"Hello?"}""")).ProblemAsync(503, "stopping");
    }

    [Fact]
    public async Task Who_texts_by_WhatsApp_is_answered_there()
    {
        await using var gateway = await StartAsync(textsFrom: "whatsapp:+15550001111");
        _threads.Answers = ask => new ThreadReplies.Replied(ask.Address, ask.OperationId, "Yes.", CallWish.None);
        await gateway.PostAsync("/api/message", """{"message":"Hello?"}""");
        Assert.Equal("whatsapp:" + Person, Assert.Single(_threads.Asked).Address.Value);
    }

    [Fact]
    public async Task Without_a_carrier_texts_are_refused_and_a_call_is_named_instead()
    {
        await using var gateway = await TestGateway.StartAsync(services => services.AddSingleton<ITextThreads>(_threads), o => o with { DefaultCallee = Person });
        Assert.Contains("Place a call", await (await gateway.PostAsync("/api/message", """{"message":"Hello?"}""")).ProblemAsync(409, "no-texts"), StringComparison.Ordinal);
    }

    private Task<TestGateway> StartAsync(string textsFrom = "") => TestGateway.StartAsync(
        services => services.AddSingleton<ITextThreads>(_threads),
        o => o with
        {
            DefaultCallee = Person,
            PublicUrl = "https://calls.example.org",
            Phone = new PhoneOptions { Carrier = PhoneCarrier.Twilio, Account = "AC1", Secret = "t", Number = "+15550001111", TextsFrom = textsFrom },
        });

    private sealed class Threads : ITextThreads
    {
        public List<ThreadCommands.SendText> Asked { get; } = [];

        /// <summary>Null for no answer.</summary>
        public Func<ThreadCommands.SendText, IThreadReply?> Answers { get; set; } = _ => throw new InvalidOperationException("Nobody should ask.");

        public async Task<IThreadReply> AskAsync(ThreadCommands.SendText command, CancellationToken cancellationToken)
        {
            Asked.Add(command);
            if (Answers(command) is { } reply) return reply;
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("A delay for ever is over only when it is cancelled.");
        }
    }
}
