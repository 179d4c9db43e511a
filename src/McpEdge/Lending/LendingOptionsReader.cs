using CallActors.Edges;
using CallActors.McpEdge.Configuration;

namespace CallActors.McpEdge.Lending;

/// <summary>Reads the command line of <c>callactors edge</c>. Everything that is wrong is reported together.</summary>
internal sealed class LendingOptionsReader
{
    private const string KeyVariable = "CALLACTORS_EDGE_KEY";
    private const int LongestKeyFile = 1_024;

    private static readonly string[] WithValue = ["--gateway", "--name", "--key-file", "--tmux-socket"];
    private static readonly string[] WithoutValue = ["--no-tmux", "--no-cmux", "--insecure"];

    private readonly Dictionary<string, string> _said = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    private LendingOptionsReader()
    {
    }

    /// <param name="machine">What this machine is called.</param>
    /// <returns>The options, or null and what is wrong with them.</returns>
    public static (LendingOptions? Options, IReadOnlyList<string> Faults) Read(IReadOnlyList<string> arguments, Func<string, string?> environment, string machine)
    {
        var reader = new LendingOptionsReader();
        reader.ReadCommandLine(arguments);
        var isInsecure = reader._said.ContainsKey("--insecure");
        var gateway = reader.Gateway(isInsecure);
        var name = reader.Name(machine);
        var key = reader.Key(environment);
        var (hasTmux, hasCmux) = (!reader._said.ContainsKey("--no-tmux"), !reader._said.ContainsKey("--no-cmux"));
        if (!hasTmux && !hasCmux) reader._faults.Add("--no-tmux, --no-cmux: with both there is nothing to be lent.");
        return reader._faults.Count > 0 || gateway is null || name is null || key is null
            ? (null, reader._faults)
            : (new LendingOptions(gateway, name.Value, key, isInsecure, hasTmux, reader._said.GetValueOrDefault("--tmux-socket", ""), hasCmux), []);
    }

    private void ReadCommandLine(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var equals = arguments[i].IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? arguments[i] : arguments[i][..equals];
            if (WithoutValue.Contains(arguments[i])) _said[name] = "";
            else if (!WithValue.Contains(name)) _faults.Add($"{name}: no such option. `edge --help` lists the options.");
            else if (equals >= 0) _said[name] = arguments[i][(equals + 1)..].Trim();
            else if (i + 1 < arguments.Count) _said[name] = arguments[++i].Trim();
            else _faults.Add($"{name}: its value is missing.");
        }
    }

    private Uri? Gateway(bool isInsecure)
    {
        if (!_said.TryGetValue("--gateway", out var text))
        {
            _faults.Add("--gateway: is missing. It is the address of the gateway that shall reach this machine's workspaces: https://phone.example.org.");
            return null;
        }
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            _faults.Add("--gateway: not the address of a gateway. It looks like https://phone.example.org, without user, query or fragment.");
            return null;
        }
        if (uri is { Scheme: "http", IsLoopback: false } && !isInsecure)
        {
            _faults.Add("--gateway: is not encrypted and not on this machine: the key and every word could be read on the way. Use https; --insecure does it all the same.");
            return null;
        }
        return uri;
    }

    private EdgeName? Name(string machine)
    {
        if (!_said.TryGetValue("--name", out var text)) return EdgeName.OfMachine(machine);
        if (EdgeName.TryParse(text, out var name)) return name;
        _faults.Add($"--name: not a name for this machine. It has 1 to {EdgeName.MaxLength} lower-case letters, digits and hyphens; without it the machine's own name is taken.");
        return null;
    }

    private string? Key(Func<string, string?> environment)
    {
        // A file named on the command line was named for this process; the variable may be there for others.
        if (_said.TryGetValue("--key-file", out var file)) return KeyOf(file);
        if (environment(KeyVariable)?.Trim() is not { Length: > 0 } key)
        {
            _faults.Add($"--key-file: is missing, and {KeyVariable} is not set. At the gateway `edge-key NAME` makes the key.");
            return null;
        }
        if (ApiKeySource.IsUsable(key)) return key;
        _faults.Add($"{KeyVariable}: has characters that no key has. It is printable ASCII without spaces, as `edge-key NAME` printed it.");
        return null;
    }

    private string? KeyOf(string file)
    {
        try
        {
            var info = new FileInfo(file);
            if (!info.Exists) _faults.Add($"--key-file: there is no file {file}.");
            else if (info.Length > LongestKeyFile || File.ReadAllText(file).Trim() is not { } key || !ApiKeySource.IsUsable(key)) _faults.Add($"--key-file: {file} holds no key. It holds one line, as `edge-key NAME` printed it.");
            else return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _faults.Add($"--key-file: {file} cannot be read ({e.GetType().Name}). Give this user read access to it.");
        }
        return null;
    }
}
