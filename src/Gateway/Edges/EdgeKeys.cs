using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CallActors.Contracts.Switchboard;
using CallActors.Gateway.Options;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Edges;

/// <summary>Whose an edge key is.</summary>
/// <param name="Digest">The key's own digest, by which is seen later whether it is still theirs.</param>
public sealed record EdgeBearer(PersonId Person, byte[] Digest);

/// <summary>
/// The keys with which people's machines lend their workspaces: one a person, 256 bits, of which only the SHA-256 digest is kept, in a file of
/// its own that its owner alone may read. Files are read anew each time: a key may be made while the gateway runs.
/// </summary>
/// <param name="folder">Where the files are.</param>
/// <param name="people">Who may have one.</param>
public sealed class EdgeKeys(string folder, IReadOnlyList<Person> people)
{
    private const string Scheme = "Bearer ";
    private const int KeyBytes = 32;
    private const int LongestFileName = 200;

    /// <summary>Makes a person's key, in the place of the one before.</summary>
    /// <returns>The key, which is nowhere else; null when there is no such person, or their name makes no file's.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder belongs to somebody else.</exception>
    public string? Create(string name)
    {
        if (!PersonId.TryParse(name, out var person) || !people.Any(known => IsOf(known, person)) || FileOf(person) is not { } file) return null;
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        ApiKeyFile.EnsureFolder(folder);
        OwnersFile.Write(file, Convert.ToHexStringLower(Digest(key)), replaces: true);
        return key;
    }

    /// <summary>Whose key an <c>Authorization</c> header bears; null when nobody's.</summary>
    public EdgeBearer? Find(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var digest = Digest(authorization[Scheme.Length..].Trim());
        EdgeBearer? found = null;
        // Everybody is looked at, found or not: the time it takes tells nothing.
        foreach (var known in people)
            if (PersonId.TryParse(known.Name, out var person) && CryptographicOperations.FixedTimeEquals(digest, Read(person))) found = new EdgeBearer(person, digest);
        return found;
    }

    /// <summary>Whether a key is still its person's.</summary>
    public bool IsCurrent(EdgeBearer bearer) => CryptographicOperations.FixedTimeEquals(bearer.Digest, Read(bearer.Person));

    private static bool IsOf(Person known, PersonId person) => PersonId.TryParse(known.Name, out var id) && id == person;

    /// <summary>The digest that is kept; empty when there is none.</summary>
    private byte[] Read(PersonId person)
    {
        try
        {
            return FileOf(person) is { } file && File.Exists(file) ? Convert.FromHexString(File.ReadAllText(file).Trim()) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            // A file that says nothing lets nobody in.
            return [];
        }
    }

    /// <summary>Names may hold what no file's name holds.</summary>
    private string? FileOf(PersonId person)
    {
        var name = Uri.EscapeDataString(person.Value).Replace(".", "%2E", StringComparison.Ordinal);
        return name.Length <= LongestFileName ? Path.Combine(folder, name) : null;
    }

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
