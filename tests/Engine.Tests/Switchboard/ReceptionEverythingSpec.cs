using CallActors.Contracts.Agents;
using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>Whatever comes, in whatever order. A seed that fails is a case of its own.</summary>
public sealed class ReceptionEverythingSpec : ReceptionSpec
{
    private const int Steps = 600;

    private static readonly string[] Words =
    [
        "yes", "no", "yes always", "show me", "option one", "option two", "yes please", "go ahead", "status", "stop", "stop and run the linter", "switchboard", "next", "previous",
        "what's running", "any errors", "what did it say", "read the screen", "help", "talk to kunduz", "talk to harbor", "talk to kinduz", "how is harbor doing",
        "close this session", "start a new session called quarry", "call me when it's done", "run the tests", "rename the parser", "", "the second one", "harbor",
        "talk to the assistant", "start over", "what is the capital of Peru",
    ];

    private static readonly string[] Keys = ["0", "1", "2", "3", "5", "7", "8", "9", "*", "42"];

    private readonly Dictionary<OperationId, string> _speeches = [];
    private readonly HashSet<OperationId> _named = [];
    private readonly HashSet<OperationId> _hearings = [];
    private readonly HashSet<OperationId> _taken = [];
    private readonly HashSet<SubmissionId> _submissions = [];
    private readonly HashSet<string> _heard = [];
    private readonly HashSet<ReceptionTimer> _timers = [];
    private readonly HashSet<TurnId> _asked = [];
    private Random _random = new(0);
    private OpenQuestion? _open;
    private int _questions;
    private int _ends;
    private int _turn = 1;
    private bool _isIn;
    private string _said = "";
    private string _word = "";

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_comes_nothing_is_told_early_granted_unheard_or_left_unheard(int seed)
    {
        _random = new Random(seed);
        HasAssistant = seed % 2 == 0;
        Play(d => d.Begin());
        for (var i = 0; i < Steps && State.Stage is not ReceptionStage.Over; i++) Play(Anything());
        // A call is over at any time, and what comes then changes nothing.
        Play(d => d.Over());
        for (var i = 0; i < 20; i++) Play(Anything());
    }

    [Fact]
    public void The_seeds_come_far()
    {
        var (grants, submissions, asked, ends) = (0, 0, 0, 0);
        foreach (var seed in Enumerable.Range(1, 60))
        {
            var one = new ReceptionEverythingSpec();
            one.Whatever_comes_nothing_is_told_early_granted_unheard_or_left_unheard(seed);
            grants += one._grants;
            submissions += one._submissions.Count;
            asked += one._asked.Count;
            ends += one._ends;
        }

        Assert.InRange(grants, 20, int.MaxValue);
        Assert.InRange(submissions, 100, int.MaxValue);
        Assert.InRange(asked, 50, int.MaxValue);
        Assert.InRange(ends, 5, int.MaxValue);
    }

    private int _grants;

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Any<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

    private void Play(Action<ReceptionDecider> step)
    {
        var wasOver = State.Stage is ReceptionStage.Over;
        _word = State.Confirming?.Word ?? "";
        Step(step);
        var done = Done();
        if (wasOver) Assert.Empty(done);
        foreach (var effect in done) Look(effect);
        Assert.InRange(_speeches.Count, 0, 1);
        switch (State.Stage)
        {
            case ReceptionStage.Entering or ReceptionStage.JudgingPin:
                Assert.Contains(ReceptionTimer.Asking, _timers);
                break;
            case ReceptionStage.AskingPin:
                Assert.Contains(State.PinAsked!.Value, _hearings);
                break;
            case ReceptionStage.Open when State.Workspaces is null:
                Assert.Contains(ReceptionTimer.Asking, _timers);
                break;
            case ReceptionStage.Open:
                Assert.Equal(State.Hearing!.Id, Assert.Single(_hearings));
                Assert.True(State.Unsaid.IsEmpty || State.Hearing.IsAbandoned || _speeches.Count == 1);
                Assert.True(State.Queries.IsEmpty || _timers.Contains(ReceptionTimer.Asking));
                Assert.True(State.Place is not Place.Assistant { Runs: true } || _timers.Contains(ReceptionTimer.Unanswered));
                break;
            case ReceptionStage.Leaving:
                Assert.True(_ends == 1 || State.Hearing is { IsAbandoned: true });
                break;
        }
    }

