using CallActors.Benchmarks.Voice;
using CallActors.Carriers.Twilio;
using CallActors.Gateway;
using CallActors.Gateway.Options;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Benchmarks.Vendors;

/// <summary>The measured process: the gateway as its configuration file makes it. Two brakes are off, which have no keys: the one call a
/// second that Twilio starts for a new account, and how often one person may be called.</summary>
internal static class VendorServer
{
    public const string Verb = "vendor-server";

    private const double NoPace = 1_000_000;
    private const int AnyNumberOfCalls = 1_000_000;

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

        options = options with { RateLimits = new RateLimitOptions { PersonBurst = AnyNumberOfCalls } };
        await using var app = Composition.Build(options, ApiKeyFile.ReadOrCreate(options.ApiKeyPath), WithoutPace);
        await MeasuredServer.ServeAsync(app);
        return 0;
    }

    private static void WithoutPace(IServiceCollection services)
    {
        if (services.SingleOrDefault(service => service.ServiceType == typeof(TwilioOptions))?.ImplementationInstance is TwilioOptions twilio)
            services.AddSingleton(twilio with { CallsPerSecond = NoPace });
    }
}
