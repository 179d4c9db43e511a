using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Workspaces;

namespace CallActors.Engine.Tests.Workspaces;

/// <summary>A workspace's actor, with its timers, its journal and its observers; its link is played by hand.</summary>
public sealed class WorkspaceActorSpec : EngineSpec
{
    private readonly TestProbe _shard;
    private readonly TestProbe _directory;
    private readonly TestProbe _link;
    private readonly TestProbe _caller;
    private readonly Feed _feed = new();
    private IActorRef _workspace;

    public WorkspaceActorSpec()
    {
        (_shard, _directory, _link, _caller) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        _workspace = Start();
    }

    [Fact]
    public void A_text_is_typed_and_its_observers_are_told()
    {
        Here(Desk.Shell);
        Observe();
        Submit("s-1");
        var order = Order<WorkspaceOrder.Submit>();
        Assert.Equal("run the tests", order.What.Submission.Text);
        Answer(order.Run, new OrderResult.Submitted(SubmissionState.Entered));
        Assert.Equal(SubmissionStage.Typed, Stage());
        Tell(new AgentObservation.PromptTaken(AgentSource.Hook, Sys.Scheduler.Now));
        Assert.Equal(SubmissionStage.Taken, Stage());
        Assert.IsType<AgentState.Thinking>(_caller.FishForMessage<WorkspaceActivity.Changed>(c => c.State.Agent.IsBusy).State.Agent);
    }

    [Fact]
    public void An_order_whose_answer_was_lost_with_the_process_comes_again_under_its_name()
    {
        Here(Desk.Shell);
        Submit("s-1");
        Order<WorkspaceOrder.Submit>();
        Restart();
        Assert.Equal(1, Standing().Queued);
        Here(Desk.Shell);
        var again = Order<WorkspaceOrder.Submit>();
        Assert.Equal("s-1", again.What.Submission.Id.Value);
        Answer(again.Run, new OrderResult.Submitted(SubmissionState.Accepted));
        AwaitAssert(() => Assert.Equal(0, Standing().Queued));
        Restart();
        Here(Desk.Shell);
        Submit("s-1");
        Standing();
        Assert.False(_link.HasMessages);
    }

    [Fact]
    public void An_answer_to_an_order_of_its_predecessor_is_not_taken_for_its_own()
    {
        Here(Desk.Shell);
        Submit("s-1");
        var old = Order<WorkspaceOrder.Submit>();
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Restart();
        Here(Desk.Shell);
        Assert.NotEqual(old.Run, Order<WorkspaceOrder.Submit>().Run);
        Answer(old.Run, new OrderResult.Submitted(SubmissionState.Accepted));
        Assert.Equal(1, Standing().Queued);
    }

    [Fact]
    public void Its_timers_run_by_the_actor_systems_time()
    {
        Here(Desk.Shell);
        Observe();
        Submit("s-1");
        Answer(Order<WorkspaceOrder.Submit>().Run, new OrderResult.Submitted(SubmissionState.PersonIsTyping));
        Standing();
        Time.Advance(TimeSpan.FromSeconds(2));
        // The host does not answer this one.
        Order<WorkspaceOrder.Submit>();
        Standing();
        Time.Advance(TimeSpan.FromSeconds(25));
        Standing();
        Time.Advance(TimeSpan.FromSeconds(2));
        Answer(Order<WorkspaceOrder.Submit>().Run, new OrderResult.Submitted(SubmissionState.Entered));
        Assert.Equal(SubmissionStage.Typed, _caller.FishForMessage<WorkspaceActivity.SubmissionChanged>(s => s.Stage is SubmissionStage.Typed).Stage);
        Standing();
        Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(SubmissionStage.Taken, _caller.FishForMessage<WorkspaceActivity.SubmissionChanged>(s => s.Stage is SubmissionStage.Taken).Stage);
    }

    [Fact]
    public void An_agent_that_stops_is_settled_after_its_time()
    {
        Here(Desk.Shell);
        Tell(new AgentObservation.PromptTaken(AgentSource.Hook, Sys.Scheduler.Now));
        Tell(new AgentObservation.TurnEnded(AgentSource.Hook, Sys.Scheduler.Now));
        Assert.False(Standing().IsSettled);
        Time.Advance(TimeSpan.FromMilliseconds(700));
        Assert.True(Standing().IsSettled);
    }

