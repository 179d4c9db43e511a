using System.Text;
using CallActors.Cmux.ClaudeCode;
using CallActors.Contracts.Agents;

namespace CallActors.Cmux.Tests.ClaudeCode;

public sealed class AgentRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly AgentSession One = Session("one");
    private readonly AgentRules _rules = new(new AgentTimes());
    private AgentKnowledge _known = AgentRules.Begin(Start);
    private DateTimeOffset _now = Start;

    private AgentState State => _known.State;

    [Fact]
    public void A_real_session_goes_through_the_states_that_its_person_saw()
    {
        var states = new List<string>();
        foreach (var line in Recording.Hooks)
        {
            if (HookParser.Read(Encoding.UTF8.GetBytes(line)) is not { } hook) continue;
            Pass(TimeSpan.FromSeconds(2));
            if (HookObservations.Of(hook, _now) is { } seen) See(seen);
            var shown = State switch
            {
                AgentState.UsingTool tool => $"{tool.Tool}: {tool.About}",
                AgentState.Waiting waiting => $"{waiting.For}? {waiting.About}",
                AgentState.Gone gone => $"Gone: {gone.Reason}",
                AgentState.Failed failed => $"Failed: {failed.Reason}",
                _ => State.GetType().Name,
            };
            if (states.Count == 0 || states[^1] != shown) states.Add(shown);
        }
        Assert.Equal(
            [
                "Gone: other", "Idle", "Thinking", "Idle",
                "Thinking", "Bash: touch made.txt && sleep 6", "Permission? touch made.txt && sleep 6", "Thinking", "Idle",
                // Escape, then a refusal: Claude Code says nothing of either.
                "Thinking", "Bash: touch denied.txt", "Permission? touch denied.txt",
                "Thinking", "Idle", "Thinking", "Bash: touch y && false", "Permission? touch y && false", "Thinking", "Idle",
                "Thinking", "Choice? Which colour?", "Thinking", "Idle",
                "Compacting", "Idle", "Starting", "Idle", "Thinking", "Idle", "Gone: prompt_input_exit",
                // And a word of a conversation that was over before.
            ],
            states);
    }

    [Fact]
    public void A_turn_that_is_over_may_be_made_to_go_on_and_is_settled_when_nobody_did()
    {
        Prompt();
        See(new AgentObservation.TurnEnded(AgentSource.Hook, _now));
        Assert.IsType<AgentState.Idle>(State);
        Assert.False(_known.IsSettled);
        Pass(TimeSpan.FromMilliseconds(300));
        Tool("Bash", "npm test", "t-1");
        Assert.Equal(new AgentState.UsingTool("Bash", "npm test"), State);
        See(new AgentObservation.TurnEnded(AgentSource.Hook, _now));
        Pass(TimeSpan.FromMilliseconds(700));
        Assert.True(_known.IsSettled);
        Assert.Null(_known.Due);
    }

    [Fact]
    public void Escape_is_believed_after_two_seconds_in_which_the_agent_did_nothing()
    {
        Prompt();
        See(new AgentObservation.EscapePressed(AgentSource.Host, _now));
        Pass(TimeSpan.FromSeconds(1.9));
        Assert.IsType<AgentState.Thinking>(State);
        Pass(TimeSpan.FromSeconds(0.1));
        Assert.IsType<AgentState.Idle>(State);
        // It had only closed a menu: whoever sees it work is believed.
        See(new AgentObservation.Looks(AgentSource.Screen, _now, new AgentState.Thinking()));
        Assert.IsType<AgentState.Thinking>(State);
    }

    [Fact]
    public void Escape_that_the_agent_did_not_heed_is_forgotten()
    {
        Prompt();
        See(new AgentObservation.EscapePressed(AgentSource.Host, _now));
        Tool("Bash", "make", "t-1");
        Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(new AgentState.UsingTool("Bash", "make"), State);
    }

    [Fact]
    public void What_the_transcript_says_of_an_interruption_is_believed_at_once_unless_it_is_of_a_turn_before()
    {
        Prompt();
        var then = _now;
        Pass(TimeSpan.FromSeconds(3));
        Prompt();
        See(new AgentObservation.Interrupted(AgentSource.Transcript, then));
        Assert.IsType<AgentState.Thinking>(State);
        Pass(TimeSpan.FromSeconds(1));
        See(new AgentObservation.Interrupted(AgentSource.Transcript, _now));
        Assert.IsType<AgentState.Idle>(State);
    }

    [Fact]
    public void A_stop_that_never_came_is_made_up_for_by_the_transcript()
    {
        Prompt();
        Pass(TimeSpan.FromSeconds(4));
        See(new AgentObservation.TurnEnded(AgentSource.Transcript, _now));
        Pass(TimeSpan.FromSeconds(1.9));
        Assert.IsType<AgentState.Thinking>(State);
        Pass(TimeSpan.FromSeconds(0.1));
        Assert.IsType<AgentState.Idle>(State);
    }

    [Fact]
    public void Without_any_hook_the_transcript_is_enough()
    {
        See(new AgentObservation.PromptTaken(AgentSource.Transcript, _now));
        Assert.IsType<AgentState.Thinking>(State);
        Pass(TimeSpan.FromSeconds(4));
        See(new AgentObservation.TurnEnded(AgentSource.Transcript, _now));
        Assert.IsType<AgentState.Idle>(State);
    }

    [Fact]
    public void Who_says_idle_a_minute_later_is_idle_and_who_asks_still_asks()
    {
        Prompt();
        See(new AgentObservation.StillIdle(AgentSource.Hook, _now));
        Assert.IsType<AgentState.Idle>(State);
        Prompt();
        Ask("Bash", "rm x");
        See(new AgentObservation.StillIdle(AgentSource.Hook, _now));
        See(new AgentObservation.StillAsks(AgentSource.Hook, _now, AgentQuestion.Permission, "Claude needs your permission"));
        Assert.Equal(new AgentState.Waiting(AgentQuestion.Permission, "Bash", "rm x"), State);
    }

    [Theory]
    [InlineData("agent_completed")]
    [InlineData("auth_success")]
    [InlineData("a_kind_to_come")]
    public void A_notification_that_is_not_about_its_state_changes_nothing(string kind)
    {
        Prompt();
        Assert.Null(HookObservations.Of(new HookEvent(HookKind.Notification) { Cause = kind, Session = One }, _now));
    }

    [Fact]
    public void An_agent_within_the_agent_changes_nothing_but_may_ask()
    {
        Prompt();
        Tool("Task", "look around", "t-1");
        See(HookObservations.Of(new HookEvent(HookKind.PreToolUse) { Tool = "Grep", ToolCall = "t-2", SubAgent = "a", Session = One }, _now)!);
        Assert.Equal(new AgentState.UsingTool("Task", "look around"), State);
        See(HookObservations.Of(new HookEvent(HookKind.PermissionRequest) { Tool = "Bash", About = "ls", SubAgent = "a", Session = One }, _now)!);
        Assert.Equal(new AgentState.Waiting(AgentQuestion.Permission, "Bash", "ls"), State);
        See(HookObservations.Of(new HookEvent(HookKind.PostToolUse) { Tool = "Bash", ToolCall = "t-3", SubAgent = "a", Session = One }, _now)!);
        See(HookObservations.Of(new HookEvent(HookKind.SubagentStop) { SubAgent = "a", LastMessage = "x", Session = One }, _now)!);
        Assert.Equal(new AgentState.UsingTool("Task", "look around"), State);
    }

    [Fact]
    public void A_question_stays_while_another_tool_finishes_and_goes_when_its_own_does()
    {
        Prompt();
        Tool("Read", "a.txt", "t-1");
        Tool("Bash", "make", "t-2");
        Ask("Bash", "make");
        See(new AgentObservation.ToolFinished(AgentSource.Hook, _now, "t-1", WasInterrupted: false));
        Assert.IsType<AgentState.Waiting>(State);
        See(new AgentObservation.ToolFinished(AgentSource.Hook, _now, "t-2", WasInterrupted: false));
        Assert.IsType<AgentState.Thinking>(State);
    }

    [Fact]
    public void A_question_that_the_person_answered_at_the_keyboard_is_looked_for_and_the_screen_believed()
    {
        Prompt();
        Tool("Bash", "make", "t-1");
        Ask("Bash", "make");
        See(new AgentObservation.Looks(AgentSource.Screen, _now, new AgentState.Thinking()));
        Assert.IsType<AgentState.Waiting>(State);
        Pass(TimeSpan.FromSeconds(3));
        Assert.True(_known.IsDoubtful);
        See(new AgentObservation.Looks(AgentSource.Screen, _now, new AgentState.Thinking()));
        Assert.IsType<AgentState.Thinking>(State);
    }

    [Fact]
    public void Our_own_answer_is_known_at_once()
    {
        Prompt();
        Tool("Bash", "make", "t-1");
        Ask("Bash", "make");
        See(new AgentObservation.Answered(AgentSource.Host, _now, IsGranted: true));
        Assert.Equal(new AgentState.UsingTool("Bash", "make"), State);
        Ask("Bash", "make");
        See(new AgentObservation.Answered(AgentSource.Host, _now, IsGranted: false));
        Pass(TimeSpan.FromSeconds(2));
        Assert.IsType<AgentState.Idle>(State);
    }

    [Fact]
    public void A_hook_is_believed_against_the_screen_for_thirty_seconds()
    {
        Prompt();
        Pass(TimeSpan.FromSeconds(29));
        See(new AgentObservation.Looks(AgentSource.Screen, _now, new AgentState.Idle()));
        Assert.IsType<AgentState.Thinking>(State);
        Pass(TimeSpan.FromSeconds(1));
        Assert.True(_known.IsDoubtful);
        See(new AgentObservation.Looks(AgentSource.Screen, _now, new AgentState.Idle()));
        Assert.Equal((new AgentState.Idle(), AgentSource.Screen), (State, _known.Source));
    }

    [Fact]
    public void A_screen_that_agrees_confirms_and_takes_nothing_away()
    {
        Prompt();
        Tool("Bash", "make", "t-1");
        for (var i = 0; i < 10; i++)
        {
            Pass(TimeSpan.FromSeconds(20));
            See(new AgentObservation.Looks(AgentSource.Screen, _now, new AgentState.Thinking()));
        }
        Pass(TimeSpan.FromSeconds(29));
        See(new AgentObservation.Looks(AgentSource.Screen, _now, new AgentState.Idle()));
        Assert.Equal((new AgentState.UsingTool("Bash", "make"), AgentSource.Hook), (State, _known.Source));
    }

    [Fact]
    public void When_news_were_lost_whoever_sees_something_is_believed()
    {
        Prompt();
        See(new AgentObservation.NewsLost(AgentSource.Hook, _now));
        Pass(TimeSpan.Zero);
        Assert.True(_known.IsDoubtful);
        See(new AgentObservation.Looks(AgentSource.Screen, _now, new AgentState.Idle()));
        Assert.IsType<AgentState.Idle>(State);
    }

    [Fact]
    public void Compaction_returns_to_what_was_done_before()
    {
        Prompt();
        Tool("Bash", "make", "t-1");
        See(new AgentObservation.CompactionStarted(AgentSource.Hook, _now));
        Assert.IsType<AgentState.Compacting>(State);
        See(new AgentObservation.SessionStarted(AgentSource.Hook, _now, SessionStart.Compact) { Session = One });
        Assert.IsType<AgentState.Compacting>(State);
        See(new AgentObservation.CompactionFinished(AgentSource.Hook, _now));
        Assert.Equal(new AgentState.UsingTool("Bash", "make"), State);
    }

    [Fact]
    public void What_a_dead_agent_still_had_to_say_does_not_raise_it_and_a_new_one_does()
    {
        Prompt();
        See(new AgentObservation.ProcessExited(AgentSource.Process, _now));
        Assert.IsType<AgentState.Gone>(State);
        See(new AgentObservation.TurnEnded(AgentSource.Hook, _now) { Session = One });
        Tool("Bash", "make", "t-1");
        Assert.IsType<AgentState.Gone>(State);
        See(new AgentObservation.SessionStarted(AgentSource.Hook, _now, SessionStart.Startup) { Session = Session("two") });
        Assert.IsType<AgentState.Idle>(State);
        Assert.Equal("two", _known.Session!.Id.Value);
    }

    [Fact]
    public void What_another_conversation_says_is_not_ours()
    {
        See(new AgentObservation.SessionStarted(AgentSource.Hook, _now, SessionStart.Startup) { Session = One });
        Prompt();
        See(new AgentObservation.TurnEnded(AgentSource.Hook, _now) { Session = Session("two") });
        Assert.IsType<AgentState.Thinking>(State);
    }

    private static AgentSession Session(string name) => AgentSessionId.TryParse(name, out var id) ? new AgentSession(id, $"/t/{name}.jsonl") : throw new ArgumentException(name);

    private void See(AgentObservation seen) => _known = _rules.Observe(_known, seen, _now);

    private void Prompt() => See(new AgentObservation.PromptTaken(AgentSource.Hook, _now));

    private void Tool(string tool, string about, string call) => See(new AgentObservation.ToolStarted(AgentSource.Hook, _now, call, tool, about));

    private void Ask(string tool, string about) => See(new AgentObservation.Asked(AgentSource.Hook, _now, AgentQuestion.Permission, tool, about));

    private void Pass(TimeSpan by)
    {
        _now += by;
        _known = _rules.Elapse(_known, _now);
    }
}
