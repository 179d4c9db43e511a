using System.Security.Cryptography;
using System.Text;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Texts;
using CallActors.Gateway.Http;
using CallActors.Gateway.Options;

namespace CallActors.Gateway.People;

/// <summary>Where a person's PIN is kept.</summary>
public enum PinPlace
{
    /// <summary>They have none.</summary>
    None,

    /// <summary>In the configuration file.</summary>
    Configuration,

    /// <summary>In a file of the data folder.</summary>
    File,

    /// <summary>There is a file, and nothing that can be used in it.</summary>
    Unusable,
}

/// <summary>
/// Who may call in, from where, and with which PIN. A PIN is in the configuration or else in a file of its own, which is read whenever it is
/// needed: a new one counts from the next attempt on. The one whom the gateway calls by default is called <see cref="You"/> where the list names
/// nobody with that address.
/// </summary>
/// <param name="usual">The configured callee.</param>
/// <param name="folder">Of the files.</param>
public sealed class Pins(IReadOnlyList<Person> people, string usual, string folder)
{
    /// <summary>Who sits at the softphone, and has the number of <c>gateway.callee</c>, unless the list names somebody for it.</summary>
    public const string You = "you";

    private const int LongestFile = 512;
    private const int LongestFileName = 200;

    private readonly IReadOnlyList<Person> _everybody = WithYou(people, usual);

    public static Pins Of(GatewayOptions options) => new(options.People, options.DefaultCallee, options.PinFolder);

    /// <summary>Everybody who may have a PIN, each address of theirs.</summary>
    public IReadOnlyList<Person> Everybody => _everybody;

    /// <summary>Their names, each once.</summary>
    public IReadOnlyList<PersonId> Names => [.. _everybody.Select(p => PersonId.Of(p.Name)).Distinct()];

    /// <summary>Who sits at the softphone; null when nobody is told to.</summary>
    public Person? AtSoftphone => _everybody.FirstOrDefault(p => p.Address == CalleeShape.Softphone);

    /// <summary>A person, at the first of their addresses; null for somebody who is not known.</summary>
    public Person? Find(PersonId person) => _everybody.FirstOrDefault(p => IsNamed(p, person));

    /// <summary>Where a person is sent texts; null for one without a number.</summary>
    public TextAddress? NumberOf(PersonId person) =>
        _everybody.Where(p => IsNamed(p, person)).Select(p => TextAddress.TryParse(p.Address, out var number) ? number : (TextAddress?)null).FirstOrDefault(number => number is not null);

    /// <summary>A person's PIN as it is now; null for one without, and for strangers.</summary>
    public PinHash? Of(PersonId person) => Look(person).Hash;

    /// <summary>Where a person's PIN is.</summary>
    public PinPlace PlaceOf(PersonId person) => Look(person).Place;

    /// <summary>The file of a person's PIN, whether or not there is one.</summary>
    public string FileOf(PersonId person)
    {
        // No name leaves the folder, nor hides in it.
        var name = Uri.EscapeDataString(person.Value).Replace(".", "%2E", StringComparison.Ordinal);
        return Path.Combine(folder, name.Length <= LongestFileName ? name : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(person.Value))));
    }

    /// <summary>Keeps a PIN in its file, readable by its owner alone.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder belongs to somebody else.</exception>
    public void Keep(PersonId person, PinHash hash)
    {
        ApiKeyFile.EnsureFolder(folder);
        OwnersFile.Write(FileOf(person), hash.Text, replaces: true);
    }

    private (PinPlace Place, PinHash? Hash) Look(PersonId id)
    {
        if (_everybody.FirstOrDefault(p => IsNamed(p, id)) is not { } person) return (PinPlace.None, null);
        if (PinHash.TryParse(person.Pin, out var configured)) return (PinPlace.Configuration, configured);
        try
        {
            using var file = new StreamReader(FileOf(id), Encoding.ASCII);
            var buffer = new char[LongestFile];
            var length = file.ReadBlock(buffer);
            return PinHash.TryParse(new string(buffer, 0, length).Trim(), out var kept) ? (PinPlace.File, kept) : (PinPlace.Unusable, null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (PinPlace.None, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (PinPlace.Unusable, null);
        }
    }

    private static bool IsNamed(Person person, PersonId id) => PersonId.TryParse(person.Name, out var named) && named == id;

    private static IReadOnlyList<Person> WithYou(IReadOnlyList<Person> people, string usual)
    {
        // A name is one person's.
        if (people.Any(p => p.Name.Equals(You, StringComparison.OrdinalIgnoreCase))) return people;
        string[] addresses = [.. new[] { CalleeShape.Softphone, usual }.Distinct().Where(address => people.All(p => p.Address != address))];
        return [.. people, .. addresses.Select(address => new Person(You, address))];
    }
}
