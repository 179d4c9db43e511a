using System.Security.Cryptography;
using System.Text;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Switchboard;
using CallActors.Engine;
using CallActors.Gateway.Http;
using CallActors.Gateway.Options;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Calls;

/// <summary>Lets in who is on the list and has a PIN, by the number that calls; everybody else is a stranger. The number is a claim: what lets a
/// person do anything is the PIN.</summary>
/// <param name="language">Of the message to strangers, as a BCP 47 tag.</param>
/// <param name="engine">The engine's doors; asked for when somebody is turned away, because carriers are made before the engine.</param>
public sealed class InboundDesk(Pins pins, InboundOptions options, string language, Func<EngineHandle> engine) : IInboundPolicy
{
    /// <summary>E.164 has 15 digits at most; what is far longer is no number.</summary>
    private const int LongestNumber = 64;

    /// <inheritdoc/>
    public ValueTask<InboundDecision> DecideAsync(string carrier, string from, string dialled, CallerAttestation attestation, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Decide(carrier, from, attestation));

    private InboundDecision Decide(string carrier, string from, CallerAttestation attestation)
    {
        // A phone page is inside the gateway's own door: who sits there needs no number.
        if (carrier == CalleeShape.Softphone)
            return pins.AtSoftphone is { } near && PersonId.Of(near.Name) is var you && pins.Of(you) is not null ? new InboundDecision.Admit(you) : new InboundDecision.Reject();
        if (Known(from) is { } person && attestation >= options.Attestation) return new InboundDecision.Admit(person);
        // Who is asked for a PIN has not been turned away: their tries are told of.
        if (options.Strangers is not StrangerPolicy.Ask)
            engine().Switchboards.Tell(new SwitchboardCommands.NoteDeed(PersonId.Unknown, CallId.New(), CallDeed.TurnedAway, null, carrier + LastTwo(from)), ActorRefs.NoSender);
        return options.Strangers switch
        {
            StrangerPolicy.Busy => new InboundDecision.Busy(),
            StrangerPolicy.Message => new InboundDecision.Say(options.Message, language),
            StrangerPolicy.Ask => new InboundDecision.Admit(PersonId.Unknown),
            _ => new InboundDecision.Reject(),
        };
    }

    /// <summary>Whose number it is, of those with a PIN. Everybody is looked at whoever calls: how long it takes tells nothing.</summary>
    private PersonId? Known(string from)
    {
        var number = Encoding.ASCII.GetBytes(Plain(from));
        PersonId? found = null;
        foreach (var person in pins.Everybody)
        {
            var id = PersonId.Of(person.Name);
            var isTheirs = CryptographicOperations.FixedTimeEquals(number, Encoding.ASCII.GetBytes(person.Address));
            if (pins.Of(id) is not null & isTheirs & found is null) found = id;
        }

        return found;
    }

    /// <summary>The number without what is written between digits; empty for what is none in its international form.</summary>
    private static string Plain(string from)
    {
        if (from.Length > LongestNumber) return "";
        var plain = string.Concat(from.Where(c => c is not (' ' or '-' or '.' or '(' or ')' or '/' or '\u00a0')));
        return E164.IsNumber(plain) ? plain : "";
    }

    private static string LastTwo(string from) => Plain(from) is { Length: > 2 } number ? $" …{number[^2..]}" : "";
}
