using System.Threading.Channels;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Calls;
using CallActors.Gateway.Media;

namespace CallActors.Gateway.Tests.Fakes;

/// <summary>Audio streams that write down what their sockets tell them.</summary>
public sealed class FakeStreams : IMediaStreams
{
    private readonly Channel<FakeInlet> _opened = Channel.CreateUnbounded<FakeInlet>();

    /// <summary>When set, streams are not opened until it is done.</summary>
    public Task Opening { get; set; } = Task.CompletedTask;

    public Task<FakeInlet> NextAsync() => _opened.Reader.ReadAsync().AsTask().WaitAsync(TestGateway.Patience);

    public bool NothingOpened => _opened.Reader.Count == 0;

    public async ValueTask<IStreamInlet> OpenAsync(IMediaOutlet outlet, CancellationToken cancellationToken)
    {
        await Opening.WaitAsync(cancellationToken);
        var inlet = new FakeInlet(outlet);
        _opened.Writer.TryWrite(inlet);
        return inlet;
    }
}

/// <summary>One of them.</summary>
public sealed class FakeInlet(IMediaOutlet outlet) : IStreamInlet
{
    private readonly Channel<string> _told = Channel.CreateUnbounded<string>();

    public IMediaOutlet Outlet => outlet;

    /// <summary>What it was told next: the call's name in short form.</summary>
    public Task<string> NextAsync() => _told.Reader.ReadAsync().AsTask().WaitAsync(TestGateway.Patience);

    public void Started(CallId callId, string token) => _told.Writer.TryWrite($"started {callId} {token}");

    public void Hear(AudioFrame frame)
    {
        _told.Writer.TryWrite($"audio {frame.Samples[0]:X2}");
        frame.Return();
    }

    public void MarkReturned(MediaMark mark) => _told.Writer.TryWrite($"mark {mark}");

    public void KeyPressed(char key) => _told.Writer.TryWrite($"key {key}");

    public void Stopped() => _told.Writer.TryWrite("stopped");

    public void Disconnected() => _told.Writer.TryWrite("disconnected");
}
