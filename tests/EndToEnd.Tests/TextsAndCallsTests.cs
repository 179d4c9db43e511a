using CallActors.Demo;
using CallActors.Simulators.Media;
using CallActors.Simulators.Twilio;

namespace CallActors.EndToEnd.Tests;

/// <summary>Texts that become calls and calls that become texts, through the whole product over a simulated Twilio.</summary>
public sealed class TextsAndCallsTests
{
    private const string Ours = SimulatedPhoneLine.Ours;
    private const string Person = SimulatedPhoneLine.Person;

    private static TimeSpan Patience => RunningGateway.Patience;

    [Fact]
    public async Task Who_texts_call_me_is_rung_at_once_and_the_agent_that_waited_goes_on_with_that_call()
    {
        await using var line = await SimulatedPhoneLine.StartAsync();
        var phone = line.Twilio.AddHandset(Person);
        var sending = line.Gateway.PostAsync("/api/message", new { message = "Shall I deploy?" });
        await phone.WaitForTextAsync(text => text.Body == "Shall I deploy?", Patience);
        await phone.SendTextAsync(Ours, "Call me.");
        var answer = await sending;
        Assert.True(answer.Status == 200, answer.Body + line.Gateway.Process.Output);
        Assert.Equal(("Call me.", "now"), (answer.Text("response"), answer.Text("wish")));
        var call = (TwilioCall)await phone.WaitForRingAsync(Patience);

        // The agent need not wait until somebody has picked up.
        var listening = line.Gateway.PostAsync($"/api/call/{answer.Text("callId")}/listen", new { });
        // Another text of the kind rings no second time.
        await phone.SendTextAsync(Ours, "call me now!");
        phone.Answer();
        await call.WaitForStreamAsync(Patience);
        // The greeting is cut into.
        await phone.WaitForPlayedAsync(TimeSpan.FromSeconds(1), Patience);
        await phone.SayAsync(await CallersVoice.SayAsync("Yes, run the tests.", CancellationToken.None));
        var heard = await listening;
        Assert.True(heard.Status == 200, heard.Body + line.Gateway.Process.Output);
        Assert.Contains("run the tests", heard.Text("response"), StringComparison.OrdinalIgnoreCase);
        await line.Gateway.PostAsync($"/api/call/{answer.Text("callId")}/cancel", new { });
        await phone.WaitForEndAsync(Patience);
        Assert.Single(line.Twilio.Calls);
        Assert.Empty(line.Twilio.Alerts);
    }

    [OracleFact]
    public async Task A_text_that_a_tool_sends_reaches_the_phone_and_its_reply_the_agent()
    {
        await using var line = await SimulatedPhoneLine.StartAsync();
        var phone = line.Twilio.AddHandset(Person);
        await using var client = await McpScript.ConnectAsync(await McpScript.ServerAsync(line.Gateway.Process, "http", "sdk"));
        var sending = client.CallAsync("send_message", new { message = "Shall I deploy?" }, progress: true);
        await phone.WaitForTextAsync(text => text is { Body: "Shall I deploy?", From: Ours }, Patience);
        await phone.SendTextAsync(Ours, "On Monday.");
        var sent = await sending;

        Assert.False(sent.IsError, sent.Text + line.Gateway.Process.Output);
        Assert.EndsWith("User's response:\nOn Monday.", sent.Text, StringComparison.Ordinal);
        var structured = sent.Whole.GetProperty("structured");
        Assert.Equal(("On Monday.", "none"), (structured.GetProperty("response").GetString(), structured.GetProperty("wish").GetString()));
        Assert.Equal("waiting for the person's reply", sent.Whole.GetProperty("told")[0].GetString());
        Assert.Single(phone.Texts);
        Assert.Empty(line.Twilio.Alerts);
    }

