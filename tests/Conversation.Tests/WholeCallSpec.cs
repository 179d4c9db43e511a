using CallActors.Conversation.Tests.Lab;

namespace CallActors.Conversation.Tests;

public sealed class WholeCallSpec : LabSpec
{
    [Fact]
    public void A_question_is_asked_answered_and_the_call_ended()
    {
        var talk = Start(new AgentScript(["Shall I deploy the new version?"], "Goodbye then."));
        talk.PickUp();
        talk.Pass(TimeSpan.FromSeconds(4));
        talk.Caller.Say("yes please", TimeSpan.FromSeconds(0.8));
        talk.Pass(TimeSpan.FromSeconds(8));
        Assert.True(talk.Phone.IsHungUp);
    }
}
