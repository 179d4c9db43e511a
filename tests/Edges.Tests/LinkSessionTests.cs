using System.Text;
using CallActors.Contracts.Workspaces;
using CallActors.Edges.Links;
using CallActors.Edges.Wire;

namespace CallActors.Edges.Tests;

/// <summary>Numbers, acknowledgements and what is sent again; two ends by hand, without sockets and clocks.</summary>
public sealed class LinkSessionTests
{
    private const int Letters = 5;

    private static readonly LinkLimits Limits = new();

    /// <summary>Both ends send, and after each number of frames the socket is cut: what was on the wire is lost.</summary>
    [Fact]
    public void Whatever_frame_is_lost_everything_arrives_once_and_in_order()
    {
        for (var cut = 0; cut <= 2 * Letters + 2; cut++)
            for (var second = 0; second <= 2 * Letters + 2; second++)
            {
                var (a, b) = (new End(), new End());
                for (var i = 0; i < Letters; i++)
                {
                    a.Session.Queue(Body(i));
                    b.Session.Queue(Body(100 + i));
                }
                Talk(a, b, cut);
                Reconnect(a, b);
                Talk(a, b, second);
                Reconnect(a, b);
                Talk(a, b, int.MaxValue);
                Assert.Equal(Enumerable.Range(100, Letters).Select(i => $"{i}"), a.Got);
                Assert.Equal(Enumerable.Range(0, Letters).Select(i => $"{i}"), b.Got);
            }
    }

    /// <summary>The frame was there, its acknowledgement was not.</summary>
    [Fact]
    public void What_is_sent_again_for_want_of_an_acknowledgement_is_a_duplicate()
    {
        var (a, b) = (new End(), new End());
        a.Session.Queue(Body(1));
        b.Take(a.Session.Next()!);
        Assert.Null(a.Session.Next());
        Assert.True(a.Session.TryBegin(0));
        b.Take(a.Session.Next()!);
        Assert.Equal(["1"], b.Got);
        Assert.True(b.Session.OwesAck);
    }

    [Fact]
    public void What_was_acknowledged_is_not_sent_again()
    {
        var a = new LinkSession(Limits);
        a.Queue(Body(1));
        a.Queue(Body(2));
        a.Next();
        a.Next();
        Assert.True(a.Acknowledge(1));
        Assert.True(a.TryBegin(1));
        Assert.Equal(2, Numbered(a.Next()!).Number);
        Assert.Null(a.Next());
    }

    [Fact]
    public void A_gap_is_noticed_and_counts_as_nothing()
    {
        var session = new LinkSession(Limits);
        Assert.Equal(Arrival.New, session.Take(1));
        Assert.Equal(Arrival.Gap, session.Take(3));
        Assert.Equal(1, session.Got);
        Assert.Equal(Arrival.Duplicate, session.Take(1));
        Assert.Equal(Arrival.New, session.Take(2));
    }

    [Fact]
    public void Who_acknowledges_what_was_never_sent_or_forgets_what_it_acknowledged_cannot_go_on()
    {
        var session = new LinkSession(Limits);
        session.Queue(Body(1));
        session.Next();
        Assert.False(session.Acknowledge(2));
        Assert.False(session.TryBegin(2));
        Assert.True(session.Acknowledge(1));
        Assert.False(session.TryBegin(0));
        Assert.True(session.TryBegin(1));
    }

    [Fact]
    public void Too_many_frames_end_the_session()
    {
        var session = new LinkSession(Limits with { MostFrames = 3 });
        for (var i = 0; i < 3; i++) Assert.NotNull(session.Queue(Body(i)));
        // One that was sent waits for its acknowledgement, and counts.
        session.Next();
        Assert.Null(session.Queue(Body(3)));
        Assert.True(session.IsOver);
        Assert.False(session.TryBegin(0));
    }

    [Fact]
    public void Too_many_bytes_end_the_session_and_acknowledged_ones_do_not_count()
    {
        var session = new LinkSession(Limits with { MostBytes = 10 });
        for (var i = 0; i < 5; i++)
        {
            Assert.NotNull(session.Queue(new byte[8]));
            session.Next();
            session.Acknowledge(i + 1);
        }
        Assert.NotNull(session.Queue(new byte[8]));
        Assert.Null(session.Queue(new byte[8]));
        Assert.True(session.IsOver);
    }

    [Fact]
    public void A_newer_listing_takes_the_place_of_one_that_waits_but_not_of_one_that_was_sent()
    {
        var session = new LinkSession(Limits);
        session.Queue(Body(1), "listed");
        session.Queue(Body(2));
        session.Queue(Body(3), "listed");
        Assert.Equal("3", Text(session.Next()!));
        session.Queue(Body(4), "listed");
        Assert.Equal(["2", "4"], [Text(session.Next()!), Text(session.Next()!)]);
        // The first may have been lost: it comes again, and what followed it.
        Assert.True(session.TryBegin(0));
        Assert.Equal(["3", "2", "4"], [Text(session.Next()!), Text(session.Next()!), Text(session.Next()!)]);
    }

    [Fact]
    public void Listings_replaced_for_hours_take_no_more_room_than_one()
    {
        var session = new LinkSession(Limits with { MostFrames = 2, MostBytes = 100 });
        for (var i = 0; i < 100_000; i++) Assert.NotNull(session.Queue(Body(i), "listed"));
        Assert.Equal("99999", Text(session.Next()!));
    }