    [OracleFact]
    public async Task A_text_that_waits_for_its_reply_outlives_a_gateway_that_is_stopped_and_started_again()
    {
        await using var line = await SimulatedPhoneLine.StartAsync();
        var phone = line.Twilio.AddHandset(Person);
        await using var client = await McpScript.ConnectAsync(await McpScript.ServerAsync(line.Gateway.Process, "stdio", "sdk"));
        var sending = client.CallAsync("send_message", new { message = "Shall I deploy?" });
        await phone.WaitForTextAsync(text => text.Body == "Shall I deploy?", Patience);
        await line.Gateway.Process.DisposeAsync();
        await line.Gateway.Process.StartAgainAsync(CancellationToken.None);
        await phone.SendTextAsync(Ours, "On Monday.");

        var sent = await sending;
        Assert.False(sent.IsError, sent.Text + line.Gateway.Process.Output);
        Assert.Equal("On Monday.", sent.Whole.GetProperty("structured").GetProperty("response").GetString());
    }

    [Fact]
    public async Task Who_texts_call_me_while_no_agent_waits_is_answered_by_a_voice_that_keeps_what_is_said()
    {
        await using var line = await SimulatedPhoneLine.StartAsync();
        // Somebody who may not be called is not.
        var stranger = line.Twilio.AddHandset("+15550003333");
        await stranger.SendTextAsync(Ours, "Call me.");
        var phone = line.Twilio.AddHandset(Person);
        await phone.SendTextAsync(Ours, "Call me.");
        var call = (TwilioCall)await phone.WaitForRingAsync(Patience);
        phone.Answer();
        await call.WaitForStreamAsync(Patience);
        await phone.WaitForPlayedAsync(TimeSpan.FromSeconds(1), Patience);
        // It is cut into, as an agent is.
        await phone.SayAsync(await CallersVoice.SayAsync("Please run the tests.", CancellationToken.None));
        Assert.Equal("completed", await phone.WaitForEndAsync(Patience));

        var id = (await line.Gateway.GetAsync("/api/calls")).GetProperty("calls").EnumerateArray().Single().GetProperty("callId").GetString()!;
        Assert.Equal("agent-ended", await line.Gateway.EndReasonAsync(id));
        var said = (await line.Gateway.GetAsync($"/api/call/{id}")).GetProperty("transcript").EnumerateArray().Select(l => l.GetProperty("text").GetString()!).ToList();
        Assert.StartsWith("You asked to be called. No agent is waiting", said[0], StringComparison.Ordinal);
        Assert.Contains("run the tests", said[1], StringComparison.OrdinalIgnoreCase);
        Assert.Equal("Thank you, that is kept for your agent. Goodbye.", said[^1]);
        Assert.Single(line.Twilio.Calls);
        Assert.Empty(line.Twilio.Alerts);
    }

    [Fact]
    public async Task The_message_of_a_call_to_an_engaged_line_is_sent_once_as_a_text_and_the_agent_is_told()
    {
        await using var line = await SimulatedPhoneLine.StartAsync("conversation.text-unreached = true");
        var phone = line.Twilio.AddHandset(Person, new HandsetPlan.Busy());
        var answer = await line.Gateway.PostAsync("/api/call", new { message = "The build has failed." }, key: "call-1");
        Assert.Equal((409, "busy"), (answer.Status, answer.Text("outcome")));
        Assert.Equal("The line was engaged. Its message is sent to the person as a text instead.", answer.Text("detail"));
        await phone.WaitForTextAsync(text => text is { Body: "The build has failed.", From: Ours }, Patience);

        // A request that is repeated is told the same, and sends nothing.
        Assert.Equal(answer.Text("detail"), (await line.Gateway.PostAsync("/api/call", new { message = "The build has failed." }, key: "call-1")).Text("detail"));
        // What the person answers is kept for the next who writes; by then every text would have come.
        await phone.SendTextAsync(Ours, "I have seen it.");
        var next = line.Gateway.PostAsync("/api/message", new { message = "Shall I mend it?" });
        await phone.WaitForTextAsync(text => text.Body == "Shall I mend it?", Patience);
        await phone.SendTextAsync(Ours, "Yes.");
        // Whether the first text or the question was filed first is the machine's chance: the question may take it for its answer.
        Assert.Contains((await next).Text("response"), (string[])["I have seen it.\nYes.", "I have seen it."]);
        Assert.Equal(["The build has failed.", "Shall I mend it?"], phone.Texts.Select(text => text.Body));
        Assert.Single(line.Twilio.Calls);
        Assert.Empty(line.Twilio.Alerts);
    }
}
