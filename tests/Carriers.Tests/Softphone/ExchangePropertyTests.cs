using System.Text.Json;
using CallActors.Carriers.Softphone;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Tests.Softphone;

public sealed class ExchangePropertyTests
{
    private static readonly LegNews[] Final = [LegNews.Declined, LegNews.Busy, LegNews.NoAnswer, LegNews.HungUp, LegNews.Failed];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_phones_send_the_news_of_every_leg_make_sense(int seed)
    {
        var random = new Random(seed);
        var bench = new ExchangeBench();
        var phones = Enumerable.Range(0, 5).Select(i => bench.Register($"phone-{i}")).ToArray();
        var legs = new List<LegId>();
        for (var step = 0; step < 4_000; step++)
        {
            var place = random.Next(phones.Length);
            switch (random.Next(12))
            {
                case 0:
                    legs.Add(bench.Dial(CallId.New(), random.Next(1, 60)));
                    break;
                case 1 when legs.Count > 0:
                    bench.HangUp(legs[random.Next(legs.Count)]);
                    break;
                case 2:
                    bench.Time.Advance(TimeSpan.FromSeconds(random.Next(0, 20)));
                    break;
                case 3:
                    if (random.Next(2) == 0) phones[place].Session.Disconnected();
                    phones[place] = bench.Register($"phone-{place}");
                    break;
                default:
                    phones[place].Say(new
                    {
                        @event = Pick("answer", "answer", "decline", "hangup", "media", "dial", "words", "hello", "dance", ""),
                        leg = legs.Count > 0 && random.Next(8) > 0 ? legs[Math.Max(0, legs.Count - random.Next(1, 4))].Value : Pick("", "x", "no-such-leg-of-22-letters"),
                        line = Pick(ExchangeBench.Key($"phone-{place}"), "x"),
                        number = Pick("12", "abc"),
                        text = Pick("yes", "\u0001"),
                        final = true,
                        source = Pick("typed", "other"),
                    });
                    break;
            }
            Assert.InRange(bench.Exchange.LineCount, 1, 5);
        }
        bench.Time.Advance(TimeSpan.FromMinutes(2));
        foreach (var phone in phones) phone.Session.Disconnected();
        bench.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(0, bench.Exchange.LineCount);
        Assert.Contains(bench.Desk.News, news => news.News == LegNews.Answered);
        AssertSensible(bench.Desk.News);

        T Pick<T>(params T[] choices) => choices[random.Next(choices.Length)];
    }

    [Fact]
    public async Task Phones_and_agents_on_many_threads_leave_nothing_behind()
    {
        var desk = new FakeDesk();
        var exchange = new SoftphoneExchange(() => desk);
        var legs = new System.Collections.Concurrent.ConcurrentQueue<LegId>();
        var agents = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++)
            {
                var leg = await exchange.DialAsync(new DialOrder(CallId.New(), new Callee("softphone"), TimeSpan.FromMinutes(1)), CancellationToken.None);
                legs.Enqueue(leg);
                if (i % 3 == 0) await Task.Yield();
                await exchange.HangUpAsync(leg, CancellationToken.None);
            }
        }));
        var phones = Enumerable.Range(0, 4).Select(number => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                var phone = new FakePhone();
                phone.Session = exchange.Connect(phone);
                phone.Say(new { @event = "hello", line = ExchangeBench.Key($"phone-{number % 2}") });
                if (legs.TryDequeue(out var leg)) phone.Say(new { @event = i % 2 == 0 ? "answer" : "decline", leg = leg.Value });
                if (legs.TryPeek(out leg)) phone.Say(new { @event = "hangup", leg = leg.Value });
                phone.Session.Disconnected();
            }
        }));
        await Task.WhenAll(agents.Concat(phones)).WaitAsync(TimeSpan.FromSeconds(60));

        AssertSensible(desk.News);
        Assert.Equal(0, exchange.LineCount);
        await exchange.DisposeAsync();
    }

    [Fact]
    public void Nothing_that_a_phone_sends_makes_the_exchange_throw()
    {
        var random = new Random(7);
        var bench = new ExchangeBench();
        var closed = 0;
        for (var round = 0; round < 5_000; round++)
        {
            var phone = bench.Register($"phone-{round % 3}");
            var message = JsonSerializer.SerializeToUtf8Bytes(new { @event = "words", leg = "x", text = "héllo", final = true, source = "typed", number = "1" });
            for (var hits = random.Next(1, 4); hits > 0; hits--) message[random.Next(message.Length)] = (byte)random.Next(256);
            phone.Session.Receive(message);
            if (phone.Closed is { } why)
            {
                Assert.Equal(LineClosing.NotJson, why);
                closed++;
            }
            else
                Assert.Equal("refused", phone.Events.Last());
            phone.Session.Disconnected();
        }
        Assert.InRange(closed, 1_000, 4_999);
    }

    private static void AssertSensible(IEnumerable<CallCommands.ReportLeg> all)
    {
        foreach (var leg in all.GroupBy(news => news.Leg, news => news.News))
        {
            var news = leg.ToArray();
            Assert.Equal(news.Length, news.Distinct().Count());
            Assert.True(news.Count(Final.Contains) <= 1, string.Join(", ", news));
            if (news.Any(Final.Contains)) Assert.Contains(news[^1], Final);
            if (Array.IndexOf(news, LegNews.Answered) is var answered and >= 0) Assert.Equal(LegNews.Ringing, news[answered - 1]);
        }
    }
}