    [Fact]
    public void What_is_given_up_before_it_is_sent_is_never_sent()
    {
        var session = new LinkSession(Limits);
        var letter = session.Queue(Body(1))!;
        session.Queue(Body(2));
        Assert.True(session.Withdraw(letter));
        var frame = Numbered(session.Next()!);
        Assert.Equal((1, "2"), (frame.Number, Text(frame)));
    }

    [Fact]
    public void What_is_given_up_after_it_was_lost_on_the_way_leaves_only_its_number()
    {
        var (a, b) = (new End(), new End());
        var letter = a.Session.Queue(Body(1))!;
        a.Session.Queue(Body(2));
        a.Session.Next();
        Assert.False(a.Session.Withdraw(letter));
        Reconnect(a, b);
        Talk(a, b, int.MaxValue);
        Assert.Equal(["2"], b.Got);
        Assert.False(a.Session.Withdraw(letter));
    }

    [Fact]
    public void Output_is_joined_while_it_waits_and_comes_after_what_is_numbered()
    {
        var session = new LinkSession(Limits);
        session.Pass(Source("a"), "one ");
        session.Queue(Body(1));
        session.Pass(Source("a"), "two");
        Assert.Equal("1", Text(session.Next()!));
        Assert.Equal(new WorkspaceNews.Wrote(Id("a"), "one two"), Output(session.Next()!));
        Assert.Null(session.Next());
    }

    [Fact]
    public void Output_that_is_too_much_or_may_be_lost_is_told_to_be_skipped()
    {
        var session = new LinkSession(Limits with { MostPassingOfOne = 10, MostPassing = 15 });
        session.Pass(Source("a"), new string('x', 11));
        session.Pass(Source("a"), "y");
        session.Pass(Source("b"), new string('x', 10));
        session.Pass(Source("c"), new string('x', 6));
        Assert.Equal(new WorkspaceNews.Skipped(Id("a")), Output(session.Next()!));
        Assert.Equal(new WorkspaceNews.Wrote(Id("b"), new string('x', 10)), Output(session.Next()!));
        Assert.True(session.TryBegin(0));
        // What of a and b had been sent may be lost, and c was too much.
        var told = new[] { Output(session.Next()!), Output(session.Next()!), Output(session.Next()!) };
        Assert.Equal(["a", "b", "c"], told.OfType<WorkspaceNews.Skipped>().Select(s => s.Id.Local).Order());
        Assert.Null(session.Next());
    }

    [Fact]
    public void Of_a_connection_that_has_ended_nothing_waits_and_nothing_is_told_to_be_lost()
    {
        var session = new LinkSession(Limits with { MostPassing = 10 });
        var other = new PassingNews.Source(8, Id("a"));
        session.Pass(Source("a"), "one");
        Assert.Equal(new WorkspaceNews.Wrote(Id("a"), "one"), Output(session.Next()!));
        session.Pass(Source("b"), "two two");
        session.Pass(other, "six");
        session.Forget(7);
        Assert.True(session.TryBegin(0));
        Assert.Equal(new WorkspaceNews.Wrote(Id("a"), "six"), Output(session.Next()!));
        Assert.Null(session.Next());
        // It takes no room either.
        session.Pass(other, new string('x', 10));
        Assert.Equal(new WorkspaceNews.Wrote(Id("a"), new string('x', 10)), Output(session.Next()!));
    }

    private static PassingNews.Source Source(string workspace) => new(7, Id(workspace));

    private static WorkspaceId Id(string local) => WorkspaceId.Of("tmux", local);

    /// <summary>A body that says a number.</summary>
    private static byte[] Body(int number) => LinkWire.Write(new LinkBody.ConnectionEnded(number));

    private static LinkFrame.Kept Numbered(byte[] frame) => Assert.IsType<LinkFrame.Kept>(LinkWire.TryRead(frame));

    private static string Text(byte[] frame) => Text(Numbered(frame));

    private static string Text(LinkFrame.Kept frame) => $"{Assert.IsType<LinkBody.ConnectionEnded>(frame.Body).Connection}";

    private static WorkspaceNews Output(byte[] frame) =>
        Assert.IsType<LinkBody.News>(Assert.IsType<LinkFrame.Passing>(LinkWire.TryRead(frame)).Body).What;

    /// <summary>Frames go to and fro until the socket is cut or nobody has any; the last one is lost when it is cut.</summary>
    private static void Talk(End a, End b, int cut)
    {
        for (var count = 0; ;)
        {
            var (fromA, fromB) = (a.Session.Next(), b.Session.Next());
            if (fromA is null && fromB is null) return;
            if (fromA is not null)
            {
                if (count++ >= cut) return;
                b.Take(fromA);
            }
            if (fromB is not null)
            {
                if (count++ >= cut) return;
                a.Take(fromB);
            }
        }
    }

    private static void Reconnect(End a, End b)
    {
        Assert.True(a.Session.TryBegin(b.Session.Got));
        Assert.True(b.Session.TryBegin(a.Session.Got));
    }

    private sealed class End
    {
        public LinkSession Session { get; } = new(Limits);

        public List<string> Got { get; } = [];

        public void Take(byte[] text)
        {
            var frame = Numbered(text);
            Assert.True(Session.Acknowledge(frame.Ack), Encoding.UTF8.GetString(text));
            var arrival = Session.Take(frame.Number);
            Assert.NotEqual(Arrival.Gap, arrival);
            if (arrival is Arrival.New && frame.Body is not LinkBody.Nothing) Got.Add(Text(frame));
        }
    }
}
