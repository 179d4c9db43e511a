using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Engine.Tests.Fakes;

namespace CallActors.Engine.Tests.Calls;

/// <summary>Which carrier a call is given to.</summary>
public sealed class CallActorCarrierSpec : CallActorSpec
{
    [Fact]
    public void An_address_that_no_carrier_reaches_is_refused_and_leaves_no_call_behind()
    {
        Place(Order() with { To = new Callee("+15550100") });
        var refused = Agent.ExpectMsg<CallReplies.Refused>();
        Assert.Equal(RefusalReason.CarrierFailed, refused.Reason);
        Assert.Contains("Twilio or Telnyx", refused.Detail, StringComparison.Ordinal);
        Assert.Empty(Carrier.Dialled);

        Call.Tell(new CallCommands.GetCall(Id), Agent.Ref);
        Assert.Equal(RefusalReason.UnknownCall, Agent.ExpectMsg<CallReplies.Refused>().Reason);
    }

    [Fact]
    public void A_carrier_that_does_not_answer_is_given_up_when_its_time_is_over_by_the_actors_clock()
    {
        Carrier.IsSilent = true;
        Place();
        AwaitAssert(() => Assert.Single(Carrier.Dialled));
        Pass(Rules.CarrierWithin - TimeSpan.FromSeconds(1));
        Agent.ExpectNoMsg(TimeSpan.Zero);
        Pass(TimeSpan.FromSeconds(1));
        var refused = Agent.ExpectMsg<CallReplies.Refused>();
        Assert.Equal(RefusalReason.CarrierFailed, refused.Reason);
        Assert.Equal("Nothing came.", refused.Detail);
    }

    [Fact]
    public async Task The_first_carrier_that_reaches_a_callee_gets_the_call_and_a_name_finds_it_again()
    {
        var other = new QuietCarrier();
        var directory = new CarrierDirectory(Carrier, other);
        Assert.Same(Carrier, directory.Reaching(new Callee("softphone")));
        Assert.Same(Carrier, directory.Named("quiet"));
        Assert.Null(directory.Reaching(new Callee("+15550100")));

        var gone = directory.Named("twilio");
        Assert.True(gone.LegsOutliveProcess);
        var refusal = await Assert.ThrowsAsync<CarrierException>(() => gone.HangUpAsync(QuietCarrier.LegOf(Id), CancellationToken.None));
        Assert.Contains("twilio", refusal.Message, StringComparison.Ordinal);
    }
}
