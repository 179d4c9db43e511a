using CallActors.Contracts.Workspaces;
using CallActors.Engine.Workspaces;

namespace CallActors.Engine.Tests.Workspaces;

/// <summary>The process is killed between any two steps; its journal and the terminal stay.</summary>
public sealed class WorkspaceSurvivalSpec
{
    private const int MostSteps = 500;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_is_lost_and_nothing_is_typed_twice_wherever_it_is_killed(bool losesEnters)
    {
        var kills = 0;
        for (var at = 0; ; at++)
        {
            var story = new Story(at, losesEnters);
            story.Run();
            Assert.Equal(["s-1", "s-2", "s-3"], story.Terminal.Typed);
            Assert.Equal(["first", "second", "third"], story.Terminal.Prompts);
            Assert.All(story.Desk.State.Submissions, s => Assert.Equal(SubmissionStage.Taken, s.Stage));
            if (!story.WasKilled) break;
            kills++;
        }

        // A story in which there was nothing to kill would prove nothing.
        Assert.InRange(kills, 20, MostSteps);
    }

    /// <summary>Three texts are submitted; the process dies at one step, and its callers submit again.</summary>
    private sealed class Story(int killAt, bool losesEnters)
    {
        private readonly Dictionary<WorkspaceTimer, (DateTimeOffset Due, long Run)> _timers = [];
        private readonly Queue<(long Run, OrderResult Result)> _answers = new();
        private int _step;

        public Desk Desk { get; } = new();

        public Terminal Terminal { get; } = new() { LosesFirstEnter = losesEnters };

        public bool WasKilled { get; private set; }

        public void Run()
        {
            try
            {
                Begin();
                GoOn();
            }
            catch (KilledException)
            {
                WasKilled = true;
                _timers.Clear();
                _answers.Clear();
                Desk.Die();
                Begin();
                GoOn();
            }
        }

        private void Begin()
        {
            Take(d => d.Listed(Desk.Agent));
            foreach (var (id, text) in new[] { ("s-1", "first"), ("s-2", "second"), ("s-3", "third") })
                Take(d => d.Submit(new WorkspaceCommands.Submit(Desk.Id, new SubmissionId(id), text, "call-1")));
        }

        private void GoOn()
        {
            for (var i = 0; i < MostSteps && Desk.State.Head is not null; i++)
            {
                if (_answers.TryDequeue(out var answer))
                {
                    Take(d => d.Finished(answer.Run, answer.Result));
                    continue;
                }

                var (timer, (due, run)) = _timers.MinBy(t => t.Value.Due);
                _timers.Remove(timer);
                if (due > Desk.Now) Desk.Wait(due - Desk.Now);
                switch (timer)
                {
                    case WorkspaceTimer.Look: Take(d => d.LookIsDue()); break;
                    case WorkspaceTimer.Confirm: Take(d => d.ConfirmIsDue()); break;
                    case WorkspaceTimer.OrderAgain: Take(d => d.OrderAgain()); break;
                    case WorkspaceTimer.OrderLate: Take(d => d.OrderIsLate(run)); break;
                }
            }
        }

        private void Take(Action<WorkspaceDecider> judge)
        {
            Desk.Take(judge);
            foreach (var effect in Desk.Effects.ToList())
            {
                Step();
                switch (effect)
                {
                    case WorkspaceEffect.Order order: _answers.Enqueue((order.Run, Terminal.Execute(order.What, Step))); break;
                    case WorkspaceEffect.Arm arm: _timers[arm.Timer] = (Desk.Now + arm.Due, arm.Run); break;
                    case WorkspaceEffect.Disarm disarm: _timers.Remove(disarm.Timer); break;
                }
            }

            Step();
        }

        private void Step()
        {
            if (!WasKilled && _step++ == killAt) throw new KilledException();
        }
    }

    /// <summary>What outlives the process: a terminal whose host knows the submission that it typed last.</summary>
    private sealed class Terminal
    {
        private string _composer = "";
        private string _typed = "";
        private string _entered = "";
        private int _enters;

        public bool LosesFirstEnter { get; init; }

        public List<string> Typed { get; } = [];

        public List<string> Prompts { get; } = [];

        public OrderResult Execute(WorkspaceOrder order, Action step)
        {
            switch (order)
            {
                case WorkspaceOrder.Submit { Submission: var submission }:
                    var id = submission.Id.Value;
                    if (_entered == id) return new OrderResult.Submitted(SubmissionState.Entered);
                    if (_typed != id)
                    {
                        (_typed, _composer) = (id, _composer + submission.Text);
                        Typed.Add(id);
                    }

                    step();
                    _entered = id;
                    Enter();
                    step();
                    return new OrderResult.Submitted(SubmissionState.Entered);
                case WorkspaceOrder.Press:
                    Enter();
                    step();
                    return new OrderResult.Pressed();
                default:
                    return new OrderResult.Shown(PlainScreen.Of("idle", $"> {_composer}"));
            }
        }

        private void Enter()
        {
            if (LosesFirstEnter && _enters++ % 2 == 0 || _composer.Length == 0) return;
            Prompts.Add(_composer);
            _composer = "";
        }
    }

    private sealed class KilledException : Exception;
}
