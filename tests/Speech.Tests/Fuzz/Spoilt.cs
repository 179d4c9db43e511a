using System.Text;
using CallActors.Carriers.Tests;

namespace CallActors.Speech.Tests.Fuzz;

/// <summary>A vendor's genuine messages, of which some are damaged.</summary>
internal sealed class Spoilt(int seed, string[] genuine)
{
    /// <summary>Stands in the messages where a caller's words, or a vendor's sentences, do: no failure may repeat it.</summary>
    public const string Secret = "whispered secret";

    private static readonly string[] Odd =
        ["null", "[]", "\"\"", "1e308", "-1e308", "NaN", "1e-320", "9223372036854775807", "{\"type\":null}", "{\"type\":{}}", "\uFFFD", "\0", "{", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["];

    private readonly byte[][] _genuine = [.. genuine.Select(Encoding.UTF8.GetBytes)];

    public Random Random { get; } = new(seed);

    /// <summary>Messages so far.</summary>
    public int Count { get; private set; }

    public byte[] Next()
    {
        Count++;
        return Random.Next(4) switch
        {
            0 => _genuine[Random.Next(_genuine.Length)],
            1 => WithNumber(_genuine[Random.Next(_genuine.Length)]),
            2 when Random.Next(8) == 0 => Encoding.UTF8.GetBytes(Odd[Random.Next(Odd.Length)]),
            _ => Damage.Once(Random, _genuine),
        };
    }

    /// <summary>As a text frame, or one of another kind, or one that is cut in two.</summary>
    public byte[] Frame()
    {
        var message = Next();
        return Random.Next(12) switch
        {
            0 => MutatedVendor.Frame(message, 2),
            1 when message.Length is > 2 and < 126 =>
                [1, (byte)(message.Length / 2), .. message[..(message.Length / 2)], .. (byte[])[0x80, (byte)(message.Length - message.Length / 2)], .. message[(message.Length / 2)..]],
            2 when Random.Next(20) == 0 => Damage.Once(Random, [MutatedVendor.Frame(message)]),
            _ => MutatedVendor.Frame(message),
        };
    }

    /// <summary>Still JSON, with a number that no vendor means.</summary>
    private byte[] WithNumber(byte[] message)
    {
        var text = Encoding.UTF8.GetString(message);
        var digits = Enumerable.Range(0, text.Length).Where(i => char.IsAsciiDigit(text[i]) && i > 0 && text[i - 1] is ':' or ',' or '[').ToArray();
        if (digits.Length == 0) return message;
        var at = digits[Random.Next(digits.Length)];
        var end = at;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] is '.')) end++;
        string[] numbers = ["-1", "0", "1e18", "-1e18", "1e300", "2147483648", "0.000001", "99999999999", "null", "\"1\"", "true"];
        return Encoding.UTF8.GetBytes(text[..at] + numbers[Random.Next(numbers.Length)] + text[end..]);
    }
}
