using System.Text.Json;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Assistants;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Texts;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Tests.Assistants;

/// <summary>What the assistant can do, and what it is not let do.</summary>
public sealed class AssistantToolsSpec : AssistantSpec
{
    [Fact]
    public void The_tools_are_offered_in_one_order_with_schemas_that_are_json()
    {
        var tools = Say(T1, "Hello?").Request.Tools;
        Assert.Equal(["list_workspaces", "workspace_status", "submit_to_workspace", "send_text", "schedule_call", "scheduled_calls", "cancel_call", "read_file"], tools.Select(t => t.Name));
        Assert.All(tools, t => Assert.Equal("object", JsonDocument.Parse(t.Schema).RootElement.GetProperty("type").GetString()));
    }

    [Fact]
    public void A_list_tells_each_workspace_and_what_it_waits_for()
    {
        Use("list_workspaces", "{}");
        Assert.Equal("looking at your workspaces", Caller.ExpectMsg<AssistantActivity.UsesTool>().Doing);
        Assert.Equal(Ada, Directory.ExpectMsg<WorkspaceDirectory.List>().Person);
        var asking = Summary(WorkspaceId.Of("tmux", "%2"), "api", new AgentState.Waiting(AgentQuestion.Permission, "Bash", "rm -r build")) with
        {
            Question = new OpenQuestion(1, AgentQuestion.Permission, "Bash", "rm -r build", []),
        };
        Directory.Reply(new WorkspaceDirectory.Listing([Summary(Kunduz, "kunduz"), asking], ["The host cmux is away."]));
        var result = Result();
        Assert.False(result.IsError);
        Assert.Contains("kunduz (id tmux:%1): idle", result.Content, StringComparison.Ordinal);
        Assert.Contains("api (id tmux:%2): waiting for the person", result.Content, StringComparison.Ordinal);
        Assert.Contains("permission to use Bash: rm -r build", result.Content, StringComparison.Ordinal);
        Assert.Contains("The host cmux is away.", result.Content, StringComparison.Ordinal);
    }

    [Fact]
    public void A_status_is_asked_of_the_workspace_and_the_agent_is_not_disturbed()
    {
        Use("workspace_status", """{"workspace":"KUNDUZ"}""");
        List(Summary(Kunduz, "kunduz"));
        Workspaces.ExpectMsg(new WorkspaceCommands.GetStanding(Kunduz));
        var facts = WorkspaceFacts.None with { Branch = "main", Log = [new LogLine(LogLineLevel.Error, "", "one test failed")] };
        Workspaces.Reply(new WorkspaceReplies.Standing(
            Kunduz,
            new WorkspaceStanding(WorkspaceReach.Here, null, new AgentState.Thinking(), AgentSource.Hook, default, false, null, facts, new string('x', 9000) + "All done.", AgentSource.Hook, null, 0)));
        var result = Result();
        Assert.Contains("Branch: main", result.Content, StringComparison.Ordinal);
        Assert.Contains("one test failed", result.Content, StringComparison.Ordinal);
        Assert.EndsWith("All done.", result.Content, StringComparison.Ordinal);
        Assert.InRange(result.Content.Length, 1, 5000);
    }

    [Fact]
    public void An_instruction_is_queued_under_a_name_of_its_use_and_is_a_deed()
    {
        Use("submit_to_workspace", """{"workspace":"tmux:%1","text":"run the tests"}""");
        List(Summary(Kunduz, "kunduz"));
        var submit = Workspaces.ExpectMsg<WorkspaceCommands.Submit>();
        Assert.Equal((Kunduz, "run the tests", Call.Value), (submit.WorkspaceId, submit.Text, submit.By));
        Workspaces.Reply(new WorkspaceReplies.Queued(Kunduz, submit.SubmissionId, 2));
        var deed = Switchboards.ExpectMsg<SwitchboardCommands.NoteDeed>();
        Assert.Equal((Ada, Call, CallDeed.Submitted, Kunduz), (deed.Person, deed.CallId, deed.Deed, deed.WorkspaceId!.Value));
        Assert.DoesNotContain("tests", deed.Detail, StringComparison.Ordinal);
        Assert.Equal((false, "It is queued, behind 2 others."), (Result() is var r ? (r.IsError, r.Content) : default));
    }

    [Theory]
    [InlineData("""{"workspace":"somebody else's","text":"a"}""", "There is no such workspace.")]
    [InlineData("""{"workspace":"tmux:%9","text":"a"}""", "There is no such workspace.")]
    [InlineData("""{"workspace":"twin","text":"a"}""", "say which by its id: tmux:%3, tmux:%4")]
    public void Only_a_workspace_of_the_persons_own_list_is_told_anything(string input, string fault)
    {
        Use("submit_to_workspace", input);
        List(Summary(Kunduz, "kunduz"), Summary(WorkspaceId.Of("tmux", "%3"), "twin"), Summary(WorkspaceId.Of("tmux", "%4"), "Twin"));
        var result = Result();
        Assert.True(result.IsError);
        Assert.Contains(fault, result.Content, StringComparison.Ordinal);
        Assert.False(Workspaces.HasMessages);
    }

