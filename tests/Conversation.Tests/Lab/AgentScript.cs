using CallActors.Contracts.Calls;

namespace CallActors.Conversation.Tests.Lab;

/// <summary>What the agent has to say and how, what it was told, and whose turn that makes it.</summary>
internal sealed record AgentScript(IReadOnlyList<string> Messages, string Farewell)
{
    public AgentManners Manners { get; init; } = new();

    /// <summary>What it was told, in order.</summary>
    public List<Answer> Told { get; } = [];

    /// <summary>Final words that it was shown while the call went on, in order.</summary>
    public List<string> Shown { get; } = [];

    /// <summary>Operations that it has asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>Operations that were answered.</summary>
    public int Answered { get; set; }

    /// <summary>The call ended while no operation of its waited: nobody told it what was said last.</summary>
    public bool IsLeft { get; set; } = true;

    /// <summary>It has said something that the person has not heard to its end.</summary>
    public bool IsWaitingToBeHeard { get; set; }

    /// <summary>It listens to the person.</summary>
    public bool Listens { get; private set; }

    /// <summary>Since when it owes the person an answer; null when it does not.</summary>
    public TimeSpan? OwesSince { get; private set; }

    /// <summary>The engine takes the person to be speaking.</summary>
    public bool SeemsToSpeak { get; set; }

    /// <summary>The person asked for a moment.</summary>
    public bool OnHold { get; set; }

    /// <summary>An operation is asked for.</summary>
    /// <param name="says">It has a message that is whole.</param>
    public void Ask(bool says)
    {
        Asked++;
        (OwesSince, Listens) = (null, !says);
        IsWaitingToBeHeard = says;
    }

    /// <summary>What it said was heard, as far as it was; now the person is listened to.</summary>
    public void IsHeard() => (IsWaitingToBeHeard, Listens) = (false, true);

    /// <summary>What it said before was heard; the next message is due.</summary>
    public void IsDue() => (IsWaitingToBeHeard, Listens) = (true, false);

    /// <summary>It is its turn.</summary>
    public void Owe(TimeSpan now) => (OwesSince, Listens, IsWaitingToBeHeard) = (now, false, false);

    /// <param name="Response">The person's words.</param>
    /// <param name="Heard">Of the agent's message.</param>
    internal sealed record Answer(string Response, string Heard, bool Interrupted, OperationId Operation);
}

/// <summary>How far an agent goes ahead of the turn's end.</summary>
internal enum Preemption
{
    Off,
    Thinking,
    Speaking,
}

/// <summary>How the agent behaves. Messages are named by their places, from 0.</summary>
internal sealed record AgentManners
{
    public TimeSpan Thinks { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Gives its thoughts up when the person goes on.</summary>
    public bool GivesWay { get; init; }

    public Preemption Preempts { get; init; }

    /// <summary>Says its messages word by word, one in so long; null says them whole.</summary>
    public TimeSpan? WordEvery { get; init; }

    /// <summary>Messages that may not be interrupted.</summary>
    public IReadOnlyList<int> Insists { get; init; } = [];

    /// <summary>Messages that it does not wait for an answer to: the next one follows at once.</summary>
    public IReadOnlyList<int> Mentions { get; init; } = [];

    /// <summary>Messages after whose answer it listens for more.</summary>
    public IReadOnlyList<int> ListensOn { get; init; } = [];

    /// <summary>Tells how its work goes every four seconds.</summary>
    public bool TellsProgress { get; init; }

    /// <summary>The message that it never comes to: it has died. The number of messages for the farewell; null for none.</summary>
    public int? StallsBefore { get; init; }

    /// <summary>The message of which only half comes, word by word; null for none.</summary>
    public int? StallsWithin { get; init; }
}
