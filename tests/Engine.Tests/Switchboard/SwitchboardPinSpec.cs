using System.Text;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Engine.Calls;

namespace CallActors.Engine.Tests.Switchboard;

/// <summary>Attempts at the PIN: what counts, what locks out, and that nothing gives a free try or a hint.</summary>
public sealed class SwitchboardPinSpec : SwitchboardSpec
{
    [Fact]
    public void The_right_pin_unlocks_its_call_and_no_other()
    {
        var call = Unlocked();
        Assert.True(Admitted(call).IsUnlocked);
        Assert.False(Admitted(CallId.New()).IsUnlocked);
    }

    [Fact]
    public void A_call_that_has_shown_the_pin_is_not_asked_again_after_a_restart()
    {
        var call = Unlocked();
        Restart();
        Assert.True(Admitted(call).IsUnlocked);
        // Over is over: the same id would be another call.
        Tell(new SwitchboardCommands.EndCall(Ada, call));
        Assert.False(Admitted(call).IsUnlocked);
    }

    [Fact]
    public void Three_wrong_pins_in_a_call_lock_the_person_out_and_even_the_right_one_is_not_looked_at()
    {
        var call = TakeCall();
        Assert.Equal([(PinVerdict.Wrong, 2), (PinVerdict.Wrong, 1), (PinVerdict.LockedOut, 0)], Tries(call, 3));
        Assert.Equal(PinVerdict.LockedOut, Try(call, Pin).Verdict);
        Assert.Equal(PinVerdict.LockedOut, Try(TakeCall(), Pin).Verdict);
        Time.Advance(TimeSpan.FromSeconds(61));
        // The call has used up its tries; another one has not.
        Assert.Equal(PinVerdict.LockedOut, Try(call, Pin).Verdict);
        Assert.Equal(PinVerdict.Right, Try(TakeCall(), Pin).Verdict);
    }

