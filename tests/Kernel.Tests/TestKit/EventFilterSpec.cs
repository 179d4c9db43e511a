using Kernel.Actor;
using Kernel.Event;
using Xunit.Sdk;

namespace Kernel.Tests.TestKit;

public sealed class EventFilterSpec() : Kernel.TestKit.Xunit2.TestKit("kernel.loglevel = DEBUG")
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    [Fact]
    public void Each_level_is_filtered_by_text_start_part_and_source()
    {
        var log = Logging.GetLogger(Sys, "radio");
        EventFilter.Debug("d 1").ExpectOne(() => log.Debug("d {0}", 1));
        EventFilter.Info(start: "i").ExpectOne(() => log.Info("i {0}", 1));
        EventFilter.Warning(contains: "arn").ExpectOne(() => log.Warning("warn"));
        EventFilter.Error(source: "radio").ExpectOne(() => log.Error(new InvalidOperationException("off"), "broken"));
    }

    [Fact]
    public void Fewer_or_more_events_than_expected_fail()
    {
        Assert.ThrowsAny<XunitException>(() => EventFilter.Info("a").ExpectOne(Short, () => Sys.Log.Info("b")));
        Assert.ThrowsAny<XunitException>(() => EventFilter.Info("a").Expect(0, () => Sys.Log.Info("a")));
        Assert.ThrowsAny<XunitException>(() => EventFilter.Info("a").ExpectOne(() =>
        {
            Sys.Log.Info("a");
            Sys.Log.Info("a");
        }));
    }

    [Fact]
    public void Exceptions_are_filtered_by_type_and_when_asked_for_also_wrapped_ones()
    {
        void Fail() => Sys.Log.Error(new InvalidOperationException("outer", new FormatException("inner")), "wrapped");
        EventFilter.Exception<InvalidOperationException>("outer").ExpectOne(Fail);
        EventFilter.Exception(typeof(FormatException), "inner", checkInnerExceptions: true).ExpectOne(Fail);
        EventFilter.Exception<FormatException>().Expect(0, TimeSpan.FromMilliseconds(50), Fail);
    }

    [Fact]
    public void Dead_letters_are_filtered_by_the_type_of_their_message()
    {
        EventFilter.DeadLetter<string>().ExpectOne(() => Sys.DeadLetters.Tell("lost", TestActor));
    }

    [Fact]
    public async Task Filters_wait_for_what_happens_elsewhere()
    {
        var failing = ActorOf<Failing>();
        await EventFilter.Exception<InvalidOperationException>("told to").ExpectOneAsync(() =>
        {
            failing.Tell("fail");
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void Alternatives_count_together()
    {
        EventFilter.Info("a").And.Warning("b").Expect(2, () =>
        {
            Sys.Log.Info("a");
            Sys.Log.Warning("b");
        });
    }

    private sealed class Failing : ReceiveActor
    {
        public Failing() => ReceiveAny(_ => throw new InvalidOperationException("told to"));
    }
}