    private void Look(ReceptionEffect effect)
    {
        switch (effect)
        {
            case ReceptionEffect.Arm e: _timers.Add(e.Timer); break;
            case ReceptionEffect.Disarm e: _timers.Remove(e.Timer); break;
            case ReceptionEffect.TellDirectory { Message: not WorkspaceDirectory.Notify }: Assert.True(_isIn); break;
            case ReceptionEffect.TellWorkspace e:
                Assert.True(_isIn);
                if (e.Command is WorkspaceCommands.Submit submit) Assert.True(_submissions.Add(submit.SubmissionId));
                if (e.Command is WorkspaceCommands.AnswerQuestion { Answer: not QuestionAnswer.Deny } answer) Granted(answer);
                break;
            case ReceptionEffect.TellAssistant e:
                Assert.True(_isIn && HasAssistant);
                if (e.Command is AssistantCommands.Say say) Assert.True(_asked.Add(say.TurnId));
                break;
            case ReceptionEffect.TellCall e: Look(e.Command); break;
        }
    }

    private void Granted(WorkspaceCommands.AnswerQuestion answer)
    {
        _grants++;
        Assert.Contains(Command(answer.Question), _heard);
        if (answer.Question % 3 == 0) Assert.True(_word.Length > 0 && _said == _word, "The word was not said.");
        else if (answer.Answer is QuestionAnswer.Choose) Assert.Contains(_said, (string[])["option one", "option two", "the second one", "1", "2"]);
        else Assert.Contains(_said, (string[])["yes", "yes please", "go ahead", "1"]);
    }

    private void Look(ICallCommand command)
    {
        switch (command)
        {
            case CallCommands.AddText e:
                // A text that is over is not looked at by the call.
                if (!_speeches.TryGetValue(e.OperationId, out var before)) break;
                Assert.Equal(before.Length, e.Offset);
                _speeches[e.OperationId] = before + e.Text;
                Assert.InRange(_speeches[e.OperationId].Length, 1, 16_384);
                break;
            case CallCommands.Announce e: Tells(e.Line); break;
            case CallCommands.ReportProgress e: Tells(e.Line); break;
            case CallCommands.AbandonOperation e: _taken.Add(e.OperationId); break;
            case ICallOperation e:
                Assert.True(_named.Add(e.OperationId));
                Tells(e.Message);
                Assert.Equal(0, _ends);
                if (e is CallCommands.EndCall) _ends++;
                else if (e is CallCommands.Speak) _speeches.Add(e.OperationId, e.Message);
                else Assert.True(_hearings.Add(e.OperationId));
                break;
        }
    }

    private void Tells(string text)
    {
        if (_isIn) return;
        foreach (var secret in (string[])["kunduz", "harbor", "reply", "command"]) Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
    }

    private static string Command(int number) => (number % 3 == 0 ? "rm -rf command" : "command") + number;

    private Action<ReceptionDecider> Anything() => _random.Next(10) switch
    {
        < 5 => FromCall(),
        < 8 => FromWorkspace(),
        8 => FromOthers(),
        _ => OfTime(),
    };

