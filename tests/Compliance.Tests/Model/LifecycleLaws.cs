namespace CallActors.Compliance.Tests.Model;

/// <summary>
/// The laws that every tree keeps, whatever fails:
/// <list type="number">
/// <item>The hooks of an instance come in a legal order, each at most once, and an instance that has started is told its end.</item>
/// <item>An incarnation has one instance at a time; the next one begins with PostRestart when the last one was restarted.</item>
/// <item>Between a failure and the next instance no message is handled, unless a supervisor decided to resume.</item>
/// <item>No message is handled while a handler awaits.</item>
/// <item>Children do not outlive their parent, nor its restart unless it keeps them.</item>
/// <item>Every watcher is told of every end once.</item>
/// <item>Every message is handled once or becomes one dead letter; what is handled comes in the order of sending; nothing is
/// handled behind a poison pill.</item>
/// <item>No child is started more often than its supervisor allows.</item>
/// </list>
/// </summary>
internal sealed class LifecycleLaws(SupervisionLog log, int watchers)
{
    private readonly IReadOnlyList<Entry> _entries = log.Entries;

    public void Check(IReadOnlyCollection<(IActorRef To, Say Say)> said, IReadOnlyCollection<(IActorRef To, int Number)> poisoned)
    {
        foreach (var ofInstance in _entries.Where(entry => entry.Instance >= 0).GroupBy(entry => entry.Instance))
            CheckInstance([.. ofInstance]);
        foreach (var incarnation in log.Incarnations.Values)
            CheckIncarnation(incarnation);
        CheckMessages(said, poisoned);
    }

    private static bool IsTailOfAwait(Entry entry) => entry.What == What.AwaitEnded;

    private void CheckInstance(Entry[] entries)
    {
        var state = What.Constructed;
        var failed = false;
        var discarded = false;
        Say? awaiting = null;
        Require(entries[0].What == What.Constructed, entries[0], "is the first sign of an instance");
        foreach (var entry in entries.Skip(1))
        {
            if (entry.What == What.AwaitEnded)
            {
                Require(entry.Say == awaiting, entry, "does not end what was awaited");
                awaiting = null;
                failed |= !discarded && entry.Say!.Act == Act.AwaitAndThrow;
                continue;
            }

            Require(!discarded, entry, "comes from an instance that was let go");
            switch (entry.What)
            {
                case What.PreStart:
                    Require(state is What.Constructed or What.PostRestart, entry, $"comes after {state}");
                    state = What.PreStart;
                    break;
                case What.PostRestart:
                    Require(state == What.Constructed, entry, $"comes after {state}");
                    state = What.PostRestart;
                    break;
                case What.Received:
                    Require(state == What.PreStart, entry, $"comes after {state}");
                    Require(awaiting is null, entry, $"interrupts a handler that awaits, {awaiting}");
                    Require(!failed || WasResumedBefore(entry), entry, "follows a failure that nobody resumed");
                    failed = false;
                    awaiting = entry.Say!.Act is Act.Await or Act.AwaitAndThrow ? entry.Say : null;
                    break;
                case What.Threw when state == What.PreStart && LastHook(entries, entry) == What.Received:
                    failed = true;
                    break;
                case What.Threw:
                    discarded = true;
                    break;
                case What.PreRestart:
                    Require(state == What.PreStart, entry, $"comes after {state}");
                    state = What.PreRestart;
                    break;
                case What.PostStop:
                    Require(state is What.PreStart or What.PreRestart, entry, $"comes after {state}");
                    state = What.PostStop;
                    break;
            }
        }

        Require(discarded || state is What.PostStop, entries[^1], "is the last sign of an instance that was never told its end");
    }

    private static What LastHook(Entry[] entries, Entry before) =>
        entries.TakeWhile(entry => !ReferenceEquals(entry, before)).Last(entry => !IsTailOfAwait(entry)).What;

    private bool WasResumedBefore(Entry received)
    {
        var threw = false;
        foreach (var entry in _entries)
        {
            if (ReferenceEquals(entry, received))
                return false;
            if (entry.Instance == received.Instance && (entry.What == What.Threw || (entry.What == What.AwaitEnded && entry.Say!.Act == Act.AwaitAndThrow)))
                threw = true;
            else if (entry.Instance == received.Instance && entry.What == What.Received)
                threw = false;
            else if (threw && entry.What == What.Resumed)
                return true;
        }

        return false;
    }

