using System.IO.Enumeration;

namespace Kernel.Actor;

/// <summary>Actors by path, with <c>..</c>, <c>*</c> and <c>?</c>: looked up anew with each message.</summary>
public class ActorSelection : ICanTell
{
    private static readonly char[] Wildcards = ['*', '?'];

    private readonly string[] _path;

    public ActorSelection()
        : this(ActorRefs.Nobody, [])
    {
    }

    public ActorSelection(IActorRef anchor, IEnumerable<string> elements)
    {
        Anchor = anchor;
        _path = [.. elements.Where(element => element.Length > 0)];
    }

    /// <summary>Where the path begins.</summary>
    public IActorRef Anchor { get; }

    public string PathString => "/" + string.Join('/', _path);

    public void Tell(object message, IActorRef? sender = null)
    {
        ArgumentNullException.ThrowIfNull(message);
        Deliver((IInternalActorRef)Anchor, 0, message, sender ?? ActorCell.GetCurrentSelfOrNoSender());
    }

    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    /// <summary>The first actor that answers.</summary>
    /// <exception cref="ActorNotFoundException">There is none, or none answered in time.</exception>
    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            var identity = await this.Ask<ActorIdentity>(new Identify(null), timeout, ct).ConfigureAwait(false);
            return identity.Subject ?? throw new ActorNotFoundException($"There is no actor at {this}.");
        }
        catch (AskTimeoutException late)
        {
            throw new ActorNotFoundException($"No actor at {this} answered within {timeout}.", late);
        }
    }

    public override string ToString() => $"ActorSelection[Anchor({Anchor.Path}), Path({PathString})]";

    internal static ActorSelection From(ActorCell cell, string path)
    {
        if (path.StartsWith('/'))
            return FromRoot(cell.SystemImpl, path);
        return ActorPath.TryParse(path, out var absolute)
            ? FromPath(cell.SystemImpl, absolute)
            : new ActorSelection(cell.Self, path.Split('/'));
    }

    internal static ActorSelection From(IActorRef anchor, string path) => new(anchor, path.Split('/'));

    internal static ActorSelection From(ActorSystemImpl system, string path)
    {
        if (path.StartsWith('/'))
            return FromRoot(system, path);
        return ActorPath.TryParse(path, out var absolute)
            ? FromPath(system, absolute)
            : new ActorSelection(system.LookupRoot, path.Split('/'));
    }

    internal static ActorSelection FromPath(ActorSystemImpl system, ActorPath path) =>
        path.Address.Equals(system.Provider.DefaultAddress)
            ? new ActorSelection(system.Provider.RootGuardian, path.Elements)
            : new ActorSelection(new EmptyLocalActorRef(system, path), []);

    private static ActorSelection FromRoot(ActorSystemImpl system, string path) =>
        new(system.Provider.RootGuardian, path.Split('/'));

    private void Deliver(IInternalActorRef at, int index, object message, IActorRef? sender)
    {
        if (index == _path.Length)
        {
            if (at is Nobody)
                DeliverToNobody(message, sender);
            else
                at.Tell(message, sender);
            return;
        }

        var element = _path[index];
        if (element == "..")
        {
            Deliver(at.Parent, index + 1, message, sender);
            return;
        }

        if (element.IndexOfAny(Wildcards) < 0)
        {
            var child = at.GetChild([element]);
            if (child is Nobody)
                DeliverToNobody(message, sender);
            else
                Deliver((IInternalActorRef)child, index + 1, message, sender);
            return;
        }

        var matching = at is LocalActorRef local
            ? local.Cell.GetChildren().Where(child => FileSystemName.MatchesSimpleExpression(element, child.Path.Name, ignoreCase: false)).ToList()
            : [];
        if (matching.Count == 0 && index == _path.Length - 1)
            DeliverToNobody(message, sender);
        foreach (var child in matching)
            Deliver((IInternalActorRef)child, index + 1, message, sender);
    }

    private void DeliverToNobody(object message, IActorRef? sender)
    {
        if (message is Identify identify)
        {
            sender?.Tell(new ActorIdentity(identify.MessageId, null), ActorRefs.NoSender);
            return;
        }

        if (Anchor is IInternalActorRef { } anchor && anchor is not Nobody)
            new EmptyLocalActorRef(((LocalActorRefProvider)anchor.Provider).System, anchor.Path / _path).Tell(message, sender);
    }
}
