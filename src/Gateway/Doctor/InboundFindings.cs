using CallActors.Gateway.Options;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Doctor;

/// <summary>Who may call in.</summary>
public static class InboundFindings
{
    private const string Part = "calling in";

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
