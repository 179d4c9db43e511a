using System.Collections.Immutable;
using System.Text;
using Akka.Actor.Setup;
using Akka.Persistence.Sql;
using Akka.Serialization;
using CallActors.Compliance.Tests.Journal;

namespace CallActors.Compliance.Tests.Support;

/// <summary>Makes a system that can write the kit's events: what Akka's serializers are bound by.</summary>
internal static class JournalRuntime
{
    public static ActorSystem Create(string hocon) => ActorSystem.Create("spec", ActorSystemSetup.Create(
        BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString(hocon).WithFallback(SqlPersistence.DefaultConfiguration)),
        SerializationSetup.Create(system => ImmutableHashSet.Create(SerializerDetails.Create(
            "text", new TextSerializer(system), ImmutableHashSet.Create(typeof(Noted), typeof(Notes), typeof(Unwritable)))))));

    private sealed class TextSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
    {
        public override int Identifier => 7700;

        public override string Manifest(object o) => o switch
        {
            Noted => "noted-v1",
            Notes => "notes-v1",
            _ => "unwritable-v1",
        };

        public override byte[] ToBinary(object obj) => obj switch
        {
            Noted noted => Encoding.UTF8.GetBytes(noted.Text),
            Notes notes => Encoding.UTF8.GetBytes(string.Join('\n', notes.Texts)),
            _ => throw new InvalidOperationException("This event is not to be written."),
        };

        public override object FromBinary(byte[] bytes, string manifest) => manifest switch
        {
            "noted-v1" => new Noted(Encoding.UTF8.GetString(bytes)),
            "notes-v1" => new Notes([.. Encoding.UTF8.GetString(bytes).Split('\n')]),
            _ => throw new ArgumentException($"Unknown manifest {manifest}."),
        };
    }
}
