using System.Runtime.Versioning;
using CallActors.ScriptedAgent;

[assembly: UnsupportedOSPlatform("windows")]

if (AgentOptions.Read(args) is not { } options)
{
    Console.Error.WriteLine(AgentOptions.Usage);
    return 2;
}
try
{
    using var terminal = Terminal.Open();
    await new Agent(options, terminal).RunAsync().ConfigureAwait(false);
    return 0;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
