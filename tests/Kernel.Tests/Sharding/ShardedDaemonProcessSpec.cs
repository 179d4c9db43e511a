using System.Globalization;
using Kernel.Actor;
using Kernel.Cluster.Sharding;
using Kernel.Tests.Persistence;

namespace Kernel.Tests.Sharding;

public sealed class ShardedDaemonProcessSpec() : ShardingSpecBase(new MemoryStorage())
{
    private IActorRef StartWorkers(int count)
    {
        var observer = Observer.Ref;
        return ShardedDaemonProcess.Get(Sys).Init("workers", count, number => Props.Create(() => new Room(Text(number), observer)));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<string[]> Sorted(int count)
    {
        var texts = await Observer.Texts(count);
        Array.Sort(texts, StringComparer.Ordinal);
        return texts;
    }

    [Fact]
    public async Task Each_actor_runs_without_a_message()
    {
        StartWorkers(3);
        Assert.Equal(["started 0", "started 1", "started 2"], await Sorted(3));
    }

    [Fact]
    public async Task Messages_go_to_one_after_the_other_with_their_senders()
    {
        var workers = StartWorkers(2);
        for (var i = 0; i < 4; i++) Asker.Send(workers, "x");
        var answers = await Asker.Texts(4);
        Assert.Equal(2, answers.Count(answer => answer == "0: bare x"));
        Assert.Equal(2, answers.Count(answer => answer == "1: bare x"));
    }

    [Fact]
    public async Task One_that_stops_is_started_again_with_the_next_keep_alive()
    {
        var workers = StartWorkers(2);
        Assert.Equal(["started 0", "started 1"], await Sorted(2));
        Asker.Send(workers, new Room.Die("whoever is first"));
        Assert.Equal("stopped 0", await Observer.Next<string>());
        await Gone(ClusterSharding.Get(Sys).ShardRegion("sharded-daemon-process-workers"), "0");
        Observer.IsEmpty();
        Advance(10);
        Assert.Equal("started 0", await Observer.Next<string>());
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var processes = ShardedDaemonProcess.Get(Sys);
        Assert.Throws<ArgumentOutOfRangeException>(() => processes.Init("workers", 0, _ => Props.Empty));
        Assert.Throws<ArgumentOutOfRangeException>(() => ShardedDaemonProcessSettings.Create(Sys).WithKeepAliveInterval(TimeSpan.Zero));
    }
}
