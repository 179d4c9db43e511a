using CallActors.Contracts.Assistants;

namespace CallActors.Engine.Tests.Assistants;

/// <summary>An assistant's actor, with its timers and its journal.</summary>
public sealed class AssistantActorSpec : AssistantSpec
{
    [Fact]
    public void What_is_said_is_answered_in_pieces_to_whoever_observes()
    {
        var response = Say(T1, "How is the build?");
        Assert.Equal("How is the build?", Assert.IsType<ModelPart.Text>(Assert.Single(Assert.Single(response.Request.Messages).Parts)).Words);
        response.Say("The build of the API server is green. Noth");
        Assert.Equal("The build of the API server is green. ", Caller.ExpectMsg<AssistantActivity.Text>().Words);
        response.Say("ing is red.");
        response.End();
        Assert.Equal("Nothing is red.", Caller.ExpectMsg<AssistantActivity.Text>().Words);
        Assert.Equal((T1, AssistantEnding.Answered, ""), Caller.ExpectMsg<AssistantActivity.Ended>() is var e ? (e.TurnId, e.How, e.Detail) : default);

        var next = Say(T2, "And the tests?");
        Assert.Equal(
            ["How is the build?", "The build of the API server is green. Nothing is red.", "And the tests?"],
            next.Request.Messages.Select(m => ((ModelPart.Text)m.Parts.Single()).Words));
    }

    [Fact]
    public void Who_observes_no_more_is_told_nothing()
    {
        Send(new AssistantCommands.StopObserving(Ada));
        var response = Say(T1, "Hello?");
        response.Say("Good morning to you, dear friend. And");
        response.End();
        AwaitAssert(() => Assert.Single(Stored().OfType<AssistantEvents.TurnEnded>()));
        Observe();
        Assert.False(Caller.HasMessages);
    }

    [Fact]
    public void A_barge_in_gives_the_response_up_and_the_model_learns_what_was_heard()
    {
        var response = Say(T1, "How is the build?");
        response.Say("The build of the API server is green. The tests run. And so");
        Caller.ExpectMsg<AssistantActivity.Text>();
        Send(new AssistantCommands.Cut(Ada, T1, "The build of the API"));
        Ended(AssistantEnding.Cut);
        Caller.ExpectMsg<AssistantReplies.Done>();
        Assert.True(response.IsGivenUp());
        var next = Say(T2, "Which one?");
        Assert.Equal(["How is the build?", "The build of the API", "Which one?"], next.Request.Messages.Select(m => ((ModelPart.Text)m.Parts.Single()).Words));
    }

    [Fact]
    public void A_response_that_was_given_up_is_not_heard_of_any_more()
    {
        var first = Say(T1, "Hello?");
        var second = Say(T2, "Never mind.");
        first.Say("This must not be told to anybody at all. Never");
        second.Say("As you like, and whenever you like. And");
        Assert.Equal((T2, "As you like, and whenever you like. "), Caller.ExpectMsg<AssistantActivity.Text>() is var t ? (t.TurnId, t.Words) : default);
    }

    [Fact]
    public void A_model_that_says_nothing_for_twenty_seconds_is_given_up()
    {
        var response = Say(T1, "Hello?");
        Settle();
        Time.Advance(TimeSpan.FromSeconds(19));
        Settle();
        Assert.False(Caller.HasMessages);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEmpty(Ended(AssistantEnding.TimedOut).Detail);
        Assert.True(response.IsGivenUp());
    }

    [Fact]
    public void A_response_that_stalls_for_thirty_seconds_ends_with_what_was_said()
    {
        var response = Say(T1, "Hello?");
        response.Say("Good morning to you, dear friend. And al");
        Caller.ExpectMsg<AssistantActivity.Text>();
        Settle();
        Time.Advance(TimeSpan.FromSeconds(29));
        Settle();
        Assert.False(Caller.HasMessages);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("And al", Caller.ExpectMsg<AssistantActivity.Text>().Words);
        Ended(AssistantEnding.TimedOut);
    }

