using Kernel.Actor;
using Kernel.Actor.Setup;
using Kernel.Configuration;
using Xunit.Abstractions;

namespace Kernel.TestKit.Xunit2;

/// <summary>
/// Base of xunit test classes: one system a test, ended after it. Unhandled messages and dead letters that no filter and no
/// subscriber expected fail the test, unless <c>kernel.test.fail-on-unhandled</c> or <c>kernel.test.fail-on-dead-letters</c>
/// is off.
/// </summary>
public class TestKit : TestKitBase, IDisposable
{
    private bool _disposed;

    public TestKit(ActorSystem? system = null, ITestOutputHelper? output = null)
        : base(new XunitAssertions(), system)
    {
        Output = output;
        WriteLogTo(output);
    }

    public TestKit(Config config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : base(new XunitAssertions(), config, actorSystemName)
    {
        Output = output;
        WriteLogTo(output);
    }

    public TestKit(ActorSystemSetup config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : base(new XunitAssertions(), config, actorSystemName)
    {
        Output = output;
        WriteLogTo(output);
    }

    public TestKit(string config, ITestOutputHelper? output = null)
        : this(ConfigurationFactory.ParseString(config), null, output)
    {
    }

    protected static XunitAssertions Assertions { get; } = new();

    protected ITestOutputHelper? Output { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs after each test: ends its system. Who overrides it calls it too.</summary>
    protected virtual void AfterAll() => Shutdown();

    protected virtual void Dispose(bool disposing)
    {
        if (_disposed || !disposing)
            return;
        _disposed = true;
        var lost = Listener.Lost.Take();
        try
        {
            AfterAll();
        }
        finally
        {
            LeaveThread();
        }

        if (lost is not null)
            Assertions.Fail("{0}", lost);
    }

    private void WriteLogTo(ITestOutputHelper? output)
    {
        if (output is null)
            return;
        Listener.Output = line =>
        {
            try
            {
                output.WriteLine(line);
            }
            catch (InvalidOperationException)
            {
                // The test has ended, and xunit takes no more output for it.
                Listener.Output = null;
            }
        };
    }
}
