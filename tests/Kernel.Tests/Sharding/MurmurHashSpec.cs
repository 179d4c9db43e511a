using Kernel.Util;

namespace Kernel.Tests.Sharding;

public sealed class MurmurHashSpec
{
    // Expected values from a second implementation of the published algorithm (constants and order as in Akka's MurmurHash).
    [Theory]
    [InlineData("", -1632357289)]
    [InlineData("a", 1561762017)]
    [InlineData("ab", -2081011331)]
    [InlineData("call-1", -1325569236)]
    [InlineData("workspace/kunduz", 1041700797)]
    [InlineData("héllo ✓", -622720339)]
    [InlineData("The quick brown fox jumps over the lazy dog", -1996504041)]
    public void Strings_hash_as_everywhere_else(string text, int hash) => Assert.Equal(hash, MurmurHash.StringHash(text));
}
