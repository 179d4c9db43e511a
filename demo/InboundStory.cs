using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using CallActors.Simulators.Softphone;

namespace CallActors.Demo;

/// <summary>A person calls the agent that runs in a terminal: a wrong PIN, the right one, a workspace by its name, an instruction, a reply that is
/// cut, a dangerous permission with its word, goodbye.</summary>
internal static partial class InboundStory
{
    private const string Session = "harbor";
    private const string WrongPin = "7391";
    internal const string Pin = "480263";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<int> TellAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        // Short: a socket's path has 107 characters at most.
        var data = Directory.CreateTempSubdirectory("callin-");
        try
        {
            await output.WriteLineAsync("Starting a gateway, an agent in a tmux pane, and a phone …").ConfigureAwait(false);
            var socket = Path.Combine(data.FullName, "tmux");
            var hooks = Path.Combine(data.FullName, "hooks");
            await SetPinAsync(data.FullName, Pin, cancellationToken).ConfigureAwait(false);
            await using var gateway = await GatewayProcess.StartAsync(
                data.FullName, cancellationToken, new Dictionary<string, string> { ["CALLACTORS_TMUX_SOCKET"] = socket, ["CALLACTORS_HOOKS"] = hooks, ["CMUX_SOCKET_PATH"] = Path.Combine(data.FullName, "no-cmux") }).ConfigureAwait(false);
            await using var showing = cancellationToken.Register(() => output.WriteLine($"The gateway printed:{Environment.NewLine}{gateway.Output}"));
            await using var terminal = await Terminal.StartAsync(data.FullName, socket, Session, Path.Combine(hooks, "default", "settings.json"), cancellationToken).ConfigureAwait(false);
            await using var phone = await HeadlessSoftphone.ConnectAsync(gateway.Address, cancellationToken: cancellationToken).ConfigureAwait(false);
            var caller = new Caller(phone, output, cancellationToken);
            await output.WriteLineAsync($"Ready after {watch.Elapsed.TotalSeconds:0.0} s. The person dials.").ConfigureAwait(false);

            await phone.DialAsync("1", cancellationToken).ConfigureAwait(false);
            var call = phone.CallId!;
            await caller.HearsAsync("your PIN").ConfigureAwait(false);
            await caller.KeysAsync(WrongPin).ConfigureAwait(false);
            await caller.HearsAsync("That is not right").ConfigureAwait(false);
            await caller.KeysAsync(Pin).ConfigureAwait(false);
            await caller.HearsAsync("Whom do you want to talk to").ConfigureAwait(false);
            await caller.SaysAsync("what's running").ConfigureAwait(false);
            await caller.HearsAsync($"{Session} is idle").ConfigureAwait(false);
            await caller.SaysAsync($"talk to {Session}").ConfigureAwait(false);
            await caller.HearsAsync($"You are talking to {Session}").ConfigureAwait(false);
            await caller.SaysAsync("please run the tests").ConfigureAwait(false);
            await caller.HearsAsync("All 42 tests passed").ConfigureAwait(false);
            await caller.SaysAsync("explain the server").ConfigureAwait(false);
            await caller.HearsBeginningAsync("The server takes an order").ConfigureAwait(false);
            await caller.SaysAsync("stop").ConfigureAwait(false);
            await caller.HearsAsync("Stopped").ConfigureAwait(false);
            await caller.SaysAsync("push the branch").ConfigureAwait(false);
            await caller.HearsAsync("asks for permission").ConfigureAwait(false);
            await caller.SaysAsync("yes").ConfigureAwait(false);
            var warning = await caller.HearsAsync("This would").ConfigureAwait(false);
            await caller.SaysAsync(Word().Match(warning).Groups[1].Value).ConfigureAwait(false);
            await caller.HearsAsync("Pushed: main is now at origin").ConfigureAwait(false);
            await phone.HangUpAsync(cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync("The person hangs up. The agent stays.").ConfigureAwait(false);

            using var rest = new HttpClient { BaseAddress = gateway.Address };
            rest.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(gateway.KeyFile, cancellationToken).ConfigureAwait(false)).Trim());
            var transcript = await rest.GetStringAsync(new Uri($"/api/call/{call}/transcript?format=text", UriKind.Relative), cancellationToken).ConfigureAwait(false);
            var audit = await rest.GetStringAsync(new Uri("/api/audit?person=you&limit=100", UriKind.Relative), cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync($"{Environment.NewLine}{call}{Environment.NewLine}{transcript}").ConfigureAwait(false);
            await PrintAuditAsync(output, audit).ConfigureAwait(false);

            return await Verdict.TellAsync(output, Faults(terminal.Reached, transcript, audit, phone), watch).ConfigureAwait(false);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    /// <summary>Gives a person a PIN, as they do it themselves.</summary>
    /// <param name="data">The gateway's data folder.</param>
    internal static Task SetPinAsync(string data, string pin, CancellationToken cancellationToken) => Tool.RunAsync(
        new ProcessStartInfo("dotnet", [Checkout.Gateway, "pin", "--data", data]) { WorkingDirectory = Checkout.Root },
        "The PIN could not be set", "It runs this program too.", cancellationToken, pin);

    private static async Task PrintAuditAsync(TextWriter output, string audit)
    {
        await output.WriteLineAsync("What the call did, by the audit:").ConfigureAwait(false);
        foreach (var entry in JsonDocument.Parse(audit).RootElement.GetProperty("entries").EnumerateArray().Reverse())
            await output.WriteLineAsync($"  {entry.GetProperty("at").GetDateTimeOffset():HH:mm:ss}  {entry.GetProperty("deed").GetString()}").ConfigureAwait(false);
        await output.WriteLineAsync().ConfigureAwait(false);
    }

    private static IEnumerable<string> Faults(IReadOnlyList<(string Kind, string Text)> reached, string transcript, string audit, HeadlessSoftphone phone)
    {
        var prompts = reached.Where(r => r.Kind == "prompt").Select(r => r.Text).ToList();
        if (prompts.Count != 3) yield return $"Three instructions were given, and {prompts.Count} reached the agent: {string.Join(" | ", prompts)}";
        foreach (var word in (string[])["test", "explain", "push"])
            if (prompts.Count(p => p.Contains(word, StringComparison.OrdinalIgnoreCase)) != 1) yield return $"The instruction with “{word}” reached the agent {prompts.Count(p => p.Contains(word, StringComparison.OrdinalIgnoreCase))} times.";
        if (!prompts.All(p => p.Contains("Said by voice", StringComparison.Ordinal))) yield return "An instruction bore no note that it was said by voice.";
        if (reached.All(r => r.Kind != "interrupted")) yield return "The agent was not interrupted.";
        if (transcript.Contains(Pin, StringComparison.Ordinal) || transcript.Contains(WrongPin, StringComparison.Ordinal)) yield return "A PIN is in the transcript.";
        foreach (var deed in (string[])["pin-wrong", "pin-right", "entered", "submitted", "interrupted", "granted"])
            if (!audit.Contains($"\"{deed}\"", StringComparison.Ordinal)) yield return $"The audit does not tell of “{deed}”.";
        if (phone.Faults.Count > 0) yield return $"The phone complains: {string.Join("; ", phone.Faults.Select(f => f.What))}.";
    }

    [GeneratedRegex("Say '([^']+)'")]
    private static partial Regex Word();

    /// <summary>Who is at the phone.</summary>
    private sealed class Caller(HeadlessSoftphone phone, TextWriter output, CancellationToken cancellationToken)
    {
        private readonly HashSet<int> _heard = [];

        /// <summary>Listens until a message with these words is over.</summary>
        public async Task<string> HearsAsync(string words)
        {
            var caption = await CaptionAsync(words, c => c.Finished).ConfigureAwait(false);
            await output.WriteLineAsync($"   heard: {Short(caption.Text)}").ConfigureAwait(false);
            return caption.Text;
        }

        /// <summary>Listens until some of a message with these words was heard.</summary>
        public async Task HearsBeginningAsync(string words)
        {
            var caption = await CaptionAsync(words, c => c.HeardLength > 0).ConfigureAwait(false);
            await output.WriteLineAsync($"   hears: {Short(caption.Text)}").ConfigureAwait(false);
        }

        public async Task SaysAsync(string words)
        {
            await output.WriteLineAsync($"The person says: {words}").ConfigureAwait(false);
            await phone.SayAsync(await CallersVoice.SayAsync(words, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }

        public async Task KeysAsync(string digits)
        {
            await output.WriteLineAsync("The person keys in a PIN.").ConfigureAwait(false);
            foreach (var digit in digits + "#") await phone.PressAsync(digit).ConfigureAwait(false);
        }

        private async Task<Caption.Agent> CaptionAsync(string words, Func<Caption.Agent, bool> fits)
        {
            var found = await phone.WaitForCaptionAsync<Caption.Agent>(
                c => !_heard.Contains(c.Utterance) && c.Text.Contains(words, StringComparison.OrdinalIgnoreCase) && fits(c), Patience, cancellationToken).ConfigureAwait(false);
            _heard.Add(found.Utterance);
            return found;
        }

        private static string Short(string text) => text.Length <= 100 ? text.ReplaceLineEndings(" ") : text[..100].ReplaceLineEndings(" ") + " …";
    }
}
