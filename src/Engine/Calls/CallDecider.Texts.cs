using CallActors.Contracts.Calls;
using CallActors.Contracts.Texts;

namespace CallActors.Engine.Calls;

/// <summary>What a call that has reached nobody leaves to texts.</summary>
internal sealed partial class CallDecider
{
    private const int LongestText = 1600;

    private const string Cut = " …";

    /// <summary>Its first message becomes a text, where that is wanted and the callee has a number. Under the same id it is one text, however
    /// often it is handed over.</summary>
    private void TextUnreached()
    {
        if (!rules.TextsUnreached || State.Inbound) return;
        if (State.EndReason is not (CallEndReason.NoAnswer or CallEndReason.Busy or CallEndReason.Declined or CallEndReason.Voicemail)) return;
        if (!TextAddress.TryParse(State.Address, out var person) || State.Operations.Find(o => o.Message.Length > 0) is not { } first) return;
        var body = first.Message.Length <= LongestText ? first.Message : first.Message[..(LongestText - Cut.Length)] + Cut;
        Do(new CallEffect.SendText(new ThreadCommands.SendText(person, new OperationId($"text-of-{Id.Value}"), body, Waits: false)));
    }
}
