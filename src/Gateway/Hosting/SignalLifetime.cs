using System.Runtime.InteropServices;
using CallActors.Gateway.Calls;

namespace CallActors.Gateway.Hosting;

/// <summary>Ctrl-C and SIGTERM: the first stops politely, the second at once.</summary>
public sealed class SignalLifetime(IHostApplicationLifetime lifetime, ShutdownGate gate) : IHostLifetime, IDisposable
{
    private const int SignalExit = 128;

    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _signals;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        Register(PosixSignal.SIGINT, 2);
        Register(PosixSignal.SIGTERM, 15);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    private void Register(PosixSignal signal, int number) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1) Environment.Exit(SignalExit + number);
        // Before anything else happens: what comes from now on is refused.
        gate.Close();
        lifetime.StopApplication();
    }));
}
