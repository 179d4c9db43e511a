using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Texts;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>Calls that reach nobody, and the texts that take their place.</summary>
public sealed class CallDeciderTextsSpec : CallDeciderSpec
{
    public CallDeciderTextsSpec() => Rules = Rules with { TextsUnreached = true };

    [Theory]
    [InlineData(LegNews.NoAnswer, true)]
    [InlineData(LegNews.Busy, true)]
    [InlineData(LegNews.Declined, true)]
    [InlineData(LegNews.Failed, false)]
    [InlineData(LegNews.HungUp, false)]
    public void The_message_of_a_call_that_reached_nobody_becomes_a_text(LegNews news, bool isText)
    {
        Ring();
        Do(d => d.LegReported(Leg, news));
        Assert.Equal(isText ? [Expected(Question)] : [], Texts());
    }

    [Fact]
    public void So_does_that_of_one_that_a_machine_took()
    {
        Ring();
        Do(d => d.LegReported(Leg, LegNews.Answered));
        Do(d => d.AnsweredByReported(Leg, AnsweredBy.Machine));
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        Assert.Equal([Expected(Question)], Texts());
    }

    [Fact]
    public void The_agent_is_told_that_the_message_goes_another_way()
    {
        Ring();
        Do(d => d.LegReported(Leg, LegNews.NoAnswer));
        const string told = "Nobody answered within the ring time. Its message is sent to the person as a text instead.";
        Assert.Equal((RefusalReason.NoAnswer, told), Answered<CallReplies.Refused>("op-1") is var refused ? (refused.Reason, refused.Detail) : default);
        Assert.Equal(told, State.EndDetail);
    }

    [Fact]
    public void And_that_it_goes_by_text_besides_a_machine()
    {
        Ring();
        Do(d => d.LegReported(Leg, LegNews.Answered));
        Do(d => d.AnsweredByReported(Leg, AnsweredBy.Machine));
        Do(d => d.LegReported(Leg, LegNews.HungUp));
        Assert.EndsWith(" The message is sent to the person as a text too.", Answered<CallReplies.TurnTaken>("op-1").EndDetail, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_people_are_written_to_over_WhatsApp_it_goes_over_that()
    {
        Rules = Rules with { TextsOverWhatsApp = true };
        Ring();
        Do(d => d.LegReported(Leg, LegNews.Busy));
        Assert.Equal("whatsapp:+15550100001", Assert.Single(Texts()).Address.Value);
    }

    [Fact]
    public void A_call_that_the_person_asked_for_has_no_message_of_an_agents()
    {
        Do(d => d.Operate(Place("op-1") with { To = new Callee("+15550100001"), Message = "", Attendant = CallAttendant.TakesNote }, "quiet"));
        Do(d => d.Dialled(Leg));
        Do(d => d.LegReported(Leg, LegNews.Busy));
        Assert.Empty(Texts());
        Assert.Equal("The line was engaged.", State.EndDetail);
    }

    [Fact]
    public void Nothing_is_sent_unless_it_is_wanted_nor_to_what_is_no_number()
    {
        Rules = Rules with { TextsUnreached = false };
        Ring();
        Do(d => d.LegReported(Leg, LegNews.Busy));
        Assert.Empty(Texts());
    }

    [Fact]
    public void Nothing_is_sent_to_what_is_no_number()
    {
        Ringing();
        Do(d => d.LegReported(Leg, LegNews.Busy));
        Assert.Empty(Texts());
    }

    [Fact]
    public void A_long_message_is_cut()
    {
        Ring(new string('x', 2000));
        Do(d => d.LegReported(Leg, LegNews.Busy));
        Assert.Equal(Expected(new string('x', 1598) + " …"), Assert.Single(Texts()));
    }

    [Fact]
    public void A_call_whose_process_died_at_its_end_hands_it_over_again_but_not_days_later()
    {
        Ring();
        Do(d => d.LegReported(Leg, LegNews.Busy));
        Do(d => d.Recovered(legsOutliveProcess: true));
        Assert.Equal([Expected(Question)], Texts());
        Pass(300);
        Do(d => d.Recovered(legsOutliveProcess: true));
        Assert.Empty(Texts());
    }

    private void Ring(string message = Question)
    {
        Do(d => d.Operate(Place("op-1") with { To = new Callee("+15550100001"), Message = message }, "quiet"));
        Do(d => d.Dialled(Leg));
    }

    private ThreadCommands.SendText Expected(string body) =>
        new(TextAddress.Parse("+15550100001"), new OperationId($"text-of-{Id.Value}"), body, Waits: false);

    private List<ThreadCommands.SendText> Texts() => [.. Effects.OfType<CallEffect.SendText>().Select(e => e.Order)];
}