    private Action<ReceptionDecider> FromCall()
    {
        if (_speeches.Count > 0 && Chance(70))
        {
            var (id, text) = _speeches.First();
            var wasCut = Chance(25);
            if (Chance(30)) return d => d.TextTaken(new CallReplies.TextTaken(Call, id, text.Length, true));
            _speeches.Remove(id);
            if (_taken.Remove(id)) return d => d.Refused(new CallReplies.Refused(Call, RefusalReason.Abandoned, "") { Operation = id });
            if (Chance(4)) return d => d.Refused(new CallReplies.Refused(Call, RefusalReason.SpeechFailed, "") { Operation = id });
            var heard = wasCut ? text[.._random.Next(text.Length)] : text[..Math.Min(text.Length, State.Speech?.Taken ?? 0)];
            for (var n = 1; n <= _questions; n++)
                if ((heard + ".").Contains(Command(n) + ".", StringComparison.Ordinal) || (!wasCut && heard.Contains(Command(n) + ".", StringComparison.Ordinal))) _heard.Add(Command(n));
            return d => d.Spoken(new CallReplies.Spoken(Call, id, wasCut, heard, TurnTimings.None));
        }

        if (_speeches.Count == 0 && _hearings.Count > 0)
        {
            var id = _hearings.First();
            _hearings.Remove(id);
            if (_taken.Remove(id) && Chance(70)) return d => d.Refused(new CallReplies.Refused(Call, RefusalReason.Abandoned, "") { Operation = id });
            if (Chance(5)) return d => d.Refused(new CallReplies.Refused(Call, Any([RefusalReason.NothingHeard, RefusalReason.NotUnderstood, RefusalReason.SpeechFailed]), "") { Operation = id });
            var isKey = Chance(15);
            _said = State.PinAsked is not null && Chance(80) ? "2468" : isKey ? Any(Keys) : State.Confirming is { Word: var word } && Chance(50) ? word : State.Situation is Situation.AtQuestion && Chance(50) ? Any(Words[..8]) : Any(Words);
            if (Chance(1)) _said = "goodbye";
            var said = _said;
            return d => d.Turned(new CallReplies.TurnTaken(Call, id, said, false, "", TurnTimings.None) { Source = isKey ? WordSource.Keypad : WordSource.Recognizer });
        }

        // A hearing behind a speech that is taken back is given back at once; and what is stale, or a duplicate, changes nothing.
        if (_hearings.Count > 0 && _taken.Remove(_hearings.First()))
        {
            var id = _hearings.First();
            _hearings.Remove(id);
            return d => d.Refused(new CallReplies.Refused(Call, RefusalReason.Abandoned, "") { Operation = id });
        }

        var stale = new OperationId("reception-feedcafe-0");
        return Any<Action<ReceptionDecider>>(
        [
            d => d.Turned(new CallReplies.TurnTaken(Call, stale, "yes", false, "", TurnTimings.None)),
            d => d.Spoken(new CallReplies.Spoken(Call, stale, false, "", TurnTimings.None)),
            d => d.Refused(new CallReplies.Refused(Call, RefusalReason.TextMisplaced, "")),
        ]);
    }

    private AgentState Agent() => _open is { } open ? new AgentState.Waiting(open.For, open.Tool, open.About)
        : Any<AgentState>([new AgentState.Idle(), new AgentState.Idle(), new AgentState.Thinking(), new AgentState.UsingTool("Bash", "npm test"), new AgentState.Failed("rate_limit"), new AgentState.Gone("")]);

    private Action<ReceptionDecider> FromWorkspace()
    {
        if (Chance(3)) _open = null;
        if (Chance(6))
        {
            _questions++;
            var kind = Any([AgentQuestion.Permission, AgentQuestion.Permission, AgentQuestion.Choice, AgentQuestion.Plan]);
            _open = new OpenQuestion(_questions, kind, "Bash", Command(_questions), kind is AgentQuestion.Choice ? [new(1, "One", true), new(2, "Two", false)] : []);
        }

        var id = Chance(80) ? Kunduz : Harbor;
        if (Chance(20)) _turn++;
        var standing = StandingOf(id == Kunduz ? "kunduz" : "harbor", Agent(), _open, isSettled: Chance(80), reach: Chance(2) ? WorkspaceReach.Gone : Chance(5) ? WorkspaceReach.Away : WorkspaceReach.Here);
        var turn = Math.Max(1, _turn - _random.Next(2));
        var submission = _submissions.Count > 0 ? Any([.. _submissions]) : new SubmissionId("nobody");
        var long_ = Chance(5) ? string.Join(' ', Enumerable.Repeat("reply", 3_000)) : "A reply.";
        return Any<Action<ReceptionDecider>>(
        [
            d => d.Replied(new WorkspaceReplies.Standing(id, standing)),
            d => d.Told(new WorkspaceActivity.Changed(id, standing)),
            d => d.Told(new WorkspaceActivity.Changed(id, standing)),
            d => d.Told(new WorkspaceActivity.Changed(id, standing)),
            d => d.Told(new WorkspaceActivity.Replied(id, new AgentReply.Text(turn, long_, Any([AgentSource.Transcript, AgentSource.Screen])))),
            d => d.Told(new WorkspaceActivity.Replied(id, new AgentReply.Text(turn, "Another reply.", AgentSource.Transcript))),
            d => d.Told(new WorkspaceActivity.Replied(id, new AgentReply.Ended(turn, Any([ReplyEnd.Complete, ReplyEnd.Interrupted, ReplyEnd.Failed])))),
            d => d.Told(new WorkspaceActivity.SubmissionChanged(id, submission, Any(Enum.GetValues<SubmissionStage>()), Chance(50) ? "It waits." : "")),
            d => d.Replied(new WorkspaceReplies.Queued(id, submission, _random.Next(3))),
            d => d.Replied(new WorkspaceReplies.Done(id)),
            d => d.Replied(new WorkspaceReplies.Refused(id, Any(Enum.GetValues<WorkspaceRefusal>()), "A reason.")),
            d => d.Replied(new WorkspaceReplies.ScreenShown(id, new Screen(["A line."]))),
        ]);
    }

