namespace CallActors.Speech.Text.Languages;

/// <summary>How the output of tools is summed up, in one language.</summary>
internal abstract class OutputWords
{
    public abstract string TestsPassed(int count);

    public abstract string AllTestsPassed(int count);

    /// <param name="alone">No other count was said before.</param>
    public abstract string TestsFailed(int count, bool alone);

    public abstract string TestsSkipped(int count);

    public abstract string NoTests { get; }

    /// <summary>Names of what failed; how many more there are besides.</summary>
    public abstract string Named(IReadOnlyList<string> names, int more);

    public abstract string NoErrors { get; }

    public abstract string First(string what);

    /// <summary>Something happened at a place in the code.</summary>
    public abstract string HappenedAt(string what, string place);

    public abstract string FilesChanged(int count);

    public abstract string ChangesIn(string file);

    public abstract string Added(int lines);

    public abstract string Removed(int lines);

    public abstract string OnBranch(string branch);

    public abstract string Ahead(int commits);

    public abstract string Behind(int commits);

    public abstract string NothingToCommit { get; }

    public abstract string Staged(int count);

    public abstract string Modified(int count);

    public abstract string Created(int count);

    public abstract string Deleted(int count);

    public abstract string Renamed(int count);

    public abstract string Untracked(int count);

    public abstract string Conflicted(int count);

    public abstract string JsonObject(int keys, string names, int more);

    public abstract string JsonList(int entries);

    public abstract string LogLines(int count);

    public abstract string FirstError(string message);
}
