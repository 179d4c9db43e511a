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
        if (State.EndReason is not { } reason || !BecomesText(reason)) return;
        var (person, first) = (Texted(), State.Operations.Find(o => o.Message.Length > 0)!);
        var body = first.Message.Length <= LongestText ? first.Message : first.Message[..(LongestText - Cut.Length)] + Cut;
        Do(new CallEffect.SendText(new ThreadCommands.SendText(person!.Value, new OperationId($"text-of-{Id.Value}"), body, Waits: false)));
    }

    /// <summary>What is said of an end, and that the message goes another way.</summary>
    private string WithText(CallEndReason reason, string detail) => !BecomesText(reason) ? detail
        : reason is CallEndReason.Voicemail ? $"{detail} The message is sent to the person as a text too."
        : $"{detail} Its message is sent to the person as a text instead.";

    private bool BecomesText(CallEndReason reason) =>
        rules.TextsUnreached && State is { Inbound: false, Attendant: null }
        && reason is CallEndReason.NoAnswer or CallEndReason.Busy or CallEndReason.Declined or CallEndReason.Voicemail
        && Texted() is not null && State.Operations.Exists(o => o.Message.Length > 0);

    private TextAddress? Texted() =>
        TextAddress.TryParse(rules.TextsOverWhatsApp ? TextAddress.WhatsApp + State.Address : State.Address, out var person) ? person : null;
}
