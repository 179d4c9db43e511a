using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>An agent's process, told from another that was given its number after its end.</summary>
/// <param name="Id">The system's number.</param>
/// <param name="StartedAt">Null for one that had ended when it was first looked at.</param>
internal sealed record AgentProcess(int Id, DateTimeOffset? StartedAt)
{
    /// <summary>What is told within this time of its happening was told by a process that ran a moment ago.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    /// <summary>The clocks of files and processes differ by less.</summary>
    private static readonly TimeSpan ClockError = TimeSpan.FromSeconds(2);

    /// <summary>The process that told something.</summary>
    /// <param name="toldAt">When it did.</param>
    /// <returns>Null when its end cannot be seen from here: it tells, and is not to be found, as in a container of its own.</returns>
    public static AgentProcess? That(int id, DateTimeOffset toldAt, DateTimeOffset now)
    {
        if (id <= 1) return null;
        var startedAt = StartOf(id);
        if (startedAt > toldAt + ClockError) startedAt = null;
        return startedAt is null && now - toldAt < Fresh ? null : new AgentProcess(id, startedAt);
    }

    public bool HasEnded => StartedAt is null || StartOf(Id) != StartedAt;

    private static DateTimeOffset? StartOf(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return IsZombie(id) ? null : process.StartTime;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception or IOException)
        {
            return null;
        }
    }

    /// <summary>One that has ended and is listed until somebody asks how.</summary>
    private static bool IsZombie(int id)
    {
        if (!OperatingSystem.IsLinux()) return false;
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
        // The program's name stands before it, and may hold anything.
        return stat.AsSpan(stat.LastIndexOf(')') + 1).TrimStart().StartsWith("Z");
    }
}
