namespace CallActors.Carriers.Tests;

/// <summary>Damages messages: bytes changed, pieces cut out, doubled or joined to those of others.</summary>
internal static class Damage
{
    public static byte[] Once(Random random, byte[][] seeds)
    {
        var bytes = (byte[])seeds[random.Next(seeds.Length)].Clone();
        for (var hits = random.Next(1, 5); hits > 0; hits--)
        {
            if (bytes.Length == 0) return bytes;
            var at = random.Next(bytes.Length);
            switch (random.Next(6))
            {
                case 0:
                    bytes = [.. bytes[..at], .. bytes[random.Next(bytes.Length)..]];
                    break;
                case 1:
                    var other = seeds[random.Next(seeds.Length)];
                    bytes = [.. bytes[..at], .. other[random.Next(other.Length)..]];
                    break;
                case 2:
                    bytes[at] = "\"{}[]:,\\0-9.e"u8[random.Next(13)];
                    break;
                case 3:
                    var end = Math.Min(bytes.Length, at + random.Next(40));
                    bytes = [.. bytes[..end], .. bytes[at..]];
                    break;
                default:
                    bytes[at] = (byte)random.Next(256);
                    break;
            }
        }
        return bytes;
    }
}
