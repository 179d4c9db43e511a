using System.Buffers.Binary;
using Kernel.Actor;
using Kernel.Persistence;
using Kernel.Serialization;

namespace CallActors.Benchmarks.KernelRuntime;

/// <summary>To an <see cref="EventWriter"/>: store so many events at once.</summary>
internal sealed record WriteEvents(int Count);

/// <summary>An event of the benchmarks.</summary>
internal sealed record Happened(long Number);

/// <summary>A persistent actor that counts what it stored and what it was given again.</summary>
internal sealed class EventWriter : ReceivePersistentActor
{
    private readonly Tally _counter;
    private long _number;

    public EventWriter(string id, Tally counter)
    {
        PersistenceId = id;
        _counter = counter;
        Recover<Happened>(_ => _counter.Count());
        Command<WriteEvents>(command =>
        {
            if (command.Count == 1) Persist(new Happened(++_number), Stored);
            else PersistAll(Enumerable.Range(0, command.Count).Select(_ => new Happened(++_number)), Stored);
        });
    }

    public override string PersistenceId { get; }

    private void Stored(Happened happened) => _counter.Count();
}

/// <summary>Writes the number and 24 bytes beside it, about what a small event is.</summary>
internal sealed class EventSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override int Identifier => 7701;

    public override string Manifest(object o) => "happened-v1";

    public override byte[] ToBinary(object obj)
    {
        var bytes = new byte[32];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, ((Happened)obj).Number);
        return bytes;
    }

    public override object FromBinary(byte[] bytes, string manifest) => new Happened(BinaryPrimitives.ReadInt64LittleEndian(bytes));
}
