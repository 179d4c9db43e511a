using System.Text;

namespace Kernel.Util;

/// <summary>The number system of automatic actor names: base 64, least significant digit first.</summary>
public static class Base64Encoding
{
    public const string Base64Chars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+~";

    public static string Base64Encode(this long value, string prefix = "$")
    {
        var text = new StringBuilder(prefix, prefix.Length + 11);
        var rest = (ulong)value;
        do
        {
            text.Append(Base64Chars[(int)(rest & 63)]);
            rest >>= 6;
        }
        while (rest != 0);
        return text.ToString();
    }
}
