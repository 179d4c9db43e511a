using FsCheck;
using FsCheck.Fluent;

namespace CallActors.Compliance.Tests.Model;

/// <summary>Where an actor of a random tree may fail besides its handlers.</summary>
public enum Place
{
    Constructor,
    PreStart,
    PreRestart,
    PostRestart,
    PostStop,
}

/// <summary>Kinds of failure, each with a directive of its own in every supervisor's table.</summary>
public enum Kind
{
    A,
    B,
    C,
    Start,
    Killed,
}

/// <summary>What a message makes its actor do.</summary>
public enum Act
{
    Nothing,
    ThrowA,
    ThrowB,
    ThrowC,
    Await,
    AwaitAndThrow,
    StopChild,
}

public enum StepKind
{
    Say,
    Kill,
    Poison,
    Stop,
    Wait,
}

/// <summary>How an actor supervises: the directive for each kind of failure, or null where its decider throws.</summary>
/// <param name="Retries">−1 for any number.</param>
/// <param name="WindowSeconds">0 for the child's whole life.</param>
public sealed record StrategyPlan(bool AllForOne, int Retries, int WindowSeconds, Directive?[] Table)
{
    public override string ToString() =>
        $"{(AllForOne ? "all" : "one")}-for-one {Retries}/{WindowSeconds}s {string.Join(' ', Table.Select((directive, kind) => $"{(Kind)kind}:{directive?.ToString() ?? "throws"}"))}";
}

/// <summary>Fails at a place when it comes by for the given time, counted over all instances.</summary>
public sealed record Fault(Place Place, int Time);

/// <param name="KeepsChildren">Its PreRestart leaves the children alone.</param>
/// <param name="ChildrenInConstructor">Else they are made in PreStart.</param>
public sealed record NodePlan(
    int Id, StrategyPlan Strategy, bool KeepsChildren, bool ChildrenInConstructor, Fault[] Faults, NodePlan[] Children)
{
    public IEnumerable<NodePlan> All => Children.SelectMany(child => child.All).Prepend(this);

    public override string ToString() => Show(1);

    private string Show(int depth) =>
        $"\n{new string(' ', depth * 2)}{Id}: {Strategy}{(KeepsChildren ? ", keeps children" : "")}{(ChildrenInConstructor ? ", early children" : "")}"
        + (Faults.Length == 0 ? "" : $", fails at {string.Join(' ', Faults.Select(fault => $"{fault.Place}#{fault.Time}"))}")
        + string.Concat(Children.Select(child => child.Show(depth + 1)));
}

public sealed record Step(StepKind Kind, int Target, int Sender, Act Act)
{
    public override string ToString() => Kind == StepKind.Say ? $"{Sender}→{Target} {Act}" : $"{Kind} {Target}";
}

/// <summary>A tree of actors and what happens to it.</summary>
public sealed record SupervisionScenario(NodePlan Root, StrategyPlan Top, Step[] Steps)
{
    public static Gen<SupervisionScenario> Any { get; } =
        from shape in Gen.Choose(1, 7).SelectMany(size => Gen.ListOf(Gen.Choose(0, 1000), size))
        from nodes in Gen.ListOf(Node(), shape.Count)
        from top in Strategy(escalates: false)
        from length in Gen.Choose(1, 40)
        from steps in Gen.ListOf(AnyStep(), length)
        select new SupervisionScenario(Tree([.. nodes], [.. shape]), top, [.. steps]);

    public override string ToString() => $"top: {Top}{Root}\n  {string.Join(", ", Steps.Select(step => step.ToString()))}";

    /// <summary>Fewer steps, fewer faults, fewer actors.</summary>
    public IEnumerable<SupervisionScenario> Smaller()
    {
        for (var size = Steps.Length / 2; size > 0; size /= 2)
        {
            for (var from = 0; from + size <= Steps.Length; from += size)
                yield return this with { Steps = [.. Steps[..from], .. Steps[(from + size)..]] };
        }

        foreach (var root in Smaller(Root))
            yield return this with { Root = root };
    }

    private static IEnumerable<NodePlan> Smaller(NodePlan node)
    {
        for (var i = 0; i < node.Children.Length; i++)
        {
            yield return node with { Children = [.. node.Children[..i], .. node.Children[(i + 1)..]] };
            foreach (var child in Smaller(node.Children[i]))
                yield return node with { Children = [.. node.Children[..i], child, .. node.Children[(i + 1)..]] };
        }

        for (var i = 0; i < node.Faults.Length; i++)
            yield return node with { Faults = [.. node.Faults[..i], .. node.Faults[(i + 1)..]] };
    }

    private static Gen<NodePlan> Node() =>
        from strategy in Strategy(escalates: true)
        from keeps in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from early in Gen.Elements(false, true)
        from count in Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Constant(1)), (1, Gen.Constant(3)))
        from faults in Gen.ListOf(
            from place in Gen.Elements(Enum.GetValues<Place>())
            from time in Gen.Choose(1, 3)
            select new Fault(place, time), count)
        select new NodePlan(0, strategy, keeps, early, [.. faults], []);

    private static Gen<StrategyPlan> Strategy(bool escalates)
    {
        // In half of all strategies nothing is resumed: who failed must then never be seen again.
        Directive?[] strict = [Directive.Restart, Directive.Restart, Directive.Stop, .. escalates ? new Directive?[] { Directive.Escalate, null } : []];
        Directive?[] mild = [.. strict, Directive.Resume, Directive.Resume];
        return from allForOne in Gen.Elements(false, true)
               from retries in Gen.Elements(-1, -1, 0, 1, 3)
               from window in Gen.Elements(0, 0, 5)
               from choice in Gen.Elements(strict, mild)
               from table in Gen.ListOf(Gen.Elements(choice), Enum.GetValues<Kind>().Length)
               select new StrategyPlan(allForOne, retries, window, [.. table]);
    }

    private static Gen<Step> AnyStep() =>
        from kind in Gen.Frequency(
            (20, Gen.Constant(StepKind.Say)),
            (1, Gen.Constant(StepKind.Kill)),
            (1, Gen.Constant(StepKind.Poison)),
            (1, Gen.Constant(StepKind.Stop)),
            (1, Gen.Constant(StepKind.Wait)))
        from target in Gen.Choose(0, 6)
        from sender in Gen.Choose(0, 2)
        from act in Gen.Frequency(
            (6, Gen.Constant(Act.Nothing)),
            (2, Gen.Elements(Act.ThrowA, Act.ThrowB, Act.ThrowC)),
            (2, Gen.Constant(Act.Await)),
            (1, Gen.Constant(Act.AwaitAndThrow)),
            (1, Gen.Constant(Act.StopChild)))
        select new Step(kind, target, sender, act);

    /// <summary>Hangs each node below one of those before it.</summary>
    private static NodePlan Tree(NodePlan[] nodes, int[] shape)
    {
        var children = nodes.Select(_ => new List<int>()).ToArray();
        for (var i = 1; i < nodes.Length; i++)
            children[shape[i] % i].Add(i);
        return Build(0);

        NodePlan Build(int id) => nodes[id] with { Id = id, Children = [.. children[id].Select(Build)] };
    }
}
