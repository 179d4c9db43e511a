using System.Buffers;
using System.Collections.Frozen;

namespace CallActors.Gateway.People;

/// <summary>Numbers that are never called, whoever lists them: emergency services, and those that cost the caller extra.</summary>
public static class BarredNumbers
{
    /// <summary>Emergency and crisis numbers of the world's national numbering plans, as they are dialled at home.</summary>
    private static readonly FrozenSet<string> Emergency = new[]
    {
        "000", "08", "100", "101", "102", "103", "104", "105", "106", "108", "110", "111", "112", "113", "114", "115", "116", "117", "118", "119",
        "120", "121", "122", "123", "125", "127", "128", "129", "131", "132", "133", "140", "144", "150", "155", "158", "166", "171", "175", "180",
        "185", "190", "191", "192", "193", "194", "195", "197", "198", "199", "211", "220", "311", "333", "444", "555", "666", "777", "888", "901",
        "902", "903", "907", "910", "911", "912", "913", "914", "915", "917", "918", "919", "933", "937", "977", "988", "991", "992", "993", "994",
        "995", "996", "997", "998", "999", "1122", "1300", "1400", "1515", "1730", "9999", "10111", "10177",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Beginnings of numbers, behind the plus, that cost extra: premium and shared-cost services and personal numbers of the
    /// national plans; satellite and international networks and the international premium rate of ITU-T's own codes.</summary>
    private static readonly string[] Premium =
    [
        // North America: 900 services.
        "1900",
        // Satellites, international networks, universal personal numbers, international premium rate.
        "870", "878", "881", "882", "883", "888", "979",
        // Britain: 09, 087, 084, and 070.
        "449", "4487", "4484", "4470", "4476",
        "49900", "49137", "4918", "49700", "33890", "33891", "33892", "33897", "33899", "3381", "3382", "39892", "39894", "39895", "39899", "39199", "39144", "39166",
        "34803", "34806", "34807", "34905", "34907", "34901", "34902", "31900", "31906", "31909", "3290", "3270", "4190", "4184", "43900", "43901", "43930", "43931", "43939", "4382",
        "35315", "351601", "351607", "351760", "4590", "4670", "46900", "46939", "46944", "4782", "358600", "358700", "4870", "4830", "42090", "42190", "36900", "36906",
        "6119", "64900", "81990", "82060", "55900", "52900", "7809", "7803", "27862", "90900", "90888", "972190", "30901", "30909", "40900", "40903", "40906", "35990",
    ];

    // What is dialled before a number at home: nothing, the trunk prefix, the way out of an office.
    private static readonly string[] AtHome = ["", "0", "9"];

    // What is dialled before a country's code; nothing stands for the plus.
    private static readonly string[] Abroad = ["", "00", "011", "0011", "010", "009", "810"];

    // The country codes' lengths by their first digits (ITU-T E.164): 1 and 7 have one digit, these have three, the others two.
    private static readonly string[] ThreeDigits =
    [
        "21", "22", "23", "24", "25", "26", "29", "35", "37", "38", "42", "50", "59", "67", "68", "69", "80", "85", "87", "88", "96", "97", "99",
    ];

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    /// <summary>Whether these digits reach emergency services: as they are, behind a prefix for lines abroad or outside, or behind a
    /// country's code.</summary>
    /// <param name="text">With or without a plus; anything but digits is passed over.</param>
    public static bool IsEmergency(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return AtHome.Any(prefix => digits.StartsWith(prefix, StringComparison.Ordinal) && Emergency.Contains(digits[prefix.Length..]))
            || Abroad.Any(prefix => digits.StartsWith(prefix, StringComparison.Ordinal) && IsEmergencyAbroad(digits[prefix.Length..]));
    }

    /// <summary>Whether a number in E.164 costs the caller extra.</summary>
    public static bool IsPremium(string number) => Premium.Any(prefix => number.AsSpan(1).StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Whether a text is meant as a number: digits, and what people write between them.</summary>
    public static bool LooksLikeNumber(string text) =>
        text.AsSpan().ContainsAny(Digits) && text.All(c => char.IsAsciiDigit(c) || c is '+' or ' ' or '-' or '.' or '(' or ')' or '/' or '*' or '#' or '\u00a0');

    private static bool IsEmergencyAbroad(string digits)
    {
        if (digits.Length <= CodeLength(digits)) return false;
        var rest = digits[CodeLength(digits)..];
        // Some write the trunk prefix behind the country's code.
        return Emergency.Contains(rest) || (rest[0] == '0' && Emergency.Contains(rest[1..]));
    }

    private static int CodeLength(string digits) =>
        digits.Length == 0 || digits[0] is '1' or '7' ? 1 : ThreeDigits.Any(code => digits.StartsWith(code, StringComparison.Ordinal)) ? 3 : 2;
}