    [Fact]
    public void A_workspaces_refusal_is_the_models_to_tell_and_no_deed()
    {
        Use("submit_to_workspace", """{"workspace":"kunduz","text":"run the tests"}""");
        List(Summary(Kunduz, "kunduz"));
        Workspaces.ExpectMsg<WorkspaceCommands.Submit>();
        Workspaces.Reply(new WorkspaceReplies.Refused(Kunduz, WorkspaceRefusal.QueueFull, "Too many texts wait."));
        Assert.Equal((true, "Too many texts wait."), (Result() is var r ? (r.IsError, r.Content) : default));
        Assert.False(Switchboards.HasMessages);
    }

    [Fact]
    public void A_text_goes_to_the_persons_own_number_and_is_a_deed()
    {
        Use("send_text", """{"body":"git push --force-with-lease"}""");
        var send = Texts.ExpectMsg<ThreadCommands.SendText>();
        Assert.Equal((Number, "git push --force-with-lease", false), (send.Address, send.Body, send.Waits));
        Texts.Reply(new ThreadReplies.Sent(Number, send.OperationId));
        var deed = Switchboards.ExpectMsg<SwitchboardCommands.NoteDeed>();
        Assert.Equal((CallDeed.Submitted, null), (deed.Deed, deed.WorkspaceId));
        Assert.DoesNotContain("push", deed.Detail, StringComparison.Ordinal);
        Assert.Equal("The text is sent.", Result().Content);
    }

    [Fact]
    public void A_file_is_read_or_the_reason_why_not_is_told()
    {
        Use("read_file", """{"path":"notes.md"}""");
        Assert.Equal((false, "Ship it."), (Result() is var r ? (r.IsError, r.Content) : default));
        Files.Reading = new FileReading.Refused(FileRefusal.Secret, "That file may hold secrets, so it is not read.");
        Use("read_file", """{"path":".env"}""", T2, "u-2");
        Assert.Equal((true, "That file may hold secrets, so it is not read."), (Result() is var s ? (s.IsError, s.Content) : default));
    }

    [Theory]
    [InlineData("workspace_status", "{}", "The field 'workspace' is missing.")]
    [InlineData("workspace_status", """{"workspace":7}""", "'workspace' must be a text of 1 to 128 characters.")]
    [InlineData("workspace_status", """{"workspace":"  "}""", "'workspace' must be a text of 1 to 128 characters.")]
    [InlineData("workspace_status", """{"workspace":"a","force":true}""", "There is no field 'force'. This tool has 'workspace'.")]
    [InlineData("list_workspaces", """{"all":true}""", "There is no field 'all'. This tool has none.")]
    [InlineData("schedule_call", """{"in_minutes":1.5,"about":"a"}""", "'in_minutes' must be a whole number from 1 to 527040.")]
    [InlineData("schedule_call", """{"in_minutes":0,"about":"a"}""", "'in_minutes' must be a whole number from 1 to 527040.")]
    [InlineData("send_text", "[]", "The input must be a JSON object.")]
    [InlineData("send_text", "{", "The input is not JSON.")]
    [InlineData("delete_everything", "{}", "There is no such tool.")]
    public void An_input_that_does_not_fit_is_told_to_the_model_in_a_sentence(string tool, string input, string fault)
    {
        Use(tool, input);
        var result = Result();
        Assert.Equal((true, fault), (result.IsError, result.Content));
        Assert.False(Directory.HasMessages || Texts.HasMessages);
    }

    [Fact]
    public void A_tool_that_does_not_answer_is_not_waited_for_longer_than_fifteen_seconds()
    {
        Use("list_workspaces", "{}");
        Directory.ExpectMsg<WorkspaceDirectory.List>();
        Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal((true, "This took too long; it may still be done."), (Result() is var r ? (r.IsError, r.Content) : default));
    }

    [Fact]
    public void A_barge_in_before_an_instruction_was_passed_on_stops_it()
    {
        Use("submit_to_workspace", """{"workspace":"kunduz","text":"deploy"}""");
        Directory.ExpectMsg<WorkspaceDirectory.List>();
        var tool = Directory.LastSender;
        Watch(tool);
        Send(new AssistantCommands.Cut(Ada, T1, ""));
        Ended(AssistantEnding.Cut);
        ExpectTerminated(tool);
        Assert.False(Workspaces.HasMessages);
    }

    [Fact]
    public void An_instruction_that_was_passed_on_is_a_deed_also_after_a_barge_in()
    {
        Use("submit_to_workspace", """{"workspace":"kunduz","text":"deploy"}""");
        List(Summary(Kunduz, "kunduz"));
        var submit = Workspaces.ExpectMsg<WorkspaceCommands.Submit>();
        Send(new AssistantCommands.Cut(Ada, T1, ""));
        Ended(AssistantEnding.Cut);
        Workspaces.Reply(new WorkspaceReplies.Queued(Kunduz, submit.SubmissionId, 0));
        Switchboards.ExpectMsg<SwitchboardCommands.NoteDeed>();
        var history = Say(T2, "Wait.").Request.Messages;
        SoundHistory.Check(history);
        Assert.Contains("may have been done", Assert.IsType<ModelPart.ToolResult>(history[2].Parts[0]).Content, StringComparison.Ordinal);
    }

    private void List(params WorkspaceSummary[] workspaces)
    {
        Directory.ExpectMsg<WorkspaceDirectory.List>();
        Directory.Reply(new WorkspaceDirectory.Listing(workspaces, []));
    }
}