    [Fact]
    public void A_question_is_answered_by_a_key_and_the_feed_is_told()
    {
        Here(Desk.Agent);
        Tell(new AgentObservation.Asked(AgentSource.Hook, Sys.Scheduler.Now, AgentQuestion.Permission, "Bash", "npm test"));
        var dialog = PlainScreen.Of("? Proceed?", ": npm test", "* Yes", "- No");
        Show(dialog);
        AwaitAssert(() => Assert.Equal(2, Standing().Question!.Options.Count));
        _workspace.Tell(new WorkspaceCommands.AnswerQuestion(Desk.Id, 1, new QuestionAnswer.Grant(), "call-1"), _caller.Ref);
        Show(dialog);
        Answer(Order<WorkspaceOrder.Press>().Run, new OrderResult.Pressed());
        _caller.ExpectMsg<WorkspaceReplies.Done>();
        Assert.IsType<AgentObservation.Answered>(_feed.Told.Single());
    }

    [Fact]
    public void An_answer_that_the_host_keeps_waiting_for_is_refused_in_time()
    {
        Here(Desk.Agent);
        Tell(new AgentObservation.Asked(AgentSource.Hook, Sys.Scheduler.Now, AgentQuestion.Permission, "Bash", "npm test"));
        Show(PlainScreen.Of("? Proceed?", ": npm test", "* Yes", "- No"));
        AwaitAssert(() => Assert.Equal(2, Standing().Question!.Options.Count));
        _workspace.Tell(new WorkspaceCommands.AnswerQuestion(Desk.Id, 1, new QuestionAnswer.Grant(), "call-1"), _caller.Ref);
        Order<WorkspaceOrder.Read>();
        Standing();
        Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(WorkspaceRefusal.HostAway, _caller.ExpectMsg<WorkspaceReplies.Refused>().Reason);
    }

    [Fact]
    public void Its_screen_is_read_for_who_asks()
    {
        _workspace.Tell(new WorkspaceCommands.ReadScreen(Desk.Id), _caller.Ref);
        Assert.Equal(WorkspaceRefusal.HostAway, _caller.ExpectMsg<WorkspaceReplies.Refused>().Reason);
        Here(Desk.Shell);
        _workspace.Tell(new WorkspaceCommands.ReadScreen(Desk.Id, 50), _caller.Ref);
        var order = Order<WorkspaceOrder.Read>();
        Assert.Equal(50, order.What.History);
        Answer(order.Run, new OrderResult.Shown(PlainScreen.Of("$ ls")));
        Assert.Equal(["$ ls"], _caller.ExpectMsg<WorkspaceReplies.ScreenShown>().Screen.Lines);
        _workspace.Tell(new WorkspaceCommands.ReadScreen(Desk.Id), _caller.Ref);
        Order<WorkspaceOrder.Read>();
        _workspace.Tell(new WorkspaceSignals.HostAway(Desk.Id), _directory.Ref);
        Assert.Equal(WorkspaceRefusal.HostAway, _caller.ExpectMsg<WorkspaceReplies.Refused>().Reason);
    }

    [Fact]
    public void The_directory_is_told_how_it_stands_and_asked_where_it_is()
    {
        Assert.Equal(Desk.Id, _directory.ExpectMsg<DirectoryMessages.WhereIs>().WorkspaceId);
        Here(Desk.Shell);
        Submit("s-1");
        Assert.Equal(1, _directory.FishForMessage<DirectoryMessages.Stands>(s => s.State.Queued == 1).State.Queued);
        Tell(new AgentObservation.PromptTaken(AgentSource.Hook, Sys.Scheduler.Now));
        _directory.FishForMessage<DirectoryMessages.Stands>(s => s.State.Agent is AgentState.Thinking);
    }

    [Fact]
    public void Who_stops_observing_or_dies_is_told_nothing()
    {
        var other = CreateTestProbe();
        _workspace.Tell(new WorkspaceCommands.Observe(Desk.Id), other.Ref);
        other.ExpectMsg<WorkspaceReplies.Standing>();
        Observe();
        _workspace.Tell(new WorkspaceCommands.StopObserving(Desk.Id), other.Ref);
        Here(Desk.Shell);
        _caller.ExpectMsg<WorkspaceActivity.Changed>();
        Standing();
        Assert.False(other.HasMessages);
        Watch(_caller.Ref);
        Sys.Stop(_caller.Ref);
        ExpectTerminated(_caller.Ref);
        Standing();
        // Who died does not keep it in memory.
        _workspace.Tell(new WorkspaceSignals.Gone(Desk.Id), _directory.Ref);
        AwaitAssert(() =>
        {
            Standing();
            Time.Advance(TimeSpan.FromSeconds(60));
            Assert.True(_shard.HasMessages);
        });
        _shard.ExpectMsg<Passivate>();
    }

