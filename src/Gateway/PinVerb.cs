using CallActors.Contracts.Switchboard;
using CallActors.Gateway.Options;
using CallActors.Gateway.People;

namespace CallActors.Gateway;

/// <summary><c>gateway pin [NAME] [--hash]</c>: sets a person's PIN. Exit codes: 0 set, 1 not.</summary>
public static class PinVerb
{
    /// <summary>Prints the hash for the configuration file, and keeps nothing.</summary>
    public const string HashSwitch = "--hash";

    /// <summary>Takes the verb's own words from the command line; the others are the gateway's switches.</summary>
    public static (string? Name, bool HashOnly, IReadOnlyList<string> Others) Read(IReadOnlyList<string> arguments)
    {
        var name = arguments is [{ } first, ..] && !first.StartsWith('-') ? first : null;
        return (name, arguments.Contains(HashSwitch), [.. arguments.Skip(name is null ? 0 : 1).Where(a => a != HashSwitch)]);
    }

    /// <summary>Asks, judges and keeps.</summary>
    /// <param name="ask">Puts a question and reads a line, without an echo on a terminal; null when there is none.</param>
    /// <param name="asksTwice">A person types it, who may mistype.</param>
    public static int Run(GatewayOptions options, string? name, bool hashOnly, Func<string, string?> ask, bool asksTwice, TextWriter output, TextWriter errors)
    {
        var pins = Pins.Of(options);
        if (PersonOf(pins, name) is not { } person) return Fail($"Nobody of this name is on the list of people. Known are {string.Join(", ", pins.Names)}.");
        var pin = ask($"New PIN for {person.Name} ({PinHash.ShortestPin} to {PinHash.LongestPin} digits): ")?.Trim() ?? "";
        if (PinStrength.Weakness(pin) is { } weakness) return Fail(weakness);
        if (asksTwice && ask("Again: ")?.Trim() != pin) return Fail("These were two different PINs.");
        var hash = PinHash.Make(pin);
        if (hashOnly)
        {
            output.WriteLine(hash.Text);
            return 0;
        }

        var id = PersonId.Of(person.Name);
        if (pins.PlaceOf(id) is PinPlace.Configuration) return Fail($"{person.Name} has a PIN in the configuration, which counts before any file. Take it out, or put the one that {HashSwitch} prints in its place.");
        pins.Keep(id, hash);
        output.WriteLine($"{person.Name} may call in with the new PIN, from the next attempt on. It is kept as a hash in {Path.GetFullPath(pins.FileOf(id))}.");
        return 0;

        int Fail(string why)
        {
            errors.WriteLine(why);
            return 1;
        }
    }

    /// <summary>A line from a terminal without showing what is typed, or else from standard input.</summary>
    public static string? AskTerminal(string question)
    {
        if (Console.IsInputRedirected) return Console.In.ReadLine();
        Console.Error.Write(question);
        var line = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace) line.Length = Math.Max(0, line.Length - 1);
            else if (!char.IsControl(key.KeyChar) && line.Length < 100) line.Append(key.KeyChar);
        }

        Console.Error.WriteLine();
        return line.ToString();
    }

    private static Person? PersonOf(Pins pins, string? name) =>
        name is null ? pins.AtSoftphone : pins.Everybody.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
