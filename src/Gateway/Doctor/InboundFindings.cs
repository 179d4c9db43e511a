using CallActors.Gateway.Options;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Doctor;

/// <summary>Who may call in.</summary>
public static class InboundFindings
{
    private const string Part = "calling in";

    /// <summary>How many may call in: those with a PIN that can be used.</summary>
    public static int Callers(GatewayOptions options)
    {
        var pins = new Pins(options.People, options.DefaultCallee, options.PinFolder);
        return pins.Names.Count(person => pins.Of(person) is not null);
    }

    /// <summary>One finding for each person.</summary>
    public static IEnumerable<Finding> Examine(GatewayOptions options)
    {
        var pins = Pins.Of(options);
        foreach (var person in pins.Names)
        {
            var file = pins.FileOf(person);
            yield return pins.PlaceOf(person) switch
            {
                PinPlace.Configuration => Finding.Well(Part, $"{person} has a PIN in the configuration"),
                PinPlace.File when ApiKeyFile.IsOpenToOthers(file) => Finding.Amiss(Part, $"{person}'s PIN can be read by others", $"chmod 600 {file}, and set a new one: ./run pin {person}"),
                PinPlace.File => Finding.Well(Part, $"{person} has a PIN"),
                PinPlace.Unusable => Finding.Amiss(Part, $"the file of {person}'s PIN cannot be used", $"./run pin {person}"),
                _ => Finding.Well(Part, $"{person} has no PIN, and is a stranger when calling (to change that: ./run pin {person})"),
            };
        }
    }
}
