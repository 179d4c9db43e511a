using System.Collections.Immutable;
using CallActors.Contracts.Texts;

namespace CallActors.Engine.Messages;

/// <summary>Where texts and news of them come in, and find their thread; wakes threads that were waiting when the process died.
/// Protocol: docs/protocols/message-thread.md.</summary>
public sealed class TextDeskActor : SnapshottingActor
{
    /// <summary>Texts whose thread is known; of older ones no news is taken.</summary>
    public const int Capacity = 1000;

    private const int EarlyNewsKept = 100;
    private const int SnapshotEvery = 500;

    private readonly Queue<TextNews> _early = new();
    private ImmutableList<TextFiled> _filed = [];
    private ImmutableHashSet<TextAddress> _open = [];
    private IActorRef _threads = ActorRefs.Nobody;

    public TextDeskActor() : base("The text desk", SnapshotEvery)
    {
        Recover<SnapshotOffer>(offer => (_filed, _open) = ([.. ((TextDeskSnapshot)offer.Snapshot).Filed], [.. ((TextDeskSnapshot)offer.Snapshot).Open]));
        Recover<TextFiled>(Keep);
        Recover<ThreadStood>(Keep);

        Command<TextDeskMessages.Serve>(OnServe);
        Command<TextReceived>(OnReceived);
        Command<TextNews>(OnNews);
        Command<TextDeskMessages.File>(OnFile);
        Command<TextDeskMessages.ThreadStands>(OnThreadStands);
    }

    public override string PersistenceId => "text-desk";

    public static Props PropsFor() => Props.Create(() => new TextDeskActor());

    private void OnServe(TextDeskMessages.Serve serve)
    {
        _threads = serve.Threads;
        foreach (var address in _open) _threads.Tell(new ThreadCommands.Wake(address), Self);
    }

    private void OnReceived(TextReceived text)
    {
        if (TextAddress.TryParse(text.From, out var address)) _threads.Tell(new ThreadCommands.TextCame(address, text), Self);
    }

    private void OnNews(TextNews news)
    {
        if (_filed.FindLast(f => f.Id == news.Id && f.Carrier == news.Carrier) is { } filed)
        {
            _threads.Tell(new ThreadCommands.TextReported(filed.Address, news), Self);
            return;
        }

        // It may have overtaken the carrier's answer to the sending.
        _early.Enqueue(news);
        if (_early.Count > EarlyNewsKept) _early.Dequeue();
    }

    private void OnFile(TextDeskMessages.File file)
    {
        var filed = new TextFiled(file.Carrier, file.Id, file.Address);
        Store([filed], () => TellEarly(filed));
    }

    private void TellEarly(TextFiled filed)
    {
        for (var left = _early.Count; left > 0; left--)
        {
            var news = _early.Dequeue();
            if (news.Id == filed.Id && news.Carrier == filed.Carrier) _threads.Tell(new ThreadCommands.TextReported(filed.Address, news), Self);
            else _early.Enqueue(news);
        }
    }

    private void OnThreadStands(TextDeskMessages.ThreadStands stands)
    {
        if (_open.Contains(stands.Address) != stands.IsOpen) Store([new ThreadStood(stands.Address, stands.IsOpen)], () => { });
    }

    protected override void Apply(object fact)
    {
        if (fact is TextFiled filed) Keep(filed);
        else Keep((ThreadStood)fact);
    }

    protected override object Snapshot() => new TextDeskSnapshot([.. _filed], [.. _open]);

    private void Keep(TextFiled filed) => _filed = _filed.Count < Capacity ? _filed.Add(filed) : _filed.RemoveAt(0).Add(filed);

    private void Keep(ThreadStood stood) => _open = stood.IsOpen ? _open.Add(stood.Address) : _open.Remove(stood.Address);
}

/// <summary>Messages of the text desk, besides <see cref="TextReceived"/> and <see cref="TextNews"/>.</summary>
public static class TextDeskMessages
{
    /// <summary>The threads' region has started. Sent once.</summary>
    public sealed record Serve(IActorRef Threads);

    /// <summary>A carrier has taken a text of this thread's under this name. Sent by threads.</summary>
    public sealed record File(string Carrier, string Id, TextAddress Address);

    /// <summary>A thread has an open ask, or none any more. Sent by threads.</summary>
    public sealed record ThreadStands(TextAddress Address, bool IsOpen);
}

/// <summary>Stored: whose text this is.</summary>
public sealed record TextFiled(string Carrier, string Id, TextAddress Address);

/// <summary>Stored: whether a thread has an open ask.</summary>
public sealed record ThreadStood(TextAddress Address, bool IsOpen);

/// <summary>Stored: all of it.</summary>
public sealed record TextDeskSnapshot(IReadOnlyList<TextFiled> Filed, IReadOnlyList<TextAddress> Open);
