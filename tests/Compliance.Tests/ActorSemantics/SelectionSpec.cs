namespace CallActors.Compliance.Tests.ActorSemantics;

public sealed class SelectionSpec : ActorSpec
{
    private readonly IActorRef _tree;

    public SelectionSpec()
    {
        _tree = Sys.ActorOf(Props.Create(() => new Branch(2)), "tree");

        // Whoever answers has been constructed, and has made its children.
        foreach (var path in new[] { "/user/tree", "/user/tree/a", "/user/tree/b" })
            Sys.ActorSelection(path).Ask("ready?", TimeSpan.FromSeconds(5)).Wait();
    }

    [Theory]
    [InlineData("/user/tree")]
    [InlineData("user/tree")]
    [InlineData("{root}://test/user/tree")]
    [InlineData("/user/tree/a/..")]
    public void A_path_leads_to_its_actor(string path)
    {
        path = path.Replace("{root}", Runtime.Root, StringComparison.Ordinal);
        Sys.ActorSelection(path).Tell("who");
        ExpectMsg(_tree.Path.ToString());
    }

    [Fact]
    public void Wildcards_lead_to_all_that_match()
    {
        Sys.ActorSelection("/user/tree/*/?").Tell("who");
        ExpectMsgAllOf($"{_tree.Path}/a/a", $"{_tree.Path}/a/b", $"{_tree.Path}/b/a", $"{_tree.Path}/b/b");
    }

    [Fact]
    public async Task A_selection_resolves_to_a_reference_or_says_that_there_is_none()
    {
        Assert.Equal(_tree, await Sys.ActorSelection("/user/tree").ResolveOne(TimeSpan.FromSeconds(3)));
        await Assert.ThrowsAsync<ActorNotFoundException>(() => Sys.ActorSelection("/user/none").ResolveOne(TimeSpan.FromSeconds(3)));
        Sys.ActorSelection("/user/none").Tell(new Identify("id"));
        Assert.Null(ExpectMsg<ActorIdentity>().Subject);
    }

    [Fact]
    public void A_message_to_nobody_is_a_dead_letter()
    {
        Sys.EventStream.Subscribe<DeadLetter>(TestActor);
        Sys.ActorSelection("/user/none").Tell("lost");
        Assert.Equal($"{Runtime.Root}://test/user/none", ExpectMsg<DeadLetter>().Recipient.Path.ToString());
    }

    [Fact]
    public void A_serialised_path_resolves_to_the_same_incarnation_only()
    {
        var provider = ((ExtendedActorSystem)Sys).Provider;
        var written = _tree.Path.ToSerializationFormat();
        Assert.Equal(_tree, provider.ResolveActorRef(written));
        Assert.NotEqual(_tree, provider.ResolveActorRef(written + "1"));
    }

    [Fact]
    public void Paths_parse_and_print()
    {
        var path = ActorPath.Parse($"{Runtime.Root}://sys@host:80/user/a/b#12");
        Assert.Equal(("b", 12L, "/user/a/b"), (path.Name, path.Uid, path.ToStringWithoutAddress()));
        Assert.Equal(new Address(Runtime.Root, "sys", "host", 80), path.Address);
        Assert.Equal($"{Runtime.Root}://sys@host:80/user/a/b#12", path.ToSerializationFormat());
        Assert.Equal(path.Parent / "b", path);
        Assert.False(ActorPath.TryParse("no path", out _));
    }

    private sealed class Branch : ReceiveActor
    {
        public Branch(int depth)
        {
            if (depth > 0)
            {
                Context.ActorOf(Props.Create(() => new Branch(depth - 1)), "a");
                Context.ActorOf(Props.Create(() => new Branch(depth - 1)), "b");
            }

            ReceiveAny(_ => Sender.Tell(Self.Path.ToString()));
        }
    }
}
