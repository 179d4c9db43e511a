using System.Globalization;

namespace CallActors.McpEdge.Configuration;

/// <summary>Reads the command line and the environment. Everything that is wrong is reported together.</summary>
internal sealed class EdgeOptionsReader
{
    /// <summary>The port on which a gateway listens when nobody says otherwise.</summary>
    public const int DefaultPort = 3333;

    private static readonly Dictionary<string, string> EnvironmentNames = new(StringComparer.Ordinal)
    {
        ["--gateway"] = "CALLME_CLOUD_URL",
        ["--key-file"] = "",
        ["--deadline"] = "CALLACTORS_MCP_DEADLINE",
        ["--reconnect"] = "CALLACTORS_MCP_RECONNECT",
        ["--progress"] = "CALLACTORS_MCP_PROGRESS",
    };

    private readonly Func<string, string?> _environment;
    private readonly Dictionary<string, string> _commandLine = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];

    private EdgeOptionsReader(Func<string, string?> environment) => _environment = environment;

    /// <summary>The options, or null and what is wrong with them.</summary>
    public static (EdgeOptions? Options, IReadOnlyList<string> Faults) Read(
        IReadOnlyList<string> arguments,
        Func<string, string?> environment)
    {
        var reader = new EdgeOptionsReader(environment);
        reader.ReadCommandLine(arguments);
        var gateway = reader.Gateway();
        var key = reader.ApiKey();
        var keyFile = reader.KeyFile();
        var deadline = reader.Seconds("--deadline", 900, 1, 86_400);
        var reconnect = reader.Seconds("--reconnect", 60, 0, 3_600);
        var progress = reader.Seconds("--progress", 10, 0.05, 15);
        return gateway is null || reader._faults.Count > 0
            ? (null, reader._faults)
            : (new EdgeOptions(gateway, key, keyFile, deadline, reconnect, progress), []);
    }

    private void ReadCommandLine(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var (name, inline) = Split(arguments[i]);
            if (!EnvironmentNames.ContainsKey(name))
                _faults.Add($"{arguments[i]}: no such option. --help lists the options.");
            else if (inline is not null)
                _commandLine[name] = inline;
            else if (i + 1 < arguments.Count)
                _commandLine[name] = arguments[++i];
            else
                _faults.Add($"{name}: its value is missing.");
        }
    }

    private static (string Name, string? Inline) Split(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (argument, null) : (argument[..equals], argument[(equals + 1)..]);
    }

    private Uri? Gateway()
    {
        var (source, text) = Setting("--gateway");
        if (text is null) return new Uri($"http://127.0.0.1:{Port().ToString(CultureInfo.InvariantCulture)}/");

        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            _faults.Add($"{source}: not the address of a gateway. It looks like http://127.0.0.1:3333 or https://phone.example.org, without user, query or fragment.");
            return null;
        }
        return uri;
    }

    private int Port()
    {
        if (Environment("PORT") is not { } text) return DefaultPort;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535) return port;
        _faults.Add("PORT: not a port number. It is a whole number from 1 to 65535.");
        return DefaultPort;
    }

    private string? ApiKey()
    {
        // A file named on the command line was named for this process; the variable may be there for others.
        if (_commandLine.ContainsKey("--key-file") || Environment("CALLME_API_KEY") is not { } key) return null;
        if (ApiKeySource.IsUsable(key)) return key;
        _faults.Add("CALLME_API_KEY: has characters that no key has. It is printable ASCII without spaces, as in the gateway's key file.");
        return null;
    }

    private string KeyFile()
    {
        if (_commandLine.TryGetValue("--key-file", out var named))
        {
            if (!string.IsNullOrWhiteSpace(named)) return Path.GetFullPath(named);
            _faults.Add("--key-file: its value is empty. It is the path of the gateway's key file.");
        }
        var data = Environment("CALLACTORS_DATA") ?? Environment("CALLME_DATA") ?? Path.Combine(RepositoryRoot() ?? ".", "var");
        return Path.GetFullPath(Path.Combine(data, "api-key"));
    }

    private static string? RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CallActors.sln"))) return folder.FullName;
        return null;
    }

    private TimeSpan Seconds(string name, double standard, double least, double most)
    {
        var (source, text) = Setting(name);
        if (text is null) return TimeSpan.FromSeconds(standard);
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds >= least && seconds <= most)
            return TimeSpan.FromSeconds(seconds);
        _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{source}: not a time. It is a number of seconds from {least} to {most}; without it {standard} is used."));
        return TimeSpan.FromSeconds(standard);
    }

    private (string Source, string? Text) Setting(string name) =>
        _commandLine.TryGetValue(name, out var text) ? (name, text.Trim()) : (EnvironmentNames[name], Environment(EnvironmentNames[name]));

    private string? Environment(string name) => _environment(name)?.Trim() is { Length: > 0 } text ? text : null;
}
