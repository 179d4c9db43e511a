using CallActors.Compliance.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using Kernel.Actor;

namespace Kernel.Tests.Model;

/// <summary>The slots of the timer wheel hold what a sorted list would, over many laps.</summary>
public sealed class TimerSlotsModelSpec
{
    private enum Move
    {
        Add,
        Remove,
        RemoveOwner,
        Advance,
    }

    [Fact]
    public void What_is_due_is_what_a_sorted_list_says() => Law.Holds(AnyMoves, Smaller, Run, runs: 500);

    // Delays of up to three laps; time moves by single slots, by parts of a lap, and by more than one.
    private static Gen<Step[]> AnyMoves { get; } =
        from length in Gen.Choose(1, 80)
        from steps in Gen.ListOf(
            from move in Gen.Frequency((6, Gen.Constant(Move.Add)), (2, Gen.Constant(Move.Remove)), (1, Gen.Constant(Move.RemoveOwner)), (4, Gen.Constant(Move.Advance)))
            from amount in Gen.OneOf(Gen.Choose(0, 3), Gen.Choose(0, TimerSlots.Count), Gen.Elements(TimerSlots.Count - 1, TimerSlots.Count, TimerSlots.Count + 1), Gen.Choose(0, 3 * TimerSlots.Count))
            from owner in Gen.Choose(0, 3)
            select new Step(move, amount, owner), length)
        select steps.ToArray();

    private static IEnumerable<Step[]> Smaller(Step[] steps)
    {
        for (var size = steps.Length / 2; size > 0; size /= 2)
        {
            for (var from = 0; from + size <= steps.Length; from += size)
                yield return [.. steps[..from], .. steps[(from + size)..]];
        }
    }

    private static void Run(Step[] steps)
    {
        object[] owners = [new(), new(), new(), new()];
        var slots = new TimerSlots();
        var list = new List<Entry>();
        long now = 0;
        foreach (var step in steps)
        {
            switch (step.Move)
            {
                case Move.Add:
                    var added = new Entry(owners[step.Owner]) { DueSlot = now + step.Amount };
                    slots.Add(added);
                    list.Add(added);
                    break;
                case Move.Remove when list.Count > 0:
                    var removed = list[step.Amount % list.Count];
                    list.Remove(removed);
                    slots.Remove(removed);
                    Assert.False(removed.IsLinked);
                    break;
                case Move.RemoveOwner:
                    slots.RemoveAll(owners[step.Owner]);
                    Assert.All(list, entry => Assert.Equal(entry.Owner == owners[step.Owner], entry.IsRemoved));
                    list.RemoveAll(entry => entry.IsRemoved);
                    break;
                case Move.Advance:
                    now = Advance(slots, list, now, step.Amount);
                    break;
            }

            Assert.Equal(list.Count, slots.Entries);
            Assert.All(list, entry => Assert.True(entry.IsLinked && !slots.IsEmpty(entry.DueSlot)));
        }
    }

    /// <summary>Reads the slots as the wheel does: those since the last time, but no more than a lap.</summary>
    private static long Advance(TimerSlots slots, List<Entry> list, long now, int by)
    {
        var due = new List<TimerEntry>();
        var then = now + by;
        for (var slot = Math.Max(now, then - TimerSlots.Count + 1); slot <= then; slot++)
            slots.TakeDue(slot, then, due);
        Assert.Equal(list.Where(entry => entry.DueSlot <= then).ToHashSet(), due.Cast<Entry>().ToHashSet());
        Assert.Equal(due.Count, due.Distinct().Count());
        Assert.All(due, entry => Assert.False(entry.IsLinked));
        list.RemoveAll(entry => entry.DueSlot <= then);
        return then;
    }

    private sealed record Step(Move Move, int Amount, int Owner);

    private sealed class Entry(object owner) : TimerEntry(owner, TimeSpan.Zero, null)
    {
        protected override void Run()
        {
        }
    }
}
