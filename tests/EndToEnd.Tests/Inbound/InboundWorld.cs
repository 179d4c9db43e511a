using CallActors.Demo;

namespace CallActors.EndToEnd.Tests.Inbound;

/// <summary>A gateway's process, a tmux server with agents, and a person with a PIN.</summary>
internal sealed class InboundWorld : IAsyncDisposable
{
    public const string Pin = "480263";
    public const string WrongPin = "739184";

    /// <summary>The agent that every world has.</summary>
    public const string Agent = "harbor";

    // Made once: a PIN is hard to hash on purpose.
    private static readonly Lazy<Task<byte[]>> PinFile = new(MakePinAsync);

    private InboundWorld(RunningGateway gateway, AgentTerminals terminals) => (Gateway, Terminals) = (gateway, terminals);

    public RunningGateway Gateway { get; }

    public AgentTerminals Terminals { get; }

    /// <param name="configuration">Of the gateway.</param>
    /// <param name="variables">For the gateway besides.</param>
    /// <param name="agents">Names of agents in the terminal; null for the usual one.</param>
    /// <param name="pace">How many times faster than usual they work.</param>
    public static async Task<InboundWorld> StartAsync(
        string configuration = "", IReadOnlyDictionary<string, string>? variables = null, string[]? agents = null, double pace = 1, int linesKept = 60, string person = "you")
    {
        AgentTerminals terminals = null!;
        // Without the note behind each instruction, which the agent reads out again: the demo has it.
        var gateway = await RunningGateway.StartAsync(
            "workspaces.voice-note = \"\"" + Environment.NewLine + configuration,
            async folder =>
            {
                terminals = new AgentTerminals(folder);
                var pins = Directory.CreateDirectory(Path.Combine(folder, "pins")).FullName;
                var file = Path.Combine(pins, person);
                await File.WriteAllBytesAsync(file, await PinFile.Value);
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                var all = new Dictionary<string, string>
                {
                    ["CALLACTORS_TMUX_SOCKET"] = terminals.Socket,
                    ["CALLACTORS_HOOKS"] = terminals.Hooks,
                    ["CMUX_SOCKET_PATH"] = Path.Combine(folder, "no-cmux"),
                };
                foreach (var (name, value) in variables ?? new Dictionary<string, string>()) all[name] = value;
                return all;
            },
            linesKept);
        var world = new InboundWorld(gateway, terminals);
        try
        {
            foreach (var agent in agents ?? [Agent]) await terminals.StartAgentAsync(agent, pace);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>A phone of the person's, registered.</summary>
    public async Task<Caller> CallerAsync() => new(await Gateway.PhoneAsync(), Gateway);

    /// <summary>Dials, gives the PIN and is put through to a workspace.</summary>
    /// <param name="welcomed">The person has talked to the workspace before, and is put through to it at once.</param>
    public async Task<Caller> TalkAsync(string agent = Agent, bool welcomed = false)
    {
        var caller = await CallerAsync();
        await caller.DialAsync();
        await caller.HearsAsync("your PIN");
        await caller.KeysAsync(Pin);
        if (!welcomed)
        {
            await caller.IsToHearAsync("Whom do you want to talk to");
            await caller.TypesAsync($"talk to {agent}");
        }

        await caller.IsToHearAsync($"You are talking to {agent}");
        return caller;
    }

    /// <summary>Somebody is at the agent's keyboard, so that what the caller says waits, which they are told.</summary>
    public async Task SayIntoDraftAsync(Caller caller, string draft, string words)
    {
        await Terminals.TypeAsync(Agent, draft);
        await Terminals.UntilShownAsync(Agent, draft);
        await caller.TypesAsync(words);
        await caller.HearsAsync("typing");
    }

    /// <summary>kill −9, and started again on the same folder and port. Returns when the phone is back.</summary>
    public async Task KillAndStartAgainAsync(Caller caller)
    {
        var starts = caller.Phone.MediaStarts;
        await Gateway.Process.KillAsync();
        await Gateway.Process.StartAgainAsync(CancellationToken.None);
        await caller.Phone.ReconnectedAsync(starts, AgentTerminals.Patience);
    }

    /// <summary>The deeds of the person's audit, oldest first.</summary>
    public async Task<IReadOnlyList<string>> DeedsAsync(string person = "you") =>
        [.. (await Gateway.GetAsync($"/api/audit?person={person}&limit=100")).GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("deed").GetString()!).Reverse()];

    public async ValueTask DisposeAsync()
    {
        await Terminals.DisposeAsync();
        // Its goodbyes to the calls that a test leaves would take seconds.
        await Gateway.Process.KillAsync();
        await Gateway.DisposeAsync();
    }

    private static async Task<byte[]> MakePinAsync()
    {
        var folder = Directory.CreateTempSubdirectory("callactors-e2e-");
        try
        {
            await InboundStory.SetPinAsync(folder.FullName, Pin, CancellationToken.None);
            return await File.ReadAllBytesAsync(Path.Combine(folder.FullName, "pins", "you"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
