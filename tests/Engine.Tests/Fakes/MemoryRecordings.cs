using System.Collections.Concurrent;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Recordings;

namespace CallActors.Engine.Tests.Fakes;

/// <summary>Recordings in memory, on a disk that is slow, full or crowded as the test wants.</summary>
internal sealed class MemoryRecordings : IRecordingStore
{
    private readonly ConcurrentDictionary<CallId, List<byte>> _files = new();
    private readonly ManualResetEventSlim _works = new(true);
    private readonly ManualResetEventSlim _tidies = new(true);

    /// <summary>Files that are open.</summary>
    public int Open;

    /// <summary>Times that it was tidied.</summary>
    public int Tidied;

    /// <summary>Every write fails from now on.</summary>
    public volatile bool IsFull;

    /// <summary>What tidying answers.</summary>
    public volatile bool HasRoom = true;

    /// <summary>Calls whose files were open at the last tidying.</summary>
    public IReadOnlySet<CallId> OpenAtTidying { get; private set; } = new HashSet<CallId>();

    /// <summary>The disk stands still until <see cref="GoOn"/>.</summary>
    public void StandStill() => _works.Reset();

    public void GoOn()
    {
        _works.Set();
        _tidies.Set();
    }

    public void HoldTidying() => _tidies.Reset();

    public bool Has(CallId call) => _files.ContainsKey(call);

    /// <summary>The left channel so far.</summary>
    public byte[] Person(CallId call) => Channel(call, 0);

    /// <summary>The right channel so far.</summary>
    public byte[] Agent(CallId call) => Channel(call, 1);

    IRecordingFile IRecordingStore.Open(CallId callId)
    {
        _works.Wait();
        Interlocked.Increment(ref Open);
        return new MemoryFile(this, _files.GetOrAdd(callId, _ => []));
    }

    public bool Delete(CallId callId) => _files.TryRemove(callId, out _);

    public bool Tidy(DateTimeOffset now, IReadOnlySet<CallId> open)
    {
        _tidies.Wait();
        OpenAtTidying = open;
        Interlocked.Increment(ref Tidied);
        return HasRoom;
    }

    private byte[] Channel(CallId call, int channel)
    {
        if (!_files.TryGetValue(call, out var bytes)) return [];
        lock (bytes) return [.. bytes.Where((_, i) => i % 2 == channel)];
    }

    private sealed class MemoryFile(MemoryRecordings disk, List<byte> bytes) : IRecordingFile
    {
        public long Length
        {
            get
            {
                lock (bytes) return bytes.Count / 2;
            }
        }

        public void Append(ReadOnlySpan<byte> stereo)
        {
            disk._works.Wait();
            if (disk.IsFull) throw new IOException("No space left on device");
            lock (bytes) bytes.AddRange(stereo);
        }

        public void AppendSilence(long samples)
        {
            lock (bytes) bytes.AddRange(Enumerable.Repeat(AudioFormat.Silence, (int)samples * 2));
        }

        public void Publish()
        {
        }

        public void Dispose() => Interlocked.Decrement(ref disk.Open);
    }
}
