using CallActors.Contracts.Agents;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>An agent at work: stopping it, waiting for it, and its failure.</summary>
public sealed class ReceptionWorkSpec : ReceptionSpec
{
    [Fact]
    public void Stop_said_to_our_own_reading_stops_that_alone()
    {
        TalkToKunduz();
        Says("status");
        CutsIn();
        Done();
        SaysAtOnce("stop");
        Assert.Empty(WorkspaceTold<WorkspaceCommands.Interrupt>());
        Assert.Equal("", SaidSince());
        Assert.False(State.Hearing!.IsPatient);
    }

    [Fact]
    public void While_the_agent_works_stop_to_our_reading_is_asked_about_and_a_second_one_stops_the_agent()
    {
        TalkToKunduz(new AgentState.Thinking());
        Says("status");
        CutsIn();
        Done();
        SaysAtOnce("stop");
        Assert.Empty(WorkspaceTold<WorkspaceCommands.Interrupt>());
        CutsIn();
        SaysAtOnce("stop");
        Assert.Single(WorkspaceTold<WorkspaceCommands.Interrupt>());
    }

    [Fact]
    public void Stop_said_to_the_reply_of_an_agent_at_work_stops_the_agent()
    {
        TalkToKunduz();
        Says("explain it");
        Comes(SubmissionStage.Taken);
        Becomes(new AgentState.Thinking());
        Answers(1, "Long ago.");
        CutsIn("Long");
        SaysAtOnce("stop");
        Assert.Single(WorkspaceTold<WorkspaceCommands.Interrupt>());
    }

    [Fact]
    public void Stop_and_say_interrupts_and_submits()
    {
        TalkToKunduz(new AgentState.Thinking());
        Says("stop and run the linter instead");
        Assert.Single(WorkspaceTold<WorkspaceCommands.Interrupt>());
        Assert.Single(WorkspaceTold<WorkspaceCommands.Submit>());
    }

    [Fact]
    public void What_waits_is_followed_when_the_agent_is_stopped()
    {
        TalkToKunduz(new AgentState.Thinking());
        Says("run the tests");
        Comes(SubmissionStage.Queued, "It waits.");
        Says("stop");
        Step(d => d.Replied(new WorkspaceReplies.Done(Kunduz)));
        Assert.Single(((Place.Session)State.Place!).Sent);
    }

    [Fact]
    public void An_agent_that_was_busy_when_it_was_entered_is_said_to_be_done_and_not_to_be_wordless()
    {
        TalkToKunduz(new AgentState.Thinking());
        AnswerEnds(1);
        Becomes(new AgentState.Idle());
        Assert.Equal(Phrases.Done("kunduz"), SaidSince());
    }

    [Fact]
    public void An_agent_that_never_answers_is_waited_for_no_more_until_it_does()
    {
        TalkToKunduz();
        Says("hello?");
        Comes(SubmissionStage.Typed);
        Step(d => d.Elapsed(ReceptionTimer.Unanswered));
        Yield();
        Assert.False(State.Hearing!.IsPatient);
        Becomes(new AgentState.Thinking());
        Yield();
        Assert.True(State.Hearing!.IsPatient);
    }

    [Fact]
    public void What_still_waits_is_not_said_to_be_unanswered()
    {
        TalkToKunduz();
        Says("hello?");
        Done();
        Step(d => d.Elapsed(ReceptionTimer.Unanswered));
        Assert.Equal(Phrases.StillWaits("kunduz"), Assert.Single(ToldCall().OfType<CallCommands.Announce>()).Line);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failure_is_told_at_once_once_and_with_its_reason(bool replyFirst)
    {
        TalkToKunduz();
        Says("run the tests");
        Comes(SubmissionStage.Taken);
        Becomes(new AgentState.Thinking());
        Done();
        if (replyFirst) AnswerEnds(1, ReplyEnd.Failed);
        Becomes(new AgentState.Failed("rate_limit"));
        if (!replyFirst) AnswerEnds(1, ReplyEnd.Failed);
        Step(d => d.Elapsed(ReceptionTimer.Silent));
        Assert.Equal("kunduz has failed: rate limit.", SaidSince());
        Assert.False(State.Hearing!.IsPatient);
    }

    [Fact]
    public void In_three_minutes_of_one_command_the_person_hears_every_minute_that_it_goes_on()
    {
        TalkToKunduz();
        Says("run the tests");
        Comes(SubmissionStage.Taken);
        Becomes(new AgentState.UsingTool("Bash", "npm test"));
        Done();
        var running = StandingOf("kunduz", new AgentState.UsingTool("Bash", "npm test"));
        Step(d => d.Told(new WorkspaceActivity.Changed(Kunduz, running)));
        List<string> lines = [];
        for (var i = 0; i < 18; i++)
        {
            Pass(10);
            Step(d => d.Elapsed(ReceptionTimer.Progress));
            lines.AddRange(ToldCall().OfType<CallCommands.ReportProgress>().Select(p => p.Line));
        }

        Assert.Equal(["one minute", "two minutes", "three minutes"], lines.Select(l => l[(l.LastIndexOf("for ", StringComparison.Ordinal) + 4)..].TrimEnd('.')));
        Assert.All(lines, l => Assert.StartsWith("Still at it: kunduz is running npm test", l, StringComparison.Ordinal));
    }
}
