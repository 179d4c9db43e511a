using System.Collections.Frozen;
using CallActors.Contracts.Switchboard;

namespace CallActors.Gateway.People;

/// <summary>PINs that somebody who has three tries would try.</summary>
public static class PinStrength
{
    /// <summary>Those that people take most, besides what the rules below find; and lines on the keypad.</summary>
    private static readonly FrozenSet<string> Common = new[]
    {
        "1004", "1122", "1379", "0007", "0852", "2580", "1470", "1590", "3570", "7410", "9630", "5683", "7777", "1236", "1245", "1254", "1472", "1478", "1597", "3698", "7894", "7896", "8520", "9874",
        "11223", "12321", "12369", "13579", "14789", "24680", "54321", "12354",
        "112233", "123321", "123654", "123789", "131313", "142536", "147258", "147852", "159357", "159753", "258456", "258369", "321654", "456852", "520131", "654123", "741852", "753951", "789456", "852456", "963852", "987456",
        "1234321", "5201314", "7418529", "11223344", "12344321", "14725836", "12341234", "147258369", "147852369", "123654789", "741852963", "789456123", "987654123", "1029384756", "3141592653", "1123581321",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What is wrong with a PIN, as a sentence that does not repeat it; null when nothing is.</summary>
    public static string? Weakness(string pin) =>
        !PinHash.IsPin(pin) ? $"A PIN has {PinHash.ShortestPin} to {PinHash.LongestPin} digits."
        : IsStraight(pin) ? "A PIN of digits in their order is guessed first."
        : IsRepeated(pin) ? "A PIN that repeats itself is guessed first."
        : pin.Length == 4 && pin[..2] is "19" or "20" ? "A year is guessed first."
        : Common.Contains(pin) ? "This is one of the PINs that most people take."
        : null;

    /// <summary>Up or down, also past nine and nought.</summary>
    private static bool IsStraight(string pin)
    {
        bool Climbs(int step) => Enumerable.Range(1, pin.Length - 1).All(i => (pin[i] - pin[i - 1] + 10) % 10 == step);
        return Climbs(1) || Climbs(9);
    }

    /// <summary>The same part at least twice: one digit, two, up to half of it.</summary>
    private static bool IsRepeated(string pin) => Enumerable.Range(1, pin.Length / 2).Any(period => Enumerable.Range(period, pin.Length - period).All(i => pin[i] == pin[i - period]));
}
