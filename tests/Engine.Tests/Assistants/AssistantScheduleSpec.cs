using CallActors.Contracts.Calls;
using CallActors.Contracts.Schedules;
using CallActors.Engine.Assistants.Tools;

namespace CallActors.Engine.Tests.Assistants;

/// <summary>The assistant orders calls for a time, tells of them, and takes them back.</summary>
public sealed class AssistantScheduleSpec : AssistantSpec
{
    private static readonly CallId Ordered = CallId.ForIdempotencyKey("ordered");

    [Fact]
    public void The_model_knows_the_moment_in_the_persons_zone_and_it_stands_still_while_the_turn_runs()
    {
        var now = Sys.Scheduler.Now;
        var first = Say(T1, "Call me tomorrow at nine.");
        Assert.Equal($"It is {TimeWords.Of(now, Zone)}. The person's time zone is Here; times that they tell are meant there.", first.Request.Moment);
        Assert.Contains("(UTC+02:00)", first.Request.Moment, StringComparison.Ordinal);
        first.Use("u-1", "schedule_call", """{"in_minutes":90,"about":"The build."}""");
        first.End(Contracts.Assistants.ModelStop.ToolUse);
        Schedules.ExpectMsg<ScheduleCommands.Schedule>();
        Settle();
        Time.Advance(TimeSpan.FromSeconds(10));
        Schedules.Reply(new ScheduleReplies.Refused(Ada, ScheduleRefusal.TooMany, "There are too many."));
        Assert.Equal(first.Request.Moment, Model.Next().Request.Moment);
    }

    [Fact]
    public void A_call_is_ordered_for_so_many_minutes_from_now_and_the_answer_says_when_that_is()
    {
        var due = Sys.Scheduler.Now.AddMinutes(90);
        Use("schedule_call", """{"in_minutes":90,"about":"The build."}""");
        var order = Schedules.ExpectMsg<ScheduleCommands.Schedule>();
        Assert.Equal((Ada, due, "The build."), (order.Person, order.Due, order.About));
        Schedules.Reply(new ScheduleReplies.Scheduled(Ada, new ScheduledCall(Ordered, order.Key, order.Due, order.About)));
        var result = Result();
        Assert.False(result.IsError);
        Assert.Equal($"The call is noted for {TimeWords.Of(due, Zone)}, in 90 minutes. Its id is {Ordered}.", result.Content);
    }

    [Theory]
    [InlineData("2030-05-06T09:00+05:30", "2030-05-06T03:30Z")]
    [InlineData("2030-05-06T09:00:15Z", "2030-05-06T09:00:15Z")]
    [InlineData("2030-05-06T09:00:15.250-01:00", "2030-05-06T10:00:15.250Z")]
    [InlineData("2030-05-06T09:00", "2030-05-06T07:00Z")]
    public void A_call_is_ordered_for_a_time_which_is_the_persons_where_no_offset_is_told(string at, string due)
    {
        Use("schedule_call", $$"""{"at":"{{at}}","about":"The build."}""");
        Assert.Equal(DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture), Schedules.ExpectMsg<ScheduleCommands.Schedule>().Due);
    }

    [Theory]
    [InlineData("""{"about":"a"}""", "Give either 'at' or 'in_minutes'.")]
    [InlineData("""{"at":"2030-05-06T09:00Z","in_minutes":5,"about":"a"}""", "Give either 'at' or 'in_minutes'.")]
    [InlineData("""{"at":"tomorrow at nine o'clock","about":"a"}""", "'at' must be a date and time by ISO 8601, such as 2026-11-22T09:00+01:00.")]
    [InlineData("""{"at":"0001-01-01T00:30","about":"a"}""", "'at' must be a date and time by ISO 8601, such as 2026-11-22T09:00+01:00.")]
    [InlineData("""{"in_minutes":5}""", "The field 'about' is missing.")]
    public void A_time_that_is_none_is_told_to_the_model_and_nothing_is_ordered(string input, string fault)
    {
        Use("schedule_call", input);
        var result = Result();
        Assert.Equal((true, fault), (result.IsError, result.Content));
        Assert.False(Schedules.HasMessages);
    }

    [Fact]
    public void Why_not_is_told_to_the_model()
    {
        Use("schedule_call", """{"in_minutes":90,"about":"The build."}""");
        Schedules.ExpectMsg<ScheduleCommands.Schedule>();
        Schedules.Reply(new ScheduleReplies.Refused(Ada, ScheduleRefusal.NotCallable, "There is no number."));
        var result = Result();
        Assert.Equal((true, "There is no number."), (result.IsError, result.Content));
    }

    [Fact]
    public void The_calls_are_listed_with_what_became_of_the_latest()
    {
        var due = Sys.Scheduler.Now.AddHours(3);
        Use("scheduled_calls", "{}");
        Assert.Equal(Ada, Schedules.ExpectMsg<ScheduleCommands.List>().Person);
        Schedules.Reply(new ScheduleReplies.Listing(Ada,
        [
            new ScheduledCall(Ordered, "k", due, "The build."),
            new ScheduledCall(Call, "j", due.AddHours(-9), "The deployment.", ScheduledCallState.Missed),
        ]));
        Assert.Equal($"{TimeWords.Of(due, Zone)}, in 3 hours (id {Ordered}): The build.\nMissed, {TimeWords.Of(due.AddHours(-9), Zone)}: The deployment.", Result().Content.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_call_is_cancelled_by_its_id()
    {
        Use("cancel_call", $$"""{"id":"{{Ordered}}"}""");
        Assert.Equal(new ScheduleCommands.Cancel(Ada, Ordered), Schedules.ExpectMsg<ScheduleCommands.Cancel>());
        Schedules.Reply(new ScheduleReplies.Cancelled(Ada, new ScheduledCall(Ordered, "k", Sys.Scheduler.Now, "The build.", ScheduledCallState.Cancelled)));
        Assert.Equal($"The call of {TimeWords.Of(Sys.Scheduler.Now, Zone)} is cancelled.", Result().Content);
    }

    [Fact]
    public void What_is_no_id_is_told_to_the_model()
    {
        Use("cancel_call", """{"id":"the one tomorrow"}""");
        Assert.Equal("That is not the id of a call.", Result().Content);
        Assert.False(Schedules.HasMessages);
    }

    [Fact]
    public void Times_are_told_in_full()
    {
        Assert.Equal("Sunday 22 November 2026, 09:00 (UTC+02:00)", TimeWords.Of(new DateTimeOffset(2026, 11, 22, 7, 0, 0, TimeSpan.Zero), Zone));
        Assert.Equal(["in 0 seconds", "in 59 seconds", "in 20 minutes", "in 2 hours", "in 3 days"], new[] { -5, 59, 1200, 7200, 3 * 86400 }.Select(s => TimeWords.In(TimeSpan.FromSeconds(s))));
    }
}
