using System.Collections.Concurrent;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>A switchboard on the bench: PINs compared in no time, or when the spec lets them.</summary>
public abstract class SwitchboardSpec : EngineSpec
{
    protected const string Pin = "271828";
    protected const string WrongPin = "314159";

    protected static readonly PersonId Ada = PersonId.Of("ada");
    protected static readonly WorkspaceId Kunduz = WorkspaceId.Of("tmux", "1");
    protected static readonly WorkspaceId Kinder = WorkspaceId.Of("tmux", "2");

    private readonly TestProbe _shard;

    protected SwitchboardSpec()
    {
        (_shard, Reception, Workspaces) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Pins[Ada] = PinHash.Make(Pin, PinHash.FewestIterations);
        Board = Start(Ada);
    }

    protected TestProbe Reception { get; }

    protected TestProbe Workspaces { get; }

    protected TestProbe Shard => _shard;

    protected ConcurrentDictionary<PersonId, PinHash> Pins { get; } = new();

    protected VerifierOnTheBench Verifier { get; } = new();

    protected QuietCallOut Calls { get; } = new();

    protected IActorRef Board { get; set; }

    protected IActorRef Start(PersonId person)
    {
        var services = new SwitchboardServices(p => Pins.GetValueOrDefault(p), Workspaces.Ref, Calls, SwitchboardRules.Default) { Verify = Verifier.Verify };
        return _shard.ChildActorOf(Props.Create(() => new SwitchboardActor(person.Value, services)));
    }

    protected void Restart()
    {
        // What was sent before is handled before.
        Settle();
        End(Board);
        Board = Start(Ada);
        Settle();
    }

    protected CallId TakeCall(PersonId? person = null, string from = "+15550100001", CallId? call = null)
    {
        var id = call ?? CallId.New();
        Admitted(id, person, from);
        return id;
    }

    protected SwitchboardReplies.Admitted Admitted(CallId call, PersonId? person = null, string from = "+15550100001")
    {
        Board.Tell(new SwitchboardCommands.TakeCall(person ?? Ada, call, "twilio", from, Inbound: true), Reception.Ref);
        return Reception.ExpectMsg<SwitchboardReplies.Admitted>();
    }

    protected SwitchboardReplies.PinJudged Try(CallId call, string pin, PersonId? person = null)
    {
        Board.Tell(new SwitchboardCommands.TryPin(person ?? Ada, call, pin), Reception.Ref);
        return Reception.ExpectMsg<SwitchboardReplies.PinJudged>();
    }

    protected CallId Unlocked()
    {
        var call = TakeCall();
        Assert.Equal(PinVerdict.Right, Try(call, Pin).Verdict);
        return call;
    }

    protected void Tell(ISwitchboardCommand command) => Board.Tell(command, Reception.Ref);

    protected IReadOnlyList<AuditEntry> Audit(int limit = 1000, PersonId? person = null)
    {
        var probe = CreateTestProbe();
        Board.Tell(new SwitchboardCommands.GetAudit(person ?? Ada, limit), probe.Ref);
        return probe.ExpectMsg<SwitchboardReplies.Audit>().Entries;
    }

    /// <summary>Waits until the switchboard has handled everything that was sent to it.</summary>
    protected void Settle() => Audit(1);

    protected static WorkspaceStanding Standing(AgentState agent, bool settled = true, int queued = 0, WorkspaceReach reach = WorkspaceReach.Here) =>
        new(reach, null, agent, AgentSource.Hook, default, settled, null, WorkspaceFacts.None, "", AgentSource.Hook, null, queued);

    /// <summary>Counts derivations, and holds them while the spec wants that.</summary>
    protected sealed class VerifierOnTheBench
    {
        private readonly BlockingCollection<bool> _released = [];
        private int _derivations;

        public int Derivations => _derivations;

        public bool Holds { get; set; }

        public bool Fails { get; set; }

        public ConcurrentQueue<PinHash> Hashes { get; } = new();

        public bool Verify(PinHash hash, string digits)
        {
            Interlocked.Increment(ref _derivations);
            Hashes.Enqueue(hash);
            if (Holds) _released.Take();
            if (Fails) throw new InvalidOperationException("The library is gone.");
            return !ReferenceEquals(hash, PinHash.Decoy) && hash.Verify(digits);
        }

        public void Release() => _released.Add(true);
    }

    /// <summary>Rings nobody, and remembers whom.</summary>
    protected sealed class QuietCallOut : ICallOut
    {
        public ConcurrentQueue<CallOut> Rung { get; } = new();

        public CallOutAnswer Answer { get; set; } = CallOutAnswer.Placed;

        public bool CanCallAnybody { get; set; } = true;

        public bool CanCall(PersonId person) => CanCallAnybody;

        public CallOutAnswer Ring(CallOut order)
        {
            Rung.Enqueue(order);
            return Answer;
        }
    }
}
