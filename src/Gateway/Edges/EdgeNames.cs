using CallActors.Contracts.Switchboard;
using CallActors.Edges;
using CallActors.Edges.Borrowing;
using CallActors.Gateway.Options;

namespace CallActors.Gateway.Edges;

/// <summary>
/// Whose an edge's name is, a file for each name. It stays theirs: what waits for a workspace is found again by its id, which has the name in
/// it, and must not reach another person's machine. To give a name to somebody else, its file is removed. Called by one at a time.
/// </summary>
/// <param name="folder">Where the files are.</param>
public sealed class EdgeNames(string folder) : IEdgeNames
{
    /// <summary>Names of one person at most.</summary>
    public const int MostOfPerson = 16;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <inheritdoc/>
    public bool TryClaim(EdgeName name, PersonId person)
    {
        ApiKeyFile.EnsureFolder(folder);
        var file = Path.Combine(folder, name.Value);
        if (File.Exists(file)) return IsOf(file, person);
        if (Directory.EnumerateFiles(folder).Count(other => IsOf(other, person)) >= MostOfPerson) return false;
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) how.UnixCreateMode = OwnerOnly;
        using var writer = new StreamWriter(file, how);
        writer.WriteLine(person.Value);
        return true;
    }

    private static bool IsOf(string file, PersonId person) => PersonId.TryParse(File.ReadAllText(file).Trim(), out var owner) && owner == person;
}
