using System.Net.Sockets;
using System.Security.Cryptography;
using CallActors.Contracts.Speech;
using CallActors.Gateway.Doctor;
using CallActors.Gateway.Edges;
using CallActors.Gateway.Hosting;
using CallActors.Gateway.Options;
using CallActors.Speech.Local.PocketSphinx;

namespace CallActors.Gateway;

/// <summary>The command line: serve, <c>doctor</c>, <c>pin</c>, <c>hooks</c>, <c>edge-key</c> or <c>prepare</c>. Exit codes: 0 stopped as asked, 1 could not run, 2 the configuration is wrong.</summary>
public static class GatewayCommand
{
    private const int Failed = 1;
    private const int Misconfigured = 2;
    private const string DoctorWord = "doctor";
    private const string EdgeKeyWord = "edge-key";
    private const string PrepareWord = "prepare";
    private const string PinWord = "pin";
    private const string HooksWord = "hooks";

    /// <summary>Runs to the end.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is ["help" or "--help" or "-h", ..])
        {
            await output.WriteAsync(Usage.Text).ConfigureAwait(false);
            return 0;
        }
        if (arguments is [PrepareWord]) return await PrepareAsync(errors).ConfigureAwait(false);
        var isDoctor = arguments is [DoctorWord, ..];
        var pin = arguments is [PinWord, ..] ? PinVerb.Read([.. arguments.Skip(1)]) : default((string? Name, bool HashOnly, IReadOnlyList<string> Others)?);
        var keyOf = arguments is [EdgeKeyWord, ..] ? arguments.ElementAtOrDefault(1) ?? "" : null;
        var hooks = arguments is [HooksWord, ..] ? HooksVerb.Read([.. arguments.Skip(1)]) : default((bool PathOnly, IReadOnlyList<string> Others)?);
        var reading = GatewayOptionsReader.Read(OptionSources.OfProcess(pin?.Others ?? hooks?.Others ?? [.. arguments.Skip(isDoctor ? 1 : keyOf is null ? 0 : 2)]));
        if (reading.Options is not { } options)
        {
            await errors.WriteLineAsync("The configuration is wrong:").ConfigureAwait(false);
            foreach (var fault in reading.Faults) await errors.WriteLineAsync($"  {fault}").ConfigureAwait(false);
            return Misconfigured;
        }
        if (pin is { } asked) return SetPin(options, asked.Name, asked.HashOnly, output, errors);
        if (keyOf is not null) return EdgeKeyVerb.Run(keyOf, options, output, errors);
        if (hooks is { } wanted) return await ShowHooksAsync(options, wanted.PathOnly, output, errors).ConfigureAwait(false);
        return isDoctor ? await DoctorVerb.RunAsync(options, output).ConfigureAwait(false) : await ServeAsync(options, output, errors).ConfigureAwait(false);
    }

    /// <summary>Makes what is made once for a machine, so that no first call has to wait for it.</summary>
    private static async Task<int> PrepareAsync(TextWriter errors)
    {
        try
        {
            PocketSphinxRecognizer.Prepare(new PocketSphinxOptions());
            return 0;
        }
        catch (SpeechException e)
        {
            await errors.WriteLineAsync(e.Message).ConfigureAwait(false);
            return Failed;
        }
    }

    private static int SetPin(GatewayOptions options, string? name, bool hashOnly, TextWriter output, TextWriter errors)
    {
        try
        {
            return PinVerb.Run(options, name, hashOnly, PinVerb.AskTerminal, asksTwice: !Console.IsInputRedirected, output, errors);
        }
        catch (Exception e) when (Explain(e, options) is { } explanation)
        {
            errors.WriteLine(explanation);
            return Failed;
        }
    }

    private static async Task<int> ShowHooksAsync(GatewayOptions options, bool pathOnly, TextWriter output, TextWriter errors)
    {
        try
        {
            return await HooksVerb.RunAsync(options.Workspaces, pathOnly, output).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"{e.Message} ({Path.GetFullPath(options.Workspaces.HooksFolder)} must be a folder that this user can write to; choose another by CALLACTORS_HOOKS.)").ConfigureAwait(false);
            return Failed;
        }
    }

    private static async Task<int> ServeAsync(GatewayOptions options, TextWriter output, TextWriter errors)
    {
        try
        {
            using var folder = DataFolderLock.TryTake(options.DataFolder);
            if (folder is null)
            {
                await errors.WriteLineAsync($"Another gateway uses {Path.GetFullPath(options.DataFolder)}. Stop it, or give this one a folder of its own: --data DIR.").ConfigureAwait(false);
                return Failed;
            }
            var key = options.ApiKey.Length > 0 ? options.ApiKey : ApiKeyFile.ReadOrCreate(options.ApiKeyPath);
            var app = Composition.Build(options, key);
            await using (app.ConfigureAwait(false))
            {
                await app.StartAsync().ConfigureAwait(false);
                StartReport.Print(app.Services.GetRequiredService<PublicAddress>(), options, output);
                await app.WaitForShutdownAsync().ConfigureAwait(false);
            }
            return 0;
        }
        catch (Exception e) when (Explain(e, options) is { } explanation)
        {
            await errors.WriteLineAsync(explanation).ConfigureAwait(false);
            return Failed;
        }
    }

    /// <summary>A start that failed for a reason that the person at the terminal can mend, in a sentence; null for anything else.</summary>
    private static string? Explain(Exception e, GatewayOptions options)
    {
        if (FindSocketFailure(e) is { } socket)
            return $"Port {options.Port} on {options.Host} cannot be listened on: {DoctorVerb.Words(socket)}. Stop what holds it, or choose another: --port N.";
        if (e is CryptographicException)
            return "The certificate in gateway.tls-certificate cannot be used: it must be a PEM file that begins with the server's own certificate, and gateway.tls-key (or the same file) its private key without a password.";
        return e is IOException or UnauthorizedAccessException
            ? $"{e.Message} ({Path.GetFullPath(options.DataFolder)} must be a folder that this user can write to; choose another with --data DIR.)"
            : null;
    }

    private static SocketException? FindSocketFailure(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
            if (e is SocketException socket) return socket;
        return null;
    }
}
