using System.Text;
using CallActors.Carriers.MediaStreams;

namespace CallActors.Carriers.Tests.MediaStreams;

/// <summary>Damaged frames against the reader: nothing may be thrown, and every fault has its sentence.</summary>
internal static class MediaFuzz
{
    public static void Run(int inputs, int seed, string[] frames, string start)
    {
        var random = new Random(seed);
        var seeds = frames.Select(Encoding.UTF8.GetBytes).ToArray();
        var first = Encoding.UTF8.GetBytes(start);
        var faults = 0;
        MediaStreamReader reader = null!;
        for (var round = 0; round < inputs; round++)
        {
            // Eight damaged frames to a stream, so that what one leaves behind meets the next.
            if (round % 8 == 0)
            {
                reader = new MediaStreamReader(new RecordingHandler());
                if (round % 16 == 0) reader.Accept(first.AsSpan());
            }
            if (reader.Accept(Damage.Once(random, seeds).AsSpan()) is not { } fault) continue;
            faults++;
            Assert.InRange(fault.Message.Length, 10, 100);
        }
        Assert.True(faults > inputs / 5, $"only {faults} of {inputs} damaged frames were faults: the damage does not reach the reader.");
    }
}
