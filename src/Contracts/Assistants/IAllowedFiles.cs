namespace CallActors.Contracts.Assistants;

/// <summary>The files that the assistant may read.</summary>
public interface IAllowedFiles
{
    /// <summary>The folders, by their paths: the assistant is told them.</summary>
    IReadOnlyList<string> Folders { get; }

    /// <summary>Reads a text file.</summary>
    /// <param name="path">Absolute, or relative to one of the folders.</param>
    Task<FileReading> ReadAsync(string path, CancellationToken cancelled);
}

/// <summary>What came of reading a file.</summary>
public abstract record FileReading
{
    private FileReading()
    {
    }

    /// <param name="Text">At most 64 KB of UTF-8.</param>
    public sealed record Read(string Text) : FileReading;

    /// <param name="Detail">A sentence that says why, for the model; nothing of the file, and nothing of what lies outside the folders.</param>
    public sealed record Refused(FileRefusal Reason, string Detail) : FileReading;
}

/// <summary>Why a file is not read.</summary>
public enum FileRefusal
{
    /// <summary>It lies in none of the folders, or what it points to does; or there is no such file. Which of them is not told.</summary>
    NotThere,

    /// <summary>Its name says that it holds secrets, or it lies in a hidden folder.</summary>
    Secret,

    TooLarge,

    NotText,

    /// <summary>It could not be read.</summary>
    Unreadable,
}