    [Fact]
    public void One_that_is_observed_stays_in_memory()
    {
        Observe();
        _workspace.Tell(new WorkspaceSignals.Gone(Desk.Id), _directory.Ref);
        for (var i = 0; i < 3; i++)
        {
            Standing();
            Time.Advance(TimeSpan.FromSeconds(60));
        }

        Standing();
        Assert.False(_shard.HasMessages);
    }

    [Fact]
    public void What_was_said_last_is_known_after_a_restart_and_a_long_history_is_kept_as_a_snapshot()
    {
        for (var i = 1; i <= 150; i++)
        {
            _workspace.Tell(new WorkspaceSignals.AgentTold(Desk.Id, new AgentNews.Replied(new AgentReply.Text(i, $"reply {i}", AgentSource.Hook))), ActorRefs.NoSender);
            _workspace.Tell(new WorkspaceSignals.AgentTold(Desk.Id, new AgentNews.Replied(new AgentReply.Ended(i, ReplyEnd.Complete))), ActorRefs.NoSender);
        }

        Standing();
        AwaitAssert(() => Assert.InRange(Stored(), 1, 100));
        Restart();
        Assert.Equal(("reply 150", AgentSource.Hook), (Standing().LastReply, Standing().LastReplyBy));
    }

    private IActorRef Start()
    {
        var node = new WorkspaceNode(_directory.Ref, _feed, [new PlainScreen()], WorkspaceRules.Default);
        return _shard.ChildActorOf(Props.Create(() => new WorkspaceActor(Desk.Id, node)));
    }

    private void Restart()
    {
        Standing();
        Watch(_workspace);
        Sys.Stop(_workspace);
        ExpectTerminated(_workspace);
        _workspace = Start();
        Standing();
    }

    private void Here(Workspace workspace) => _workspace.Tell(new WorkspaceSignals.Listed(Desk.Id, workspace, _link.Ref), _directory.Ref);

    private void Observe()
    {
        _workspace.Tell(new WorkspaceCommands.Observe(Desk.Id), _caller.Ref);
        _caller.FishForMessage<WorkspaceReplies.Standing>(_ => true);
    }

    private void Submit(string id)
    {
        var probe = CreateTestProbe();
        _workspace.Tell(new WorkspaceCommands.Submit(Desk.Id, new SubmissionId(id), "run the tests", "call-1"), probe.Ref);
        probe.ExpectMsg<WorkspaceReplies.Queued>();
    }

    private void Tell(AgentObservation seen) => _workspace.Tell(new WorkspaceSignals.AgentTold(Desk.Id, new AgentNews.Observed(seen)), ActorRefs.NoSender);

    private (long Run, T What) Order<T>() => _link.FishForMessage<LinkMessages.Order>(o => o.What is T) is { What: T what } order ? (order.Run, what) : default;

    private void Answer(long run, OrderResult result) => _workspace.Tell(new LinkMessages.Finished(run, result), _link.Ref);

    private void Show(Screen screen) => Answer(Order<WorkspaceOrder.Read>().Run, new OrderResult.Shown(screen));

    private SubmissionStage Stage() => _caller.FishForMessage<WorkspaceActivity.SubmissionChanged>(s => s.Stage is not SubmissionStage.Queued).Stage;

    private WorkspaceStanding Standing()
    {
        var probe = CreateTestProbe();
        _workspace.Tell(new WorkspaceCommands.GetStanding(Desk.Id), probe.Ref);
        return probe.ExpectMsg<WorkspaceReplies.Standing>().State;
    }

    private int Stored()
    {
        var probe = CreateTestProbe();
        var to = probe.Ref;
        Sys.ActorOf(Props.Create(() => new JournalReader($"workspace-{Desk.Id.Value}", to)));
        return probe.ExpectMsg<int>();
    }

    /// <summary>Replays a journal without its snapshots, and tells how many events there were.</summary>
    private sealed class JournalReader : ReceivePersistentActor
    {
        private int _events;

        public JournalReader(string id, IActorRef to)
        {
            PersistenceId = id;
            Recover<IWorkspaceEvent>(_ => _events++);
            Recover<RecoveryCompleted>(_ => to.Tell(_events, Self));
        }

        public override string PersistenceId { get; }

        public override Recovery Recovery => new(SnapshotSelectionCriteria.None);
    }

    private sealed class Feed : IAgentFeed
    {
        public System.Collections.Concurrent.ConcurrentQueue<AgentObservation> Told { get; } = new();

        public void Start(IAgentFeedObserver observer)
        {
        }

        public void Know(string host, IReadOnlyList<Workspace> workspaces)
        {
        }

        public void Tell(WorkspaceId id, AgentObservation seen) => Told.Enqueue(seen);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
