using CallActors.Benchmarks.Voice;
using CallActors.Contracts.Switchboard;
using CallActors.Gateway;
using CallActors.Gateway.Options;
using CallActors.Gateway.People;

namespace CallActors.Benchmarks.Workspaces;

/// <summary>The measured process: the gateway as its configuration file makes it, on any free port, with a PIN by which its person may call in.</summary>
internal static class WorkspaceServer
{
    public const string Verb = "workspaces-server";

    public const string Pin = "480263";

    /// <summary>Runs it.</summary>
    /// <param name="data">Its data folder, with a <c>gateway.conf</c>.</param>
    public static async Task<int> RunAsync(string data)
    {
        var reading = GatewayOptionsReader.Read(new OptionSources(["--data", data], new Dictionary<string, string>()));
        if (reading.Options is not { } options)
        {
            foreach (var fault in reading.Faults) await Console.Error.WriteLineAsync(fault.ToString());
            return 2;
        }

        options = options with { Port = 0 };
        var pins = new Pins(options.People, options.DefaultCallee, options.PinFolder);
        pins.Keep(PersonId.Of(pins.AtSoftphone!.Name), PinHash.Make(Pin));
        await using var app = Composition.Build(options, ApiKeyFile.ReadOrCreate(options.ApiKeyPath));
        await MeasuredServer.ServeAsync(app);
        return 0;
    }

    /// <summary>Its configuration.</summary>
    public static string ConfigurationFor(TmuxBed tmux) => $"workspaces {{ tmux-socket = \"{tmux.Socket}\", hooks = \"{tmux.Hooks}\", cmux = off }}";
}
