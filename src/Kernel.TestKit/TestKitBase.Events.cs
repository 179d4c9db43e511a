namespace Kernel.TestKit;

/// <summary>What event filters ask of the test.</summary>
public abstract partial class TestKitBase
{
    internal void CheckEventCount(int count, int expected, TimeSpan waited)
    {
        if (count < expected)
            Fail($"Timeout {waited} while waiting for {expected} matching events: {count} came.");
        if (count > expected)
            Fail($"Expected {expected} matching events, but {count} came.");
    }
}
