using System.Collections.Immutable;
using System.Text;
using Kernel.Actor;
using Kernel.Actor.Setup;
using Kernel.Configuration;
using Kernel.Serialization;

namespace Kernel.Tests.Persistence;

/// <summary>An event of the specs.</summary>
public sealed record Noted(string Text);

/// <summary>An event that its serializer refuses.</summary>
public sealed record Unwritable(string Text);

/// <summary>A snapshot of the specs.</summary>
public sealed record Notes(ImmutableList<string> Texts);

/// <summary>The specs' one serializer: a fixed identifier, a manifest a type, texts as UTF-8.</summary>
public sealed class TextSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override int Identifier => 7700;

    public override string Manifest(object o) => o switch
    {
        Noted => "noted-v1",
        Notes => "notes-v1",
        Unwritable => "unwritable-v1",
        _ => throw new ArgumentException($"No manifest for {o.GetType()}."),
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

    public static ActorSystemSetup SetupFor(Config config) => ActorSystemSetup.Create(
        BootstrapSetup.Create().WithConfig(config),
        SerializationSetup.Create(system => [SerializerDetails.Create(
            "text", new TextSerializer(system), [typeof(Noted), typeof(Notes), typeof(Unwritable)])]));
}
