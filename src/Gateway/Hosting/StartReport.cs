using CallActors.Gateway.Doctor;
using CallActors.Gateway.Options;

namespace CallActors.Gateway.Hosting;

/// <summary>What the gateway prints once it listens: where everything is, and what is missing. Never the key.</summary>
public static class StartReport
{
    public static void Print(PublicAddress address, GatewayOptions options, TextWriter output)
    {
        var url = address.Listening;
        output.WriteLine($"CallActors gateway is listening on {url}");
        output.WriteLine($"  phone     {url}/phone");
        output.WriteLine($"  health    {url}/health");
        output.WriteLine($"  API key   {(options.ApiKey.Length > 0 ? "as configured" : Path.GetFullPath(options.ApiKeyPath))}");
        output.WriteLine($"  calling   {Callers(options)}");
        output.WriteLine($"  hooks     Claude Code that callers hear from: {Quoted(RunScript())} hooks");
        output.WriteLine($"  Claude    claude mcp add callactors -- {Quoted(RunScript())} mcp");
        foreach (var finding in new[] { Components.Voice(), Components.Recognizer() })
        {
            if (!finding.Ok) output.WriteLine($"  WARNING   {finding.Part}: {finding.State}. Mend: {finding.Mend}");
        }
        if (options.ApiKey.Length == 0 && ApiKeyFile.IsOpenToOthers(options.ApiKeyPath))
            output.WriteLine($"  WARNING   the API key can be read by others. Mend: chmod 600 {Path.GetFullPath(options.ApiKeyPath)}");
        output.Flush();
    }

    /// <summary>Who may call in, and which terminals they reach.</summary>
    private static string Callers(GatewayOptions options)
    {
        var count = InboundFindings.Callers(options);
        if (count == 0) return $"nobody may call in: set a PIN with {Quoted(RunScript())} pin{DataSwitch(options)}";
        var workspaces = options.Workspaces;
        string[] hosts =
        [
            .. workspaces.Tmux ? [workspaces.TmuxSocket.Length > 0 ? $"tmux at {workspaces.TmuxSocket}" : "tmux"] : Array.Empty<string>(),
            .. workspaces.Cmux ? [workspaces.CmuxSocket.Length > 0 ? $"cmux at {workspaces.CmuxSocket}" : "cmux"] : Array.Empty<string>(),
        ];
        return $"{(count == 1 ? "1 person" : $"{count} people")} may call in, to terminals in {(hosts.Length > 0 ? string.Join(" and ", hosts) : "no host: workspaces.tmux and workspaces.cmux are off")}";
    }

    /// <summary>Other verbs look into the usual folder unless they are told.</summary>
    private static string DataSwitch(GatewayOptions options) => options.DataFolder == new GatewayOptions().DataFolder ? "" : $" --data {Quoted(Path.GetFullPath(options.DataFolder))}";

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"'{path}'" : path;

    /// <summary>The repository's <c>run</c>, found upwards from the program; the word alone when the program stands elsewhere.</summary>
    private static string RunScript()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "run");
            if (File.Exists(script) && File.Exists(Path.Combine(folder.FullName, "CallActors.sln"))) return script;
        }
        return "run";
    }
}
