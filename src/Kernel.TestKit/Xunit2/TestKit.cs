using Kernel.Actor;
using Kernel.Configuration;
using Xunit.Abstractions;

namespace Kernel.TestKit.Xunit2;

/// <summary>Base of xunit test classes: one system a test, ended after it.</summary>
public class TestKit : TestKitBase, IDisposable
{
    private bool _disposed;

    public TestKit(ActorSystem? system = null, ITestOutputHelper? output = null)
        : base(new XunitAssertions(), system, null)
    {
        Output = output;
        WriteLogTo(output);
    }

    public TestKit(Config config, string? actorSystemName = null, ITestOutputHelper? output = null)
        : base(new XunitAssertions(), null, config, actorSystemName)
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

    /// <summary>Runs after each test, before its system ends.</summary>
    protected virtual void AfterAll()
    {
    }

    protected virtual void Dispose(bool disposing)
    {
        if (_disposed || !disposing)
            return;
        _disposed = true;
        try
        {
            AfterAll();
        }
        finally
        {
            if (OwnsSystem)
                Shutdown();
            LeaveThread();
        }
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
