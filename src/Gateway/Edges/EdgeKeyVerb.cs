using CallActors.Gateway.Options;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Edges;

/// <summary><c>gateway edge-key NAME</c>: makes a person's edge key and shows it this once.</summary>
internal static class EdgeKeyVerb
{
    private const int Failed = 1;
    private const int Misconfigured = 2;

    public static int Run(string name, GatewayOptions options, TextWriter output, TextWriter errors)
    {
        if (name.Length == 0 || name.StartsWith('-'))
        {
            errors.WriteLine("Whose key? gateway edge-key NAME, with a name of the configuration's section people.");
            return Misconfigured;
        }
        try
        {
            var pins = Pins.Of(options);
            if (new EdgeKeys(options.EdgeKeyFolder, pins.Everybody).Create(name) is not { } key)
            {
                errors.WriteLine($"There is nobody of this name, or the name is too long for a file's. Known: {string.Join(", ", pins.Everybody.Select(person => person.Name).Distinct())}.");
                return Misconfigured;
            }
            output.WriteLine(key);
            errors.WriteLine("This is shown once. On the machine that lends its workspaces put it into a file that only you can read, and start: callactors edge --gateway URL --key-file FILE. A key that was made before is not taken any more.");
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"The key could not be kept: {e.Message}");
            return Failed;
        }
    }
}
