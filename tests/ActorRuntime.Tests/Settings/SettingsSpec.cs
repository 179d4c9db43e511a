using CallActors.Contracts.Calls;
using CallActors.Engine.Calls;
using CallActors.Engine.Runtime;
using Kernel.Configuration;
using Kernel.Configuration.Hocon;
using Kernel.Serialization;

namespace CallActors.ActorRuntime.Tests.Settings;

/// <summary>What the engine sets in the configuration of each runtime.</summary>
public sealed class SettingsSpec
{
    /// <summary>Sections whose keys are names that the reference cannot know.</summary>
    private static readonly string[] Open = ["kernel.actor.serializers", "kernel.actor.serialization-bindings"];

    private static readonly Config OfKernel = ConfigurationFactory.ParseFile(Repository.PathOf("hocon", "kernel.conf"));

    private static readonly Config OfAkka = ConfigurationFactory.ParseFile(Repository.PathOf("hocon", "akka.conf"));

    [Fact]
    public void Every_key_for_the_kernel_is_in_its_reference()
    {
        var reference = ConfigurationFactory.Default();
        var unknown = Paths(OfKernel.Root, "").Where(path =>
            !Open.Any(section => path.StartsWith(section + ".", StringComparison.Ordinal)) && reference.GetValue(path) is null);
        Assert.Empty(unknown);
        Assert.All(Open, section => Assert.NotNull(reference.GetConfig(section)));
    }

    [Fact]
    public void Each_file_sets_one_runtime() =>
        Assert.Equal(["kernel", "akka"], [.. OfKernel.AsEnumerable().Select(e => e.Key), .. OfAkka.AsEnumerable().Select(e => e.Key)]);

    [Fact]
    public void Stored_types_are_bound_alike_and_the_serializers_number_is_the_codecs()
    {
        Assert.Equal(Section(OfKernel, "kernel.actor.serialization-bindings"), Section(OfAkka, "akka.actor.serialization-bindings"));
        Assert.Equal(Section(OfKernel, "kernel.actor.serializers"), Section(OfAkka, "akka.actor.serializers"));
        var (_, identifier) = Assert.Single(Section(OfAkka, "akka.actor.serialization-identifiers"));
        Assert.Equal(CallEventCodec.SerializerId.ToString(System.Globalization.CultureInfo.InvariantCulture), identifier);
    }

    [Fact]
    public async Task Every_stored_type_finds_the_engines_serializer_and_its_manifest()
    {
        var system = EngineSystem.Create("settings", Config.Empty);
        try
        {
            Assert.All(CallEventCodec.Types, type => Assert.IsType<CallEventSerializer>(system.Serialization.FindSerializerForType(type)));
            var placed = new CallEvents.LegRinging(DateTimeOffset.UnixEpoch);
            var serializer = system.Serialization.FindSerializerFor(placed);
            Assert.Equal((3333, "leg-ringing/1"), (serializer.Identifier, Serialization.ManifestFor(serializer, placed)));
        }
        finally
        {
            await system.Terminate();
        }
    }

    private static SortedDictionary<string, string> Section(Config config, string path) =>
        new(config.GetConfig(path)!.AsEnumerable().ToDictionary(e => e.Key, e => ((HoconText)e.Value).Text), StringComparer.Ordinal);

    private static IEnumerable<string> Paths(HoconValue value, string path) => value is HoconObject section
        ? section.Items.SelectMany(i => Paths(i.Value, path.Length == 0 ? i.Key : $"{path}.{i.Key}"))
        : [path];
}
