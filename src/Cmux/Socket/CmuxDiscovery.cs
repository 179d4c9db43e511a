using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Socket;

/// <summary>Where cmux' socket may be. Looked up anew for every connection: the path changes with builds, channels and restarts.</summary>
internal static class CmuxDiscovery
{
    private const string MacFolder = "Library/Application Support/cmux";
    private const string StateFolder = ".local/state/cmux";

    /// <summary>The paths to try, in their order. That a file is there says nothing: it may be left over from a cmux that has ended.</summary>
    /// <exception cref="WorkspaceException">The environment contradicts itself.</exception>
    public static IReadOnlyList<string> Candidates(CmuxOptions options, ICmuxMachine machine)
    {
        if (options.SocketPath.Length > 0) return [options.SocketPath];
        List<string> paths = [];
        var (path, alias) = (machine.Variable("CMUX_SOCKET_PATH"), machine.Variable("CMUX_SOCKET"));
        if (path.Length > 0 && alias.Length > 0 && path != alias)
            throw new WorkspaceException(WorkspaceFault.HostGone, "CMUX_SOCKET_PATH and CMUX_SOCKET name different sockets: unset one of them.");
        paths.Add(path.Length > 0 ? path : alias);

        var state = Path.Combine(machine.Home, StateFolder);
        var mac = Path.Combine(machine.Home, MacFolder);
        var temporary = machine.TemporaryFolder;
        foreach (var marker in (string[])[
            $"{state}/last-socket-path", $"{mac}/last-socket-path", $"{temporary}/cmux-last-socket-path",
            $"{state}/nightly-last-socket-path", $"{mac}/nightly-last-socket-path", $"{temporary}/cmux-nightly-last-socket-path"])
        {
            paths.Add(machine.ReadText(marker).Trim());
        }
        foreach (var folder in (string[])[state, mac])
        {
            paths.Add($"{folder}/cmux.sock");
            paths.Add($"{folder}/cmux-{machine.UserId}.sock");
        }
        paths.AddRange([$"{temporary}/cmux.sock", $"{temporary}/cmux-nightly.sock", $"{temporary}/cmux-debug.sock"]);
        paths.AddRange(machine.Files(temporary, "cmux-debug-*.sock"));
        // cmux for Linux.
        if (machine.Variable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime) paths.Add($"{runtime}/cmux/cmux.sock");
        return [.. paths.Where(IsPath).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The password, for a cmux that asks for one; empty when there is none.</summary>
    public static string Password(CmuxOptions options, ICmuxMachine machine)
    {
        if (options.Password.Length > 0) return options.Password;
        if (machine.Variable("CMUX_SOCKET_PASSWORD") is { Length: > 0 } given) return given;
        return machine.ReadText(Path.Combine(machine.Home, MacFolder, "socket-control-password")).TrimEnd('\r', '\n');
    }

    private static bool IsPath(string path) => path.Length > 0 && Path.IsPathRooted(path) && !path.Contains('\0', StringComparison.Ordinal);
}
