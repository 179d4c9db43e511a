namespace CallActors.Conversation.Tests.Lab;

/// <summary>One direction of a network: what is sent arrives later, in its order.</summary>
/// <param name="jitter">Up to so much more, by chance; nothing overtakes.</param>
internal sealed class Road(LabTime time, Random random, TimeSpan delay, TimeSpan jitter)
{
    private TimeSpan _lastAt;

    public void Send(Action arrives)
    {
        var at = time.Now + delay + jitter * random.NextDouble();
        if (at < _lastAt) at = _lastAt;
        _lastAt = at;
        time.After(at - time.Now, arrives);
    }
}
