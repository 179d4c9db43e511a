using CallActors.Contracts.Agents;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>Instructions and replies that meet at a bad moment.</summary>
public sealed class ReceptionRepliesSpec : ReceptionSpec
{
    [Fact]
    public void Of_two_instructions_in_quick_succession_each_is_followed()
    {
        TalkToKunduz();
        Says("run the tests");
        var first = ((Place.Session)State.Place!).Sent[^1].Id;
        Says("and deploy the docs");
        Comes(SubmissionStage.Taken);
        Done();
        Step(d => d.Told(new WorkspaceActivity.SubmissionChanged(Kunduz, first, SubmissionStage.GivenUp, "It was not taken.")));
        Assert.Contains("It was not taken.", SaidSince(), StringComparison.Ordinal);
        Assert.Single(((Place.Session)State.Place!).Sent);
    }

    [Fact]
    public void A_refusal_is_of_what_it_can_be_of()
    {
        TalkToKunduz(new AgentState.Thinking());
        Says("run the tests");
        Says("stop");
        Done();
        // The workspace's queue is full; the interruption works.
        Step(d => d.Replied(new WorkspaceReplies.Refused(Kunduz, WorkspaceRefusal.QueueFull, "")));
        Step(d => d.Replied(new WorkspaceReplies.Done(Kunduz)));
        var said = SaidSince();
        HearsOut();
        said += SaidSince();
        Assert.Contains(Phrases.QueueFull, said, StringComparison.Ordinal);
        Assert.Contains(Phrases.Interrupted, said, StringComparison.Ordinal);
        Assert.Empty(((Place.Session)State.Place!).Sent);
    }

    [Fact]
    public void An_instruction_in_mid_reply_silences_nothing()
    {
        TalkToKunduz();
        Says("run the tests");
        Comes(SubmissionStage.Taken);
        Answers(1, "I run them.");
        Becomes(new AgentState.UsingTool("Bash", "npm test"));
        Says("and lint it");
        Comes(SubmissionStage.Taken);
        Done();
        // Claude Code takes what is typed meanwhile into the turn that runs.
        Answers(1, "Tests and lint passed.");
        Assert.Equal("Tests and lint passed.", SaidSince());
    }

    [Fact]
    public void One_that_is_given_up_in_mid_reply_does_not_cut_the_reply()
    {
        TalkToKunduz();
        Says("run the tests");
        Comes(SubmissionStage.Taken);
        Answers(1, "I run them.");
        Says("and lint it");
        Comes(SubmissionStage.GivenUp, "It was not taken.");
        Done();
        Answers(1, "They passed.");
        HearsOut();
        Assert.Contains("They passed.", SaidSince(), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_cuts_into_our_own_words_still_hears_the_reply()
    {
        TalkToKunduz();
        Says("run the tests");
        Comes(SubmissionStage.Taken);
        Answers(1, "I run them.");
        Becomes(new AgentState.UsingTool("Bash", "npm test"));
        Says("status");
        CutsIn();
        Done();
        Answers(1, "They passed.");
        Assert.Equal("They passed.", SaidSince());
    }

    [Fact]
    public void Who_cut_a_reply_and_is_answered_within_it_is_told_that_there_is_an_answer()
    {
        TalkToKunduz();
        Says("explain it");
        Comes(SubmissionStage.Taken);
        Answers(1, "Long ago.");
        CutsIn("Long");
        SaysAtOnce("only the parser");
        Comes(SubmissionStage.Taken);
        Answers(1, "The parser reads.");
        AnswerEnds(1);
        Becomes(new AgentState.Idle());
        Done();
        Step(d => d.Elapsed(ReceptionTimer.Silent));
        Assert.Equal(Phrases.DoneUnheard("kunduz"), SaidSince());
    }

    [Fact]
    public void A_piece_that_came_when_its_speech_had_just_ended_is_said_all_the_same()
    {
        TalkToKunduz();
        Says("go");
        Answers(1, "One.");
        Yield();
        Done();
        Answers(1, "Two.");
        var speech = State.Speech!;
        // The call had ended the text, which had paused, before that piece came.
        Step(d => d.Spoken(new CallReplies.Spoken(Call, speech.Id, Interrupted: false, "One.", TurnTimings.None)));
        Done();
        Assert.Contains("Two.", SaidSince() + State.Speech!.Text, StringComparison.Ordinal);
        Answers(1, "Three.");
        Assert.EndsWith("Three.", State.Speech!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_speech_is_begun_when_the_one_before_is_over()
    {
        TalkToKunduz();
        Says("status");
        Yield();
        Done();
        Answers(1, "I am here.");
        Assert.Empty(ToldCall().OfType<CallCommands.Speak>());
        HearsOut();
        Assert.Equal("I am here.", SaidSince());
    }

    [Fact]
    public void A_reply_of_one_long_piece_is_said_as_far_as_can_be_listened_to()
    {
        TalkToKunduz();
        Says("print it");
        Answers(1, string.Join(' ', Enumerable.Repeat("word", 5_000)));
        var said = SaidSince();
        Assert.InRange(said.Length, 10_000, 16_384);
        HearsOut();
        Assert.Contains(Phrases.ReplyTooLong, said + SaidSince(), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_leaves_in_mid_reply_hears_no_more_of_it_and_who_comes_back_hears_what_comes_then()
    {
        TalkToKunduz();
        Says("explain it");
        Answers(1, "Long ago.");
        // The hearing is being taken back for the reply.
        SaysAtOnce("switchboard");
        Assert.DoesNotContain("Long ago", SaidSince(), StringComparison.Ordinal);
        Answers(1, "In those days.");
        Assert.DoesNotContain("those days", SaidSince(), StringComparison.Ordinal);
        Says("talk to kunduz");
        Step(d => d.Replied(new WorkspaceReplies.Standing(Kunduz, StandingOf("kunduz", new AgentState.Thinking()))));
        HearsOut();
        Done();
        Answers(1, "And now.");
        Assert.Equal("And now.", SaidSince());
    }

    [Fact]
    public void One_that_somebody_took_back_is_waited_for_no_more()
    {
        TalkToKunduz();
        Says("run the tests");
        Comes(SubmissionStage.Withdrawn);
        Yield();
        Assert.False(State.Hearing!.IsPatient);
    }
}
