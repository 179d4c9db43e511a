using System.Diagnostics;
using CallActors.Simulators.Twilio;

namespace CallActors.Rehearsal;

/// <summary>The gateway, configured for the simulated account, in a process of its own that speaks to the same terminal.</summary>
internal static class GatewayChild
{
    /// <summary>Runs it until it ends; a termination lets it say goodbye to its calls.</summary>
    /// <param name="number">The account's number.</param>
    /// <param name="person">The number that calls ring.</param>
    public static async Task<int> RunAsync(TwilioSimulator twilio, string number, string person, int port, string data, CancellationToken terminate)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CallActors.Gateway.dll"), "--port", $"{port}", "--data", data]);
        var environment = start.Environment;
        // The settings that a user takes over, with their own values, when they have an account.
        environment["CALLME_PHONE_PROVIDER"] = "twilio";
        environment["CALLME_PHONE_ACCOUNT_SID"] = twilio.Options.AccountSid;
        environment["CALLME_PHONE_AUTH_TOKEN"] = twilio.Options.AuthToken;
        environment["CALLME_PHONE_NUMBER"] = number;
        environment["CALLME_USER_PHONE_NUMBER"] = person;
        environment["CALLACTORS_PHONE_API"] = twilio.Address.AbsoluteUri.TrimEnd('/');
        environment["CALLME_PUBLIC_URL"] = $"http://127.0.0.1:{port}";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The gateway could not be started.");
        using var telling = terminate.Register(() => Process.Start("kill", ["-TERM", $"{process.Id}"]).Dispose());
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        return process.ExitCode;
    }
}
