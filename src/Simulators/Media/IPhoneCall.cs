namespace CallActors.Simulators.Media;

/// <summary>A call as the phone in it sees it, whichever carrier leads it.</summary>
public interface IPhoneCall
{
    /// <summary>The phone rings for it.</summary>
    bool IsRinging { get; }

    /// <summary>It was answered, and is not over.</summary>
    bool IsInProgress { get; }

    bool IsOver { get; }

    /// <summary>How it stands or ended, in the carrier's own word: <c>completed</c>, <c>normal_clearing</c>.</summary>
    string Outcome { get; }

    /// <summary>How many media sockets have been opened for it so far.</summary>
    int StreamsOpened { get; }

    /// <summary>The network breaks its media sockets without a word.</summary>
    void DropStreams();
}

/// <summary>What a phone does in a call.</summary>
internal interface IHandsetCall : IPhoneCall
{
    /// <summary>False when it does not ring any more.</summary>
    bool PickUp();

    void Decline();

    /// <summary>The person hangs up; a caller who still rings gives up.</summary>
    void HangUp();

    void Press(char key);
}
