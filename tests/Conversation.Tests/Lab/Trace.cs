using System.Globalization;
using System.Text;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>Who takes part in a conversation.</summary>
internal enum Who
{
    Caller,
    Engine,
    Carrier,
    Agent,
    Recogniser,
    Voice,
}

/// <summary>Something that happened.</summary>
/// <param name="What">A word for it, for example <c>turn</c>.</param>
internal readonly record struct Moment(TimeSpan At, Who Who, string What, string Detail)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.TotalSeconds,8:0.00}  {Who,-10} {What,-12} {Detail}");
}

/// <summary>What happened in a conversation, in order.</summary>
internal sealed class Trace(LabTime time)
{
    private readonly List<Moment> _moments = [];

    public IReadOnlyList<Moment> Moments => _moments;

    public void Add(Who who, string what, string detail = "") => _moments.Add(new Moment(time.Now, who, what, detail));

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var moment in _moments) text.Append(moment).Append('\n');
        return text.ToString();
    }
}
