using CallActors.Contracts.Audio;
using CallActors.Engine.Speech;

namespace CallActors.Engine.Tests.Speech;

public sealed class ReplayRingSpec
{
    [Fact]
    public void It_holds_what_a_plain_list_would_whatever_is_put_in_and_dropped()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            using var ring = new ReplayRing(200 * AudioFormat.FrameBytes);
            var all = new List<byte>();
            var start = 0L;
            for (var step = 0; step < 400; step++)
            {
                var audio = new byte[random.Next(1, 4) * AudioFormat.FrameBytes];
                random.NextBytes(audio);
                ring.Append(audio);
                all.AddRange(audio);
                start = Math.Max(start, all.Count - 200 * AudioFormat.FrameBytes);
                if (random.Next(20) == 0) start = Math.Max(start, random.NextInt64(start, all.Count + 1));
                ring.DropBefore(start);
                Assert.Equal((start, (long)all.Count), (ring.Start, ring.End));
            }

            var from = random.NextInt64(start, all.Count + 1);
            var read = new List<byte>();
            ring.Read(from, all.Count, (buffer, at, length) => read.AddRange(buffer.AsSpan(at, length)));
            Assert.Equal(all[(int)from..], read);
        }
    }

    [Fact]
    public void Steady_talk_allocates_nothing()
    {
        using var ring = new ReplayRing(200 * AudioFormat.FrameBytes);
        var frame = new byte[AudioFormat.FrameBytes];
        for (var i = 0; i < 1000; i++) ring.Append(frame);
        var rounds = new List<long>();
        for (var round = 0; round < 5; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 5000; i++) ring.Append(frame);
            rounds.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }

        // What a frame allocated would be in every round; a collection may empty the pool of buffers in one.
        Assert.Equal(0, rounds.Min());
    }
}
