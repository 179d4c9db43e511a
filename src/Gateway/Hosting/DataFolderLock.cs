using CallActors.Gateway.Options;

namespace CallActors.Gateway.Hosting;

/// <summary>Holds the data folder for one process: two gateways on one journal would both run its calls. A killed process lets go.</summary>
public sealed class DataFolderLock : IDisposable
{
    private readonly FileStream _file;

    private DataFolderLock(FileStream file) => _file = file;

    /// <summary>Takes the folder, which is made when missing. Null when another process holds it.</summary>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be used.</exception>
    public static DataFolderLock? TryTake(string folder)
    {
        ApiKeyFile.EnsureFolder(folder);
        var path = Path.Combine(folder, "gateway.lock");
        try
        {
            return new DataFolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