    private void CheckIncarnation(Incarnation incarnation)
    {
        var own = _entries.Where(entry => entry.Self.Equals(incarnation.Self) && entry.Instance >= 0 && !IsTailOfAwait(entry)).ToArray();
        for (var i = 1; i < own.Length; i++)
            Require(own[i].Instance >= own[i - 1].Instance, own[i], "comes from an instance that another one has replaced");

        var instances = own.GroupBy(entry => entry.Instance).Select(entries => entries.ToArray()).ToArray();
        for (var i = 0; i < instances.Length; i++)
        {
            var restarted = i > 0 && instances[i - 1].Any(entry => entry.What == What.PreRestart);
            var postRestart = instances[i].Any(entry => entry.What == What.PostRestart);
            Require(!postRestart || restarted, instances[i][0], "was restarted although no instance before it was");
            Require(!restarted || postRestart || instances[i].Length == 1 || instances[i][1].What == What.Threw, instances[i][0], "follows a restart without PostRestart");
        }

        CheckChildren(incarnation, instances);
        var ends = _entries.Where(entry => entry.What == What.Terminated && entry.Self.Equals(incarnation.Self)).ToArray();
        Require(
            ends.Length == watchers && ends.Select(end => end.Number).Distinct().Count() == watchers,
            own[^1],
            $"is of an actor whose end was told {ends.Length} times to {watchers} watchers");
        var told = IndexOf(ends[0]);
        Require(IndexOf(own[^1]) < told, own[^1], "comes after its actor's end was told");
        CheckRetries(incarnation, instances.Length);
    }

    private void CheckChildren(Incarnation parent, Entry[][] instances)
    {
        var children = log.Incarnations.Values.Where(child => child.Parent.Equals(parent.Self))
            .Select(child => _entries.Where(entry => entry.Instance >= 0 && entry.Self.Equals(child.Self)).ToArray())
            .ToArray();
        if (children.Length == 0)
            return;
        var end = _entries.First(entry => entry.What == What.Terminated && entry.Self.Equals(parent.Self));
        var last = instances[^1];
        var finalStop = last.Any(entry => entry.What == What.PreRestart) ? null : last.FirstOrDefault(entry => entry.What == What.PostStop);
        foreach (var child in children)
        {
            Require(IndexOf(child[^1]) < IndexOf(end), child[^1], "comes after the end of its parent was told");
            Require(finalStop is null || IndexOf(child[^1]) < IndexOf(finalStop), child[^1], "comes after its parent's last PostStop");
            if (parent.Plan.KeepsChildren)
                continue;
            for (var i = 1; i < instances.Length; i++)
            {
                // A PreRestart that threw has not come to stop the children.
                var before = instances[i - 1];
                if (!before.Any(entry => entry.What == What.PostStop))
                    continue;
                var restart = before.First(entry => entry.What is What.PreRestart or What.PostStop);
                Require(
                    IndexOf(child[0]) > IndexOf(restart) || IndexOf(child[^1]) < IndexOf(instances[i][0]),
                    child[^1],
                    "outlived the restart of its parent");
            }
        }
    }

    private void CheckRetries(Incarnation incarnation, int instances)
    {
        // Restarts that come from a parent that keeps its children are not counted against anyone; and whoever could not start
        // and is resumed, by its supervisor or one further up, is made once more.
        var parentKeeps = incarnation.ParentPlan is { } parent
            && (parent.KeepsChildren || parent.Faults.Any(fault => fault.Place == Place.PreRestart));
        if (parentKeeps || _entries.Any(entry => entry.What == What.Resumed) || incarnation.Supervision is not { Retries: >= 0, WindowSeconds: 0 } limit)
            return;
        var first = _entries.First(entry => entry.Self.Equals(incarnation.Self));
        Require(instances <= limit.Retries + 1, first, $"is of an actor that was started {instances} times with {limit.Retries} restarts allowed");
    }

    private void CheckMessages(IReadOnlyCollection<(IActorRef To, Say Say)> said, IReadOnlyCollection<(IActorRef To, int Number)> poisoned)
    {
        var fates = _entries.Where(entry => entry.What is What.Received or What.Dead).ToLookup(entry => entry.Say!.Number);
        foreach (var (to, say) in said)
        {
            var fate = fates[say.Number].ToArray();
            Assert.True(fate.Length == 1 && fate[0].Self.Equals(to), $"Message {say} to {to} has these fates: {string.Join(", ", fate.AsEnumerable())}.{Story()}");
        }

        foreach (var received in _entries.Where(entry => entry.What == What.Received).GroupBy(entry => entry.Self))
        {
            var numbers = received.Select(entry => entry.Say!.Number).ToArray();
            Assert.True(numbers.SequenceEqual(numbers.Order()), $"{received.Key} handled messages out of order: {string.Join(' ', numbers)}.{Story()}");
            foreach (var (_, pill) in poisoned.Where(pill => pill.To.Equals(received.Key)))
                Assert.True(numbers.All(number => number < pill), $"{received.Key} handled messages behind poison pill {pill}: {string.Join(' ', numbers)}.{Story()}");
        }
    }

    private int IndexOf(Entry entry)
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            if (ReferenceEquals(_entries[i], entry))
                return i;
        }

        throw new ArgumentException($"{entry} is not in the log.", nameof(entry));
    }

    private void Require(bool holds, Entry entry, string breach) => Assert.True(holds, $"[{entry}] {breach}.{Story()}");

    private string Story() => "\n  " + string.Join("\n  ", _entries);
}
