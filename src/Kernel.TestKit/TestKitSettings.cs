using Kernel.Configuration;

namespace Kernel.TestKit;

/// <summary>The settings below <c>kernel.test</c>.</summary>
public class TestKitSettings
{
    public TestKitSettings(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        DefaultTimeout = config.GetTimeSpan("kernel.test.default-timeout", TimeSpan.FromSeconds(5), allowInfinite: false);
        SingleExpectDefault = config.GetTimeSpan("kernel.test.single-expect-default", TimeSpan.FromSeconds(3), allowInfinite: false);
        ExpectNoMessageDefault = config.GetTimeSpan("kernel.test.expect-no-message-default", TimeSpan.FromMilliseconds(100), allowInfinite: false);
        TestEventFilterLeeway = config.GetTimeSpan("kernel.test.filter-leeway", TimeSpan.FromSeconds(3), allowInfinite: false);
        TestTimeFactor = config.GetDouble("kernel.test.timefactor", 1.0);
        FailOnUnhandled = config.GetBoolean("kernel.test.fail-on-unhandled", true);
        FailOnDeadLetters = config.GetBoolean("kernel.test.fail-on-dead-letters", true);
        LogTestKitCalls = config.GetBoolean("kernel.test.testkit-log-calls");
        if (TestTimeFactor <= 0)
            throw new ConfigurationException($"kernel.test.timefactor is {TestTimeFactor}; it must be greater than 0.");
    }

    /// <summary>How long things may take that have no wait of their own; 5 s.</summary>
    public TimeSpan DefaultTimeout { get; }

    /// <summary>How long an expectation waits for a message; 3 s of real time.</summary>
    public TimeSpan SingleExpectDefault { get; }

    /// <summary>How long an expectation of silence listens; 100 ms of real time.</summary>
    public TimeSpan ExpectNoMessageDefault { get; }

    /// <summary>How long event filters wait for what they expect; 3 s.</summary>
    public TimeSpan TestEventFilterLeeway { get; }

    /// <summary>By what all waits are multiplied on slow machines; 1.</summary>
    public double TestTimeFactor { get; }

    /// <summary>Whether a message that no behaviour took fails the test, unless it is expected; on.</summary>
    public bool FailOnUnhandled { get; }

    /// <summary>Whether a message that reached nobody fails the test, unless it is expected; on.</summary>
    public bool FailOnDeadLetters { get; }

    public bool LogTestKitCalls { get; }
}
