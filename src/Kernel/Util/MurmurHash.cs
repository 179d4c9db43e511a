using System.Numerics;

namespace Kernel.Util;

/// <summary>The string hash by which entities are spread over shards: Akka.NET's, bit for bit, so that shard ids agree.</summary>
public static class MurmurHash
{
    private const uint StringSeed = 0x331df49;
    private const uint VisibleMagic = 0x971e137b;
    private const uint HiddenMagicA = 0x95543787;
    private const uint HiddenMagicB = 0x2ad7eb25;
    private const uint VisibleMixer = 0x52dce729;
    private const uint HiddenMixerA = 0x7b7d159c;
    private const uint HiddenMixerB = 0x6bce6396;
    private const uint FinalMixer1 = 0x85ebca6b;
    private const uint FinalMixer2 = 0xc2b2ae35;

    public static int StringHash(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        unchecked
        {
            var hash = ((uint)s.Length * StringSeed) ^ VisibleMagic;
            var (a, b) = (HiddenMagicA, HiddenMagicB);
            for (var at = 0; at < s.Length; at += 2)
            {
                var value = at + 1 < s.Length ? ((uint)s[at] << 16) + s[at + 1] : s[at];
                hash = ((hash ^ (BitOperations.RotateLeft(value * a, 11) * b)) * 3) + VisibleMixer;
                (a, b) = ((a * 5) + HiddenMixerA, (b * 5) + HiddenMixerB);
            }

            hash = (hash ^ (hash >> 16)) * FinalMixer1;
            hash = (hash ^ (hash >> 13)) * FinalMixer2;
            return (int)(hash ^ (hash >> 16));
        }
    }
}
