using System.Globalization;

namespace CallActors.Benchmarks;

/// <summary>Prints figures, one a line.</summary>
internal static class Figures
{
    public static void Print(string name, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-74} {value,10:0.0##} {unit}"));
}
