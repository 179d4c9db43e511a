using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;
using CallActors.Gateway.Http;

namespace CallActors.Gateway.People;

/// <summary>What was decided on somebody who was to be called.</summary>
public abstract record CalleeChoice
{
    /// <summary>They may be called.</summary>
    /// <param name="Person">How they are spoken to; null for an address that no person has.</param>
    public sealed record Allowed(Callee Callee, Person? Person) : CalleeChoice;

    /// <summary>They may not.</summary>
    /// <param name="Reason">A closed word: <c>not-listed</c>, <c>emergency-number</c>, <c>premium-number</c>.</param>
    /// <param name="Detail">What to do; does not repeat the number.</param>
    public sealed record Refused(string Reason, string Detail) : CalleeChoice;

    /// <summary>It is neither a name nor a number in its international form.</summary>
    public sealed record Malformed(string Detail) : CalleeChoice;
}

/// <summary>Who may be called: the softphone always, a phone number only if it is on the list, and some numbers never.</summary>
/// <param name="usual">The configured callee, which the operator has listed by configuring it.</param>
public sealed class Callees(IReadOnlyList<Person> people, string usual)
{
    private const string NotListed = "not-listed";
    private const string EmergencyNumber = "emergency-number";
    private const string PremiumNumber = "premium-number";

    /// <summary>Decides.</summary>
    /// <param name="to">A person's name, an address, or null for the configured callee.</param>
    public CalleeChoice Choose(string? to)
    {
        var asked = (to ?? usual).Trim();
        if (asked == CalleeShape.Softphone) return Allow(asked, people.FirstOrDefault(p => p.Address == asked));
        if (people.FirstOrDefault(p => p.Name.Equals(asked, StringComparison.OrdinalIgnoreCase)) is { } named)
            return named.Address == CalleeShape.Softphone ? Allow(named.Address, named) : Number(named.Address, named);
        if (BarredNumbers.LooksLikeNumber(asked)) return Number(asked, people.FirstOrDefault(p => p.Address == Plain(asked)));
        return asked.Length is > 0 and <= Person.MaxNameLength && !asked.Any(char.IsControl)
            ? new CalleeChoice.Refused(NotListed, "Nobody of this name may be called. The gateway's list of people says who may; softphone rings every open phone page.")
            : new CalleeChoice.Malformed("must be a person's name, a phone number such as +15551234567, or softphone");
    }

    /// <summary>What is wrong with a list of people, each as a sentence that begins with the person's place in it. No numbers are repeated.</summary>
    public static IEnumerable<string> Faults(IReadOnlyList<Person> people)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < people.Count; i++)
        {
            var (who, person) = ($"person {i + 1}", people[i]);
            if (person.Name.Trim().Length is 0 or > Person.MaxNameLength || person.Name != person.Name.Trim() || person.Name.Any(char.IsControl))
                yield return $"{who} needs a name of 1 to {Person.MaxNameLength} characters.";
            else if (person.Name.Equals(CalleeShape.Softphone, StringComparison.OrdinalIgnoreCase) || BarredNumbers.LooksLikeNumber(person.Name))
                yield return $"{who} has a name that means an address.";
            else if (!names.Add(person.Name))
                yield return $"{who} has the name of another one.";
            if (person.Address == CalleeShape.Softphone) continue;
            if (BarredNumbers.IsEmergency(person.Address)) yield return $"{who} has an emergency number, which is never called.";
            else if (!E164.IsNumber(person.Address)) yield return $"{who} needs an address: softphone, or a number such as +15551234567.";
            else if (BarredNumbers.IsPremium(person.Address)) yield return $"{who} has a number that costs extra, which is never called.";
        }
    }

    private CalleeChoice Number(string asked, Person? person)
    {
        var number = Plain(asked);
        if (BarredNumbers.IsEmergency(number)) return new CalleeChoice.Refused(EmergencyNumber, "Emergency numbers are never called by this gateway. A person has to dial them.");
        if (!E164.IsNumber(number)) return new CalleeChoice.Malformed("is not a phone number in its international form: a plus, the country's code and the number, 7 to 15 digits, such as +15551234567");
        if (BarredNumbers.IsPremium(number)) return new CalleeChoice.Refused(PremiumNumber, "Numbers that cost extra are never called by this gateway.");
        return person is not null || number == Plain(usual)
            ? Allow(number, person)
            : new CalleeChoice.Refused(NotListed, "This number may not be called: it is not on the gateway's list of people. softphone rings every open phone page.");
    }

    private static CalleeChoice.Allowed Allow(string address, Person? person) => new(new Callee(address, person?.Name ?? ""), person);

    /// <summary>Without what people write between digits.</summary>
    private static string Plain(string text) => string.Concat(text.Where(c => char.IsAsciiDigit(c) || c is '+' or '*' or '#'));
}
