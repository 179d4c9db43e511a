using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using CallActors.Gateway.Options;

namespace CallActors.Gateway.Doctor;

/// <summary><c>gateway doctor</c>: what is there, what is missing, and the exact mend.</summary>
public static class DoctorVerb
{
    /// <summary>Examines everything, prints it, and returns the exit code: 0 when nothing is missing, else 1.</summary>
    public static async Task<int> RunAsync(GatewayOptions options, TextWriter output)
    {
        Finding[] findings =
        [
            Runtime(),
            Components.Sqlite(),
            Components.Voice(),
            Components.Recognizer(),
            .. options.Phone.Effective is PhoneCarrier.Telnyx ? [Components.Signatures()] : Array.Empty<Finding>(),
            DataFolder(options.DataFolder),
            KeyFile(options),
            .. InboundFindings.Examine(options),
            .. await TerminalFindings.ExamineAsync(options.Workspaces, InboundFindings.Callers(options) > 0).ConfigureAwait(false),
            Assistant(options.Assistant),
            Port(options),
            .. await PublicReach.ExamineAsync(options).ConfigureAwait(false),
            .. await PhoneAccount.ExamineAsync(options).ConfigureAwait(false),
        ];
        foreach (var finding in findings) await output.WriteLineAsync(finding.ToString()).ConfigureAwait(false);
        var missing = findings.Count(f => !f.Ok);
        await output.WriteLineAsync(missing == 0 ? "Nothing is missing." : missing == 1 ? "One thing is missing." : $"{missing} things are missing.").ConfigureAwait(false);
        return missing == 0 ? 0 : 1;
    }

    /// <summary>Whether files can be written into the data folder, or the folder made.</summary>
    public static Finding DataFolder(string folder)
    {
        const string part = "data folder";
        var full = Path.GetFullPath(folder);
        try
        {
            ApiKeyFile.EnsureFolder(folder);
            var probe = Path.Combine(folder, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return Finding.Well(part, $"{full} is writable");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Amiss(part, $"{full} cannot be written to", $"chown -R $USER {full}, or choose another with --data DIR");
        }
    }

    /// <summary>Whether the key can be used and is its owner's alone.</summary>
    public static Finding KeyFile(GatewayOptions options)
    {
        const string part = "API key";
        if (options.ApiKey.Length > 0) return Finding.Well(part, "is configured");
        var path = Path.GetFullPath(options.ApiKeyPath);
        if (!File.Exists(path)) return Finding.Well(part, $"will be made at the first start in {path}");
        try
        {
            ApiKeyFile.ReadOrCreate(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Amiss(part, $"{path} cannot be used", $"rm {path} (a new one is made at the next start)");
        }
        return ApiKeyFile.IsOpenToOthers(path)
            ? Finding.Amiss(part, $"{path} can be read by others", $"chmod 600 {path}")
            : Finding.Well(part, $"in {path}, readable by its owner alone");
    }

    /// <summary>Whether the port can be listened on.</summary>
    public static Finding Port(GatewayOptions options)
    {
        var part = $"port {options.Port}";
        var address = options.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(options.Host);
        try
        {
            using var listener = new TcpListener(address, options.Port);
            listener.Start();
            listener.Stop();
            return Finding.Well(part, $"is free on {address}");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && IsGateway(address, options.Port))
        {
            return Finding.Well(part, $"a gateway is running on {address}");
        }
        catch (SocketException e)
        {
            return Finding.Amiss(part, $"cannot be listened on at {address}: {Words(e)}", "stop what holds it, or choose another with --port N");
        }
    }

    /// <summary>A socket's failure in words.</summary>
    public static string Words(SocketException failure) => failure.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => "it is in use",
        SocketError.AccessDenied => "ports below 1024 need rights that this user has not",
        SocketError.AddressNotAvailable => "this machine has no such address",
        _ => failure.SocketErrorCode.ToString(),
    };

    private static bool IsGateway(IPAddress address, int port)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            var health = new UriBuilder("http", (address.Equals(IPAddress.Any) ? IPAddress.Loopback : address).ToString(), port, "/health").Uri;
            using var answer = client.Send(new HttpRequestMessage(HttpMethod.Get, health));
            using var reader = new StreamReader(answer.Content.ReadAsStream());
            return answer.IsSuccessStatusCode && reader.ReadToEnd().Contains("\"publicUrl\"", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return false;
        }
    }

    /// <summary>The key is not tried: an answer would cost, and a call tells it anyway.</summary>
    private static Finding Assistant(AssistantOptions options) =>
        Finding.Well("assistant", options.Key.Length > 0 ? $"a key is configured, for {options.Model}; times are those of {options.Zone.Id}" : "has no key: callers speak with their agents alone (assistant.key, or ANTHROPIC_API_KEY)");

    private static Finding Runtime() => Finding.Well(".NET", RuntimeInformation.FrameworkDescription);
}