    [Fact]
    public void A_turn_lasts_five_minutes_at_most()
    {
        var response = Say(T1, "Hello?");
        for (var i = 0; i < 14; i++)
        {
            response.Say($"This is sentence number {i}, and no end. ");
            response.Say("x");
            Caller.ExpectMsg<AssistantActivity.Text>();
            Settle();
            Time.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.False(Caller.HasMessages);
        response.Say("Still not the end of this, by no means. And");
        Caller.ExpectMsg<AssistantActivity.Text>();
        Settle();
        Time.Advance(TimeSpan.FromSeconds(20));
        Ended(AssistantEnding.TimedOut);
    }

    [Fact]
    public void A_vendor_that_has_too_much_to_do_is_asked_again_when_it_said()
    {
        Say(T1, "Hello?").Fail(ModelFault.RateLimited, TimeSpan.FromSeconds(7));
        // The failure is handled when the response is given up.
        Settle();
        AwaitCondition(() => { Time.Advance(TimeSpan.FromSeconds(1)); Settle(); return Model.WasAsked; });
        var again = Model.Next();
        again.Say("Good morning to you, dear friend.");
        again.End();
        Assert.Equal("Good morning to you, dear friend.", Caller.ExpectMsg<AssistantActivity.Text>().Words);
        Ended(AssistantEnding.Answered);
    }

    [Fact]
    public void A_restart_in_the_middle_of_an_answer_keeps_what_was_said_and_closes_the_turn()
    {
        var response = Say(T1, "Hello?");
        response.Say("Good morning to you, dear friend. And");
        Caller.ExpectMsg<AssistantActivity.Text>();
        Restart();
        Assert.True(response.IsGivenUp());
        Send(new AssistantCommands.Say(Ada, T1, Call, "Hello?"));
        Assert.Equal(new AssistantReplies.Taken(Ada, T1, "Good morning to you, dear friend. ", AssistantEnding.Broken), Caller.FishForMessage<AssistantReplies.Taken>(_ => true));
        Assert.False(Model.WasAsked);
        var next = Say(T2, "Go on.");
        SoundHistory.Check(next.Request.Messages);
        Assert.Equal(3, next.Request.Messages.Count);
    }

    [Fact]
    public void Who_observes_is_told_when_the_assistant_is_stopped()
    {
        Say(T1, "Hello?");
        Stop();
        Ended(AssistantEnding.Broken);
    }

    [Fact]
    public void A_long_conversation_goes_on_from_its_snapshot()
    {
        for (var i = 0; i < 70; i++)
        {
            var response = Say(new TurnId($"n-{i}"), $"Question {i}?");
            response.Say($"Answer {i}.");
            response.End();
            Ended(AssistantEnding.Answered);
        }

        Restart();
        var messages = Say(T1, "And?").Request.Messages;
        SoundHistory.Check(messages);
        Assert.Equal((59 * 2) + 1, messages.Count);
        Assert.Equal("Question 11?", ((ModelPart.Text)messages[0].Parts[0]).Words);
    }

    [Fact]
    public void What_is_forgotten_stays_forgotten_over_a_restart()
    {
        var response = Say(T1, "My password is swordfish.");
        response.Say("I will not tell.");
        response.End();
        Ended(AssistantEnding.Answered);
        Send(new AssistantCommands.Forget(Ada));
        Caller.FishForMessage<AssistantReplies.Forgotten>(_ => true);
        AwaitAssert(() => Assert.Empty(Stored()));
        Restart();
        Assert.Single(Say(T2, "Hello?").Request.Messages);
    }

    [Fact]
    public void It_leaves_memory_when_nobody_observes_and_nothing_runs_and_not_before()
    {
        Settle();
        Time.Advance(TimeSpan.FromMinutes(5));
        Settle();
        Assert.False(Shard.HasMessages);
        Send(new AssistantCommands.StopObserving(Ada));
        var response = Say(T1, "Hello?");
        Settle();
        Time.Advance(TimeSpan.FromSeconds(15));
        Settle();
        Assert.False(Shard.HasMessages);
        response.End();
        AwaitCondition(() => { Settle(); Time.Advance(TimeSpan.FromSeconds(61)); return Shard.HasMessages; });
        Shard.ExpectMsg<Passivate>();
    }

    /// <summary>The events that the journal has.</summary>
    private IReadOnlyList<IAssistantEvent> Stored()
    {
        var probe = CreateTestProbe();
        var (id, to) = (CallActors.Engine.Assistants.AssistantRegion.EntityOf(Ada), probe.Ref);
        Sys.ActorOf(Props.Create(() => new JournalReader(id, to)));
        return probe.ExpectMsg<IReadOnlyList<IAssistantEvent>>();
    }

    /// <summary>Replays a journal without its snapshots, and tells what events there were.</summary>
    private sealed class JournalReader : ReceivePersistentActor
    {
        private readonly List<IAssistantEvent> _events = [];

        public JournalReader(string id, IActorRef to)
        {
            PersistenceId = id;
            Recover<IAssistantEvent>(_events.Add);
            Recover<RecoveryCompleted>(_ => to.Tell(_events, Self));
        }

        public override string PersistenceId { get; }

        public override Recovery Recovery => new(SnapshotSelectionCriteria.None);
    }
}
