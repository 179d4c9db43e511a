using System.Globalization;
using Xunit;
using Xunit.Sdk;

namespace Kernel.TestKit.Xunit2;

/// <summary>Failed expectations as xunit failures.</summary>
public class XunitAssertions : ITestKitAssertions
{
    public void Fail(string format = "", params object?[] args) => throw FailException.ForFailure(Text(format, args));

    public void AssertTrue(bool condition, string format = "", params object?[] args) => Assert.True(condition, Text(format, args));

    public void AssertFalse(bool condition, string format = "", params object?[] args) => Assert.False(condition, Text(format, args));

    public void AssertEqual<T>(T expected, T actual, string format = "", params object?[] args) =>
        AssertEqual(expected, actual, EqualityComparer<T>.Default.Equals, format, args);

    public void AssertEqual<T>(T expected, T actual, Func<T, T, bool> comparer, string format = "", params object?[] args)
    {
        ArgumentNullException.ThrowIfNull(comparer);
        if (!comparer(expected, actual))
            throw FailException.ForFailure(Text(format, args));
    }

    private static string Text(string format, object?[] args) =>
        args.Length == 0 ? format : string.Format(CultureInfo.InvariantCulture, format, args);
}
