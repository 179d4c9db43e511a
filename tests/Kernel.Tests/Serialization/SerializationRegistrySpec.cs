using System.Globalization;
using System.Runtime.Serialization;
using System.Text;
using Kernel.Actor;
using Kernel.Configuration;
using Kernel.Serialization;

namespace Kernel.Tests.Serialization;

public sealed class SerializationRegistrySpec() : Kernel.TestKit.Xunit2.TestKit(Bound())
{
    [Fact]
    public void An_object_returns_by_identifier_and_manifest()
    {
        var number = new Number(42);
        var serializer = Sys.Serialization.FindSerializerFor(number);
        var manifest = Kernel.Serialization.Serialization.ManifestFor(serializer, number);
        Assert.Equal(("number", 1001), (manifest, serializer.Identifier));
        Assert.Equal(number, Sys.Serialization.Deserialize(serializer.ToBinary(number), 1001, "number"));
    }

    [Fact]
    public void A_binding_holds_for_derived_types_until_a_closer_one_is_added()
    {
        Assert.IsType<NumberSerializer>(Sys.Serialization.FindSerializerForType(typeof(Special)));
        var closer = new OtherSerializer((ExtendedActorSystem)Sys, 1002);
        Sys.Serialization.AddSerializer("other", closer);
        Sys.Serialization.AddSerializationMap(typeof(Special), closer);
        Assert.Same(closer, Sys.Serialization.FindSerializerForType(typeof(Special)));
        Assert.IsType<NumberSerializer>(Sys.Serialization.FindSerializerForType(typeof(Number)));
    }

    [Fact]
    public void An_identifier_belongs_to_one_serializer() =>
        Assert.Throws<ArgumentException>(() => Sys.Serialization.AddSerializer("taken", new OtherSerializer((ExtendedActorSystem)Sys, 1001)));

    [Fact]
    public void What_is_not_bound_or_known_is_refused()
    {
        Assert.Throws<SerializationException>(() => Sys.Serialization.FindSerializerFor(new object()));
        Assert.Throws<SerializationException>(() => Sys.Serialization.Deserialize([], 999, "number"));
        Assert.Null(Sys.Serialization.GetSerializerById(999));
    }

    private static Config Bound() => ConfigurationFactory.ParseString($$"""
        kernel.actor {
          serializers.numbers = "{{typeof(NumberSerializer).AssemblyQualifiedName}}"
          serialization-bindings."{{typeof(Number).AssemblyQualifiedName}}" = numbers
        }
        """);

    public record Number(int Value);

    public sealed record Special(int Value) : Number(Value);

    public sealed class NumberSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => 1001;

        public override string Manifest(object o) => "number";

        public override byte[] ToBinary(object obj) =>
            Encoding.UTF8.GetBytes(((Number)obj).Value.ToString(CultureInfo.InvariantCulture));

        public override object FromBinary(byte[] bytes, string manifest) =>
            new Number(int.Parse(Encoding.UTF8.GetString(bytes), CultureInfo.InvariantCulture));
    }

    private sealed class OtherSerializer(ExtendedActorSystem system, int identifier) : Serializer(system)
    {
        public override int Identifier => identifier;

        public override bool IncludeManifest => false;

        public override byte[] ToBinary(object obj) => [];

        public override object FromBinary(byte[] bytes, Type? type) => throw new SerializationException("writes only");
    }
}
