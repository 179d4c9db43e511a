using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Assistants;
using CallActors.Engine.Calls;
using CallActors.Engine.Switchboard;
using CallActors.Engine.Switchboard.Language;
using CallActors.Engine.Tests.Assistants;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>A reception and an assistant as they are, with a model that the spec speaks for, and the call played by the spec.</summary>
public sealed class ReceptionWithAssistantSpec : EngineSpec
{
    private static readonly PersonId Ada = PersonId.Of("Ada");
    private static readonly SwitchboardPhrases Phrases = SwitchboardPhrases.For("en");

    private readonly CallId _id = CallId.New();
    private readonly ScriptedModel _model = new();
    private readonly TestProbe _shard;
    private readonly TestProbe _call;
    private readonly IActorRef _reception;
    private IActorRef _assistant;

    public ReceptionWithAssistantSpec()
    {
        var (switchboard, directory, others) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        (_shard, _call) = (CreateTestProbe(), CreateTestProbe());
        _assistant = StartAssistant();
        var services = new ReceptionServices(switchboard.Ref, others.Ref, directory.Ref, ReceptionRules.Default with { ShowsNotices = false })
        {
            Chance = _ => 0,
            Assistants = Sys.ActorOf(Props.Create(() => new Region(() => _assistant))),
        };
        _reception = _call.ChildActorOf(ReceptionActor.PropsFor(new ReceptionOrder(_id, Ada, Inbound: true, "quiet", "+15551234567", "en-US"), services));
        switchboard.ExpectMsg<SwitchboardCommands.TakeCall>();
        switchboard.Reply(new SwitchboardReplies.Admitted(Ada, _id, IsUnlocked: true, null, null));
        directory.ExpectMsg<WorkspaceDirectory.Observe>();
        directory.Reply(new WorkspaceDirectory.Listing([], []));
    }

    [Fact]
    public void What_the_model_answers_is_spoken_and_is_forgotten_when_the_person_says_so()
    {
        Answers("what is the capital of Peru", "It is Lima, a city by the sea.");
        Assert.Equal(3, Answers("and of Chile", "Santiago, a city at the foot of mountains.").Request.Messages.Count);
        Hear("forget what we said");
        IsSaid(Phrases.Forgotten);
        Assert.Single(Answers("and of Bolivia", "Sucre, a city in the high mountains.").Request.Messages);
    }

    [Fact]
    public void An_assistant_that_was_started_anew_between_two_questions_is_heard()
    {
        Answers("what is the capital of Peru", "It is Lima, a city by the sea.");
        Watch(_assistant);
        Sys.Stop(_assistant);
        ExpectTerminated(_assistant);
        _assistant = StartAssistant();
        Answers("and of Chile", "Santiago, a city at the foot of mountains.");
    }

    private IActorRef StartAssistant()
    {
        var nobody = CreateTestProbe().Ref;
        var services = new AssistantServices(_model, nobody, nobody, nobody, nobody, AssistantRules.Default);
        return _shard.ChildActorOf(Props.Create(() => new AssistantActor(AssistantRegion.EntityOf(Ada), services)));
    }

    /// <summary>The person asks something, the model answers it in a sentence, and that is said.</summary>
    private ScriptedModel.Response Answers(string question, string answer)
    {
        Hear(question);
        var response = _model.Next();
        response.Say(answer);
        response.End();
        IsSaid(answer);
        return response;
    }

    private void IsSaid(string words) => Until(c => c is CallCommands.Speak speak && speak.Message.Contains(words, StringComparison.Ordinal));

    /// <summary>As soon as the reception waits for the person they say something.</summary>
    private void Hear(string words)
    {
        var hearing = (CallCommands.Listen)Until(c => c is CallCommands.Listen { AgentWorks: false });
        Tell(new CallReplies.TurnTaken(_id, hearing.OperationId, words, Interrupted: false, "", TurnTimings.None));
    }

    /// <summary>Whatever is said is heard out, and what is taken back is given back, until something is asked of the call.</summary>
    private ICallCommand Until(Predicate<ICallCommand> isIt)
    {
        while (true)
        {
            var command = _call.ExpectMsg<ICallCommand>();
            if (command is CallCommands.Speak speak) Tell(new CallReplies.Spoken(_id, speak.OperationId, Interrupted: false, speak.Message, TurnTimings.None));
            if (command is CallCommands.AbandonOperation abandoned) Tell(new CallReplies.Refused(_id, RefusalReason.Abandoned, "") { Operation = abandoned.OperationId });
            if (isIt(command)) return command;
        }
    }

    private void Tell(ICallReply reply) => _reception.Tell(reply, _call.Ref);

    /// <summary>The assistant, whichever it is now.</summary>
    private sealed class Region : ReceiveActor
    {
        public Region(Func<IActorRef> assistant) => Receive<IAssistantCommand>(command => assistant().Forward(command));
    }
}
