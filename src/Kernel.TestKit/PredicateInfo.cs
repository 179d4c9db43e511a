namespace Kernel.TestKit;

/// <summary>A predicate over messages of one type, for expectations that take several of different types.</summary>
public class PredicateInfo
{
    private readonly Predicate<object> _takes;

    private PredicateInfo(Delegate predicate, Type type, Predicate<object> takes)
    {
        PredicateT = predicate;
        Type = type;
        _takes = takes;
    }

    public Delegate PredicateT { get; }

    public Type Type { get; }

    public static PredicateInfo Create<T>(Predicate<T> predicateT)
    {
        ArgumentNullException.ThrowIfNull(predicateT);
        return new PredicateInfo(predicateT, typeof(T), message => message is T typed && predicateT(typed));
    }

    public override string ToString() => $"predicate of {Type}";

    internal bool Takes(object message) => _takes(message);
}

/// <summary>Makes them of predicates.</summary>
public static class PredicateInfoFactory
{
    public static PredicateInfo CreatePredicateInfo<T>(this Predicate<T> predicateT) => PredicateInfo.Create(predicateT);
}