    private Action<ReceptionDecider> FromOthers()
    {
        var id = Chance(50) ? Kunduz : Harbor;
        var summary = SummaryOf(id, id == Kunduz ? "kunduz" : "harbor", Agent());
        var isJudged = State.Stage is ReceptionStage.JudgingPin;
        if (State.Stage is ReceptionStage.Entering) return d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, false, Any<WorkspaceId?>([null, Kunduz]), null));
        if (isJudged)
        {
            _isIn = Chance(60);
            return _isIn ? d => d.Judged(new SwitchboardReplies.PinJudged(Ada, Call, PinVerdict.Right, 3)) : d => d.Judged(new SwitchboardReplies.PinJudged(Ada, Call, PinVerdict.Wrong, 2));
        }

        if (_isIn && (State.Workspaces is null || Chance(10)))
            return d => d.Listed(new WorkspaceDirectory.Listing([SummaryOf(Harbor, "harbor"), SummaryOf(Kunduz, "kunduz")], Chance(20) ? ["It is away."] : []));
        var turn = _asked.Count > 0 ? Chance(80) ? _asked.Last() : Any([.. _asked]) : new TurnId("nobody");
        return Any<Action<ReceptionDecider>>(
        [
            d => d.Told(new AssistantActivity.Text(Ada, turn, "Words.")),
            d => d.Told(new AssistantActivity.UsesTool(Ada, turn, "looking")),
            d => d.Told(new AssistantActivity.Ended(Ada, turn, Any(Enum.GetValues<AssistantEnding>()), "A reason.")),
            d => d.Refused(new AssistantReplies.Refused(Ada, turn, AssistantRefusal.NotStored, "A reason.")),
            d => d.Forgotten(),
            d => d.Changed(summary),
            d => d.Changed(summary with { IsSettled = false }),
            d => d.Removed(id),
            d => d.Made(new WorkspaceDirectory.Created(WorkspaceOf(Kunduz, "kunduz"))),
            d => d.Closed(new WorkspaceDirectory.Done(id)),
            d => d.Failed(new WorkspaceDirectory.Failed(WorkspaceFault.Refused, "It was refused.")),
            d => d.CannotCall(new SwitchboardReplies.CannotCall(Ada, id, "There is no way.")),
            d => d.WillCall(new SwitchboardReplies.WillCall(Ada, Chance(5) ? id : WorkspaceId.Of("tmux", "%9"))),
            d => d.Admitted(new SwitchboardReplies.Admitted(Ada, Call, true, null, null)),
            d => d.Judged(new SwitchboardReplies.PinJudged(Ada, Call, PinVerdict.Right, 3)),
        ]);
    }

    private Action<ReceptionDecider> OfTime()
    {
        if (State.Stage is not ReceptionStage.Open && Chance(90)) return FromOthers();
        Pass(_random.Next(20));
        if (_timers.Count == 0) return d => d.Elapsed(ReceptionTimer.Progress);
        var timer = Any([.. _timers]);
        _timers.Remove(timer);
        return d => d.Elapsed(timer);
    }
}
