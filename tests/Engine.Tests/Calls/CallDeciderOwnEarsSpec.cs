using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Calls;

/// <summary>Answering machines, told by our own ears.</summary>
public sealed class CallDeciderOwnEarsSpec : CallDeciderSpec
{
    [Fact]
    public void Our_own_ears_tell_the_greeting_and_its_end()
    {
        Phone();
        Assert.Equal(MachineWatch.Answer, Told<StreamCommands.WatchMachine>().Watch);
        Sense(MachineSign.Silence);
        Assert.Null(State.Machine);
        Sense(MachineSign.Greeting);
        Assert.Equal(MachineWatch.GreetingEnd, Told<StreamCommands.WatchMachine>().Watch);
        Sense(MachineSign.Silence);
        Assert.Equal(MachineWatch.Off, Told<StreamCommands.WatchMachine>().Watch);
        Assert.Equal(-1, Told<StreamCommands.Say>().Utterance);
    }

    [Fact]
    public void A_beep_that_we_hear_comes_before_the_carriers_news_and_the_other_way_round()
    {
        Phone();
        Report(AnsweredBy.Machine);
        Sense(MachineSign.Beep);
        Assert.Equal(-1, Told<StreamCommands.Say>().Utterance);
        Report(AnsweredBy.MachineAfterBeep);
        Assert.Empty(Effects);
    }

    [Fact]
    public void Once_the_carrier_names_a_person_our_own_ears_are_not_asked()
    {
        Phone();
        Report(AnsweredBy.Person);
        Assert.Equal(MachineWatch.Off, Told<StreamCommands.WatchMachine>().Watch);
        Sense(MachineSign.Greeting);
        Assert.Null(State.Machine);
    }

    [Fact]
    public void A_turn_ends_the_listening_for_machines()
    {
        Phone();
        Hear("hello");
        Assert.Equal(MachineWatch.Off, Told<StreamCommands.WatchMachine>().Watch);
        Sense(MachineSign.Greeting);
        Assert.Null(State.Machine);
    }

    [Fact]
    public void Nothing_is_listened_for_on_a_phone_page_or_where_it_is_not_wanted()
    {
        Talking();
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream { Message: StreamCommands.WatchMachine });
    }

    [Fact]
    public void Nothing_is_listened_for_where_it_is_not_wanted()
    {
        Rules = Rules with { ListensForMachines = false };
        Phone();
        Assert.DoesNotContain(Effects, e => e is CallEffect.TellStream { Message: StreamCommands.WatchMachine });
    }

    /// <summary>A phone number was called, and the line is there.</summary>
    private void Phone()
    {
        Do(d => d.Operate(Place("op-1") with { To = new Callee("+15550100001") }, "quiet"));
        Do(d => d.LegReported(Leg, LegNews.Answered));
        Attach("ticket");
    }

    private void Sense(MachineSign sign) => Do(d => d.MachineHeard(new StreamEvents.MachineHeard(Id, State.Streams, sign)));
}
