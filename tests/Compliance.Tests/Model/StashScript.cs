using FsCheck;
using FsCheck.Fluent;

namespace CallActors.Compliance.Tests.Model;

/// <summary>What a message tells the actor of a <see cref="StashScript"/> to do.</summary>
public enum Order
{
    /// <summary>Noted by an open behaviour, stashed by a closed one.</summary>
    Note,
    BecomeOpen,
    BecomeClosed,
    StackOpen,
    StackClosed,
    Unbecome,
    Unstash,
    UnstashAll,

    /// <summary>Unstashes the even ones, and drops the others.</summary>
    UnstashEven,
    Clear,
    Prepend,

    /// <summary>Stashes the same message twice, which is refused.</summary>
    StashTwice,
    Fail,
}

public sealed record Command(int Number, Order Order)
{
    public override string ToString() => $"{Number}:{Order}";
}

/// <param name="Capacity">Of the stash; −1 for no bound.</param>
public sealed record StashScript(int Capacity, Command[] Commands)
{
    private static readonly (int Weight, Order Order)[] Weights =
        [.. Enum.GetValues<Order>().Select(order => (order == Order.Note ? 12 : 1, order))];

    public static Gen<StashScript> Any { get; } =
        from capacity in Gen.Elements(-1, -1, 1, 2, 5)
        from length in Gen.Choose(1, 60)
        from orders in Gen.ListOf(Gen.Frequency([.. Weights.Select(one => (one.Weight, Gen.Constant(one.Order)))]), length)
        select new StashScript(capacity, [.. orders.Select((order, i) => new Command(i + 1, order))]);

    public override string ToString() => $"capacity {Capacity}: {string.Join(' ', Commands.AsEnumerable())}";

    public IEnumerable<StashScript> Smaller()
    {
        for (var size = Commands.Length / 2; size > 0; size /= 2)
        {
            for (var from = 0; from + size <= Commands.Length; from += size)
                yield return this with { Commands = [.. Commands[..from], .. Commands[(from + size)..]] };
        }
    }
}

/// <summary>The reference: a mailbox, a stash and a stack of behaviours as plain lists.</summary>
internal sealed class StashModel(StashScript script)
{
    private readonly LinkedList<Command> _mailbox = new(script.Commands);
    private readonly List<Command> _stash = [];
    private readonly Stack<bool> _open = new([true]);
    private readonly List<string> _trace = [];

    /// <summary>Handles everything and tells what an actor should have noted.</summary>
    public IReadOnlyList<string> Run()
    {
        while (_mailbox.First is { } next)
        {
            _mailbox.RemoveFirst();
            Handle(next.Value);
        }

        _trace.Add($"left {string.Join(' ', _stash.Select(command => command.Number))}");
        return _trace;
    }

    private void Handle(Command command)
    {
        switch (command.Order)
        {
            case Order.Note when _open.Peek():
                _trace.Add($"note {command.Number}");
                break;
            case Order.Note:
                if (script.Capacity > 0 && _stash.Count >= script.Capacity)
                    Restart();
                else
                    _stash.Add(command);
                break;
            case Order.BecomeOpen or Order.BecomeClosed:
                // The first behaviour of all is never replaced, only covered.
                if (_open.Count > 1)
                    _open.Pop();
                _open.Push(command.Order == Order.BecomeOpen);
                break;
            case Order.StackOpen or Order.StackClosed:
                _open.Push(command.Order == Order.StackOpen);
                break;
            case Order.Unbecome:
                if (_open.Count > 1)
                    _open.Pop();
                break;
            case Order.Unstash when _stash.Count > 0:
                _mailbox.AddFirst(_stash[0]);
                _stash.RemoveAt(0);
                break;
            case Order.UnstashAll:
                GiveBack(_ => true);
                break;
            case Order.UnstashEven:
                GiveBack(stashed => stashed.Number % 2 == 0);
                break;
            case Order.Clear:
                _trace.Add($"cleared {string.Join(' ', _stash.Select(stashed => stashed.Number))}");
                _stash.Clear();
                break;
            case Order.Prepend:
                if (script.Capacity > 0 && _stash.Count >= script.Capacity)
                    Restart();
                else
                    _stash.Insert(0, new Command(1000 + command.Number, Order.Note));
                break;
            case Order.StashTwice:
                // The first time counts, unless there is no room; the second time, or that, fails the actor.
                if (script.Capacity <= 0 || _stash.Count < script.Capacity)
                    _stash.Add(new Command(command.Number, Order.Note));
                Restart();
                break;
            case Order.Fail:
                Restart();
                break;
        }
    }

    private void Restart()
    {
        _trace.Add("restart");
        GiveBack(_ => true);
        _open.Clear();
        _open.Push(true);
    }

    private void GiveBack(Func<Command, bool> which)
    {
        foreach (var stashed in Enumerable.Reverse(_stash).Where(which))
            _mailbox.AddFirst(stashed);
        _stash.Clear();
    }
}
