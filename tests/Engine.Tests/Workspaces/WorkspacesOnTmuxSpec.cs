using System.Diagnostics;
using CallActors.Cmux.Screens;
using CallActors.Cmux.Tests.Tmux;
using CallActors.Cmux.Tmux;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Audio;
using CallActors.Engine.Calls;
using CallActors.Engine.Speech;
using CallActors.Engine.Tests.Fakes;
using CallActors.Engine.Turns;
using CallActors.Engine.Workspaces;

namespace CallActors.Engine.Tests.Workspaces;

/// <summary>The actors of workspaces on a real tmux, in a server of the spec's own: a program that tells nothing of itself. The terminal has its own
/// time; the engine's goes on while it is waited for.</summary>
public sealed class WorkspacesOnTmuxSpec : EngineSpec
{
    private static readonly PersonId Ada = PersonId.Of("ada");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("callactors-tmux-");

    private string Socket => Path.Combine(_folder.FullName, "s");

    [TmuxFact]
    public void A_text_is_typed_once_into_a_real_terminal_and_the_reply_is_read_off_it()
    {
        var engine = Start();
        var kunduz = Create(engine, "kunduz");
        Until(engine, kunduz, s => s is { Reach: WorkspaceReach.Here, Agent: AgentState.Idle });
        for (var i = 0; i < 3; i++)
            Assert.IsType<WorkspaceReplies.Queued>(Ask(engine.Workspaces, new WorkspaceCommands.Submit(kunduz, new SubmissionId("s-1"), "echo $((6*7))-done", "call-1")));
        var replied = Until(engine, kunduz, s => s.LastReply.Length > 0);
        Assert.Equal(("42-done", AgentSource.Screen, 0), (replied.LastReply, replied.LastReplyBy, replied.Queued));
        var shown = Assert.IsType<WorkspaceReplies.ScreenShown>(Ask(engine.Workspaces, new WorkspaceCommands.ReadScreen(kunduz)));
        Assert.Single(shown.Screen.Lines, l => l.Contains("echo", StringComparison.Ordinal));

        KillServer();
        Until(engine, kunduz, s => s.Reach is WorkspaceReach.Gone);
        var refused = Assert.IsType<WorkspaceReplies.Refused>(Ask(engine.Workspaces, new WorkspaceCommands.Submit(kunduz, new SubmissionId("s-2"), "echo lost", "call-1")));
        Assert.Equal(WorkspaceRefusal.Gone, refused.Reason);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        KillServer();
        _folder.Delete(recursive: true);
    }

    private EngineHandle Start()
    {
        var tmux = new TmuxHost(new TmuxOptions { Socket = Socket, ConfigurationFile = "/dev/null", TypingPause = TimeSpan.Zero, EnterAfter = TimeSpan.FromMilliseconds(20) });
        var speech = new SpeechServices(
            [new WordyVoice()], [], new PlainSentences(), new PlainEars(), new ManualClock(), SpeechRules.Default, TurnRules.Default, PlayoutRules.Default, new SpeechHealth());
        return CallEngine.Start(Sys, new EngineServices(new CarrierDirectory(new QuietCarrier()), CallRules.Default, speech)
        {
            Workspaces = new WorkspaceServices([new LentHost(tmux, null)], null, [PromptScreen.Usual], WorkspaceRules.Default),
        });
    }

    /// <summary>A shell with a plain prompt, made when the host is connected.</summary>
    private WorkspaceId Create(EngineHandle engine, string name)
    {
        WorkspaceId? made = null;
        var order = new NewWorkspace(name, "/", ["sh"], new Dictionary<string, string> { ["PS1"] = "$ " });
        AwaitCondition(
            () =>
            {
                made = Ask(engine.Directory, new WorkspaceDirectory.Create(Ada, "", order)) is WorkspaceDirectory.Created created ? created.Workspace.Id : null;
                return made is not null;
            },
            Patience);
        return made!.Value;
    }

    private WorkspaceStanding Until(EngineHandle engine, WorkspaceId id, Func<WorkspaceStanding, bool> isSo)
    {
        WorkspaceStanding? standing = null;
        AwaitCondition(
            () =>
            {
                Time.Advance(TimeSpan.FromMilliseconds(50));
                standing = ((WorkspaceReplies.Standing)Ask(engine.Workspaces, new WorkspaceCommands.GetStanding(id))).State;
                return isSo(standing);
            },
            Patience);
        return standing!;
    }

    private object Ask(IActorRef actor, object message)
    {
        var probe = CreateTestProbe();
        actor.Tell(message, probe.Ref);
        return probe.ExpectMsg<object>(Patience);
    }

    private void KillServer()
    {
        using var tmux = Process.Start(new ProcessStartInfo("tmux", ["-S", Socket, "kill-server"]) { RedirectStandardError = true })!;
        Assert.True(tmux.WaitForExit(Patience));
    }
}
