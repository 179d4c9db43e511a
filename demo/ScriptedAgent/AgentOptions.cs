using System.Globalization;

namespace CallActors.ScriptedAgent;

/// <summary>What the agent is started with.</summary>
internal sealed record AgentOptions
{
    public const string Usage = """
        A small agent with a script, for demonstrations and tests: to the outside it behaves like Claude Code. It runs nothing and changes nothing.

        claude [--settings FILE] [--journal FILE] [--transcripts FOLDER] [--pace N]

          --settings FILE       whose hooks it runs
          --journal FILE        what reached it, a JSON line each: prompts, answers, interruptions
          --transcripts FOLDER  where it writes its conversations down
          --pace N              how many times faster than a person would expect, 0.1 to 1000
        """;

    /// <summary>The settings document whose hooks are run; empty for none.</summary>
    public string Settings { get; private init; } = "";

    /// <summary>What reached it is noted there; empty for nowhere.</summary>
    public string Journal { get; private init; } = "";

    /// <summary>Its conversations are written down there.</summary>
    public string Transcripts { get; private init; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "callactors", "scripted-agent");

    /// <summary>How many times faster than usual it works.</summary>
    public double Pace { get; private init; } = 1;

    /// <returns>Null when they are not understood.</returns>
    public static AgentOptions? Read(string[] arguments)
    {
        var options = new AgentOptions();
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length) return null;
            var value = arguments[i + 1];
            switch (arguments[i])
            {
                case "--settings":
                    options = options with { Settings = value };
                    break;
                case "--journal":
                    options = options with { Journal = value };
                    break;
                case "--transcripts":
                    options = options with { Transcripts = value };
                    break;
                case "--pace" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var pace) && pace is >= 0.1 and <= 1000:
                    options = options with { Pace = pace };
                    break;
                default:
                    return null;
            }
        }
        return options;
    }
}