    [Fact]
    public void Each_lock_out_is_longer_than_the_one_before_and_the_right_pin_forgets_them()
    {
        foreach (var minutes in new[] { 1, 5, 15, 60, 360, 1440, 1440 })
        {
            Assert.Equal(PinVerdict.LockedOut, Tries(TakeCall(), 3)[2].Item1);
            Time.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            Assert.Equal(PinVerdict.LockedOut, Try(TakeCall(), Pin).Verdict);
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        Unlocked();
        Tries(TakeCall(), 3);
        Time.Advance(TimeSpan.FromMinutes(1));
        Unlocked();
    }

    [Fact]
    public void Wrong_pins_of_calls_that_hang_up_early_count_together()
    {
        for (var i = 0; i < 2; i++)
        {
            var call = TakeCall();
            Assert.Equal(PinVerdict.Wrong, Try(call, WrongPin).Verdict);
            Tell(new SwitchboardCommands.EndCall(Ada, call));
        }

        Assert.Equal((PinVerdict.LockedOut, 0), (Try(TakeCall(), WrongPin) is var j ? (j.Verdict, j.TriesLeft) : default));
        Assert.Equal(PinVerdict.LockedOut, Try(TakeCall(), Pin).Verdict);
    }

    [Fact]
    public void A_lock_out_and_the_count_survive_a_restart()
    {
        var call = TakeCall();
        Tries(call, 2);
        Restart();
        Assert.Equal(PinVerdict.LockedOut, Try(call, WrongPin).Verdict);
        Restart();
        Assert.Equal(PinVerdict.LockedOut, Try(TakeCall(), Pin).Verdict);
        Time.Advance(TimeSpan.FromMinutes(1));
        Restart();
        Assert.Equal(PinVerdict.Right, Try(TakeCall(), Pin).Verdict);
    }

    [Fact]
    public void A_process_that_dies_while_a_pin_is_looked_at_gives_no_free_try()
    {
        var (call, lost) = (TakeCall(), CreateTestProbe());
        Sys.EventStream.Subscribe(lost.Ref, typeof(DeadLetter));
        Verifier.Holds = true;
        for (var i = 1; i <= 3; i++)
        {
            Tell(new SwitchboardCommands.TryPin(Ada, call, WrongPin));
            AwaitAssert(() => Assert.Equal(i, Verifier.Derivations));
            Restart();
            Reception.ExpectMsg<SwitchboardReplies.NotStored>();
            Verifier.Release();
            // The verdict finds nobody.
            lost.ExpectMsg<DeadLetter>();
        }

        Verifier.Holds = false;
        Assert.Equal(PinVerdict.LockedOut, Try(TakeCall(), Pin).Verdict);
        Assert.Equal([CallDeed.LockedOut, CallDeed.PinWrong, CallDeed.PinWrong], Audit().Select(e => e.Deed).Where(d => d is CallDeed.PinWrong or CallDeed.LockedOut).Skip(1));
    }

    [Fact]
    public void Whoever_waits_for_a_verdict_when_a_switchboard_is_stopped_is_told_that_there_will_be_none()
    {
        var calls = Enumerable.Range(0, 3).Select(_ => TakeCall()).ToList();
        Verifier.Holds = true;
        foreach (var call in calls) Tell(new SwitchboardCommands.TryPin(Ada, call, Pin));
        AwaitAssert(() => Assert.Equal(1, Verifier.Derivations));
        Settle();
        Sys.Stop(Board);
        foreach (var _ in calls) Reception.ExpectMsg<SwitchboardReplies.NotStored>();
        Verifier.Release();
    }

    [Fact]
    public void Hanging_up_while_a_pin_is_looked_at_gives_no_free_try()
    {
        Verifier.Holds = true;
        for (var i = 1; i <= 3; i++)
        {
            var call = TakeCall();
            Tell(new SwitchboardCommands.TryPin(Ada, call, WrongPin));
            AwaitAssert(() => Assert.Equal(i, Verifier.Derivations));
            Tell(new SwitchboardCommands.EndCall(Ada, call));
            Verifier.Release();
            Reception.ExpectMsg<SwitchboardReplies.PinJudged>();
        }

        Verifier.Holds = false;
        Assert.Equal(PinVerdict.LockedOut, Try(TakeCall(), Pin).Verdict);
    }

    [Fact]
    public void Parallel_calls_share_the_tries_and_are_judged_one_after_the_other()
    {
        var calls = Enumerable.Range(0, 5).Select(_ => TakeCall()).ToList();
        Verifier.Holds = true;
        foreach (var call in calls) Tell(new SwitchboardCommands.TryPin(Ada, call, WrongPin));
        AwaitAssert(() => Assert.Equal(1, Verifier.Derivations));
        Settle();
        Assert.Equal(1, Verifier.Derivations);
        foreach (var _ in calls) Verifier.Release();
        var judged = calls.Select(_ => Reception.ExpectMsg<SwitchboardReplies.PinJudged>()).ToList();
        Assert.Equal(calls, judged.Select(j => j.CallId));
        Assert.Equal([PinVerdict.Wrong, PinVerdict.Wrong, PinVerdict.LockedOut, PinVerdict.LockedOut, PinVerdict.LockedOut], judged.Select(j => j.Verdict));
        Assert.Equal(5, Verifier.Derivations);
    }

    [Fact]
    public void More_attempts_than_may_wait_are_locked_out_at_once()
    {
        var call = TakeCall();
        Verifier.Holds = true;
        for (var i = 0; i < 18; i++) Tell(new SwitchboardCommands.TryPin(Ada, call, WrongPin));
        // One is judged, sixteen wait.
        Assert.Equal(PinVerdict.LockedOut, Reception.ExpectMsg<SwitchboardReplies.PinJudged>().Verdict);
        for (var i = 0; i < 17; i++) Verifier.Release();
        for (var i = 0; i < 17; i++) Reception.ExpectMsg<SwitchboardReplies.PinJudged>();
    }

    [Fact]
    public void A_stranger_a_person_without_a_pin_and_one_who_is_locked_out_cost_the_same_work()
    {
        // Locked out: the own hash, once for each.
        Tries(TakeCall(), 3);
        Assert.Equal(PinVerdict.LockedOut, Try(TakeCall(), Pin).Verdict);
        Assert.Equal(4, Verifier.Derivations);
        Assert.All(Verifier.Hashes, h => Assert.Same(Pins[Ada], h));

        // Without a PIN, and strangers: the decoy.
        foreach (var person in new[] { PersonId.Of("grace"), PersonId.Unknown })
        {
            Verifier.Hashes.Clear();
            Board = Start(person);
            var call = TakeCall(person);
            Assert.Equal(
                [(PinVerdict.Wrong, 2), (PinVerdict.Wrong, 1), (PinVerdict.LockedOut, 0), (PinVerdict.LockedOut, 0)],
                Enumerable.Range(0, 4).Select(_ => Try(call, Pin, person)).Select(j => (j.Verdict, j.TriesLeft)));
            Assert.Equal(4, Verifier.Hashes.Count);
            Assert.All(Verifier.Hashes, h => Assert.Same(PinHash.Decoy, h));
        }
    }

    [Fact]
    public void A_stranger_is_locked_out_by_their_own_number_and_not_by_anothers()
    {
        Board = Start(PersonId.Unknown);
        var call = TakeCall(PersonId.Unknown, "+15550100017");
        for (var i = 0; i < 3; i++) Try(call, Pin, PersonId.Unknown);
        Assert.Equal(PinVerdict.LockedOut, Try(TakeCall(PersonId.Unknown, "+15550100017"), Pin, PersonId.Unknown).Verdict);
        Assert.Equal(PinVerdict.Wrong, Try(TakeCall(PersonId.Unknown, "+15550100018"), Pin, PersonId.Unknown).Verdict);
    }

    [Fact]
    public void A_new_pin_counts_from_the_next_attempt_on()
    {
        var call = TakeCall();
        Pins[Ada] = PinHash.Make("161803", PinHash.FewestIterations);
        Assert.Equal(PinVerdict.Wrong, Try(call, Pin).Verdict);
        Assert.Equal(PinVerdict.Right, Try(call, "161803").Verdict);
    }

    [Fact]
    public void A_comparison_that_fails_is_a_wrong_pin()
    {
        var call = TakeCall();
        Verifier.Fails = true;
        Assert.Equal(PinVerdict.Wrong, Try(call, Pin).Verdict);
        Verifier.Fails = false;
        Assert.Equal(PinVerdict.Right, Try(call, Pin).Verdict);
    }

    [Fact]
    public void An_attempt_in_a_call_that_nobody_took_is_not_looked_at()
    {
        Assert.Equal(PinVerdict.LockedOut, Try(CallId.New(), Pin).Verdict);
        Assert.Equal(0, Verifier.Derivations);
    }

    [Fact]
    public void Nothing_of_a_pin_and_no_number_is_in_the_journal_or_the_snapshot()
    {
        // More than a snapshot's worth.
        for (var i = 0; i < 30; i++)
        {
            var call = TakeCall(from: "+15550104477");
            Try(call, WrongPin);
            Try(call, Pin);
            Tell(new SwitchboardCommands.EndCall(Ada, call));
        }

        var stored = Stored();
        Assert.Contains("pin-tried/1", stored, StringComparison.Ordinal);
        Assert.Contains("switchboard/1", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Pin, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(WrongPin, stored, StringComparison.Ordinal);
        Assert.DoesNotContain("0104477", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Pin, new SwitchboardCommands.TryPin(Ada, CallId.New(), Pin).ToString(), StringComparison.Ordinal);
    }

    private (PinVerdict, int)[] Tries(CallId call, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Try(call, WrongPin)).Select(j => (j.Verdict, j.TriesLeft))];

    private string Stored()
    {
        var probe = CreateTestProbe();
        var to = probe.Ref;
        Settle();
        Sys.ActorOf(Props.Create(() => new StoredReader("switchboard-ada", to)));
        return probe.ExpectMsg<string>();
    }

    /// <summary>Reads a journal and its snapshot, and tells the bytes of both as text.</summary>
    private sealed class StoredReader : ReceivePersistentActor
    {
        private readonly StringBuilder _text = new();

        public StoredReader(string id, IActorRef to)
        {
            PersistenceId = id;
            Recover<SnapshotOffer>(o => Add(o.Snapshot));
            Recover<ISwitchboardEvent>(Add);
            Recover<RecoveryCompleted>(_ => to.Tell(_text.ToString(), Self));
        }

        public override string PersistenceId { get; }

        private void Add(object fact) => _text.Append(CallEventCodec.Manifest(fact)).AppendLine(Encoding.UTF8.GetString(CallEventCodec.ToBytes(fact)));
    }
}
