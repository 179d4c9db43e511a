using CallActors.Contracts.Speech;
using CallActors.Simulators.ElevenLabs;
using CallActors.Simulators.Server;
using CallActors.Speech.ElevenLabs;
using CallActors.Tests.Voices;

namespace CallActors.Speech.Tests.ElevenLabs;

public sealed class ElevenLabsCancellationSpec
{
    private static readonly ElevenLabsSimulatorOptions Slow = new() { BetweenPieces = TimeSpan.FromSeconds(1) };

    [Theory]
    [InlineData(ElevenLabsRoute.SocketPerRequest)]
    [InlineData(ElevenLabsRoute.Http)]
    public async Task Cancelling_in_mid_utterance_ends_the_vendors_work_at_once(ElevenLabsRoute route)
    {
        await using var bench = await ElevenLabsBench.StartAsync(o => o with { Route = route }, Slow);
        await CancelInMidUtteranceAsync(bench);
        // Neither clock has moved.
        await ElevenLabsBench.UntilAsync(() => bench.Vendor is { OpenSockets: 0, Generations: 0 } && bench.Voice.OpenSockets == 0);
    }

    [Fact]
    public async Task On_a_shared_socket_the_next_sentence_is_heard_at_once_and_nothing_of_the_one_before()
    {
        await using var bench = await ElevenLabsBench.StartAsync(theirs: Slow);
        await CancelInMidUtteranceAsync(bench);
        var next = Local.Speech.Of(bench.Voice, "Next!");
        await next.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(MetronomeVoice.Of("Next!").Audio, (await next).Audio);
        Assert.Equal(1, bench.Vendor.Handshakes);
        await bench.AssertNothingLeaksAsync();
    }

    [Fact]
    public async Task The_place_of_a_cancelled_request_is_free_when_the_vendor_has_ended_it()
    {
        await using var bench = await ElevenLabsBench.StartAsync(o => o with { ContextsPerSocket = 1, MaximumSockets = 1 }, Slow);
        await CancelInMidUtteranceAsync(bench);
        Assert.Equal(SpeechFailure.Busy, (await bench.FailureAsync()).Reason);
        var ended = ElevenLabsBench.UntilAsync(() => bench.Vendor.Generations == 0);
        await ElevenLabsBench.AdvanceUntilDoneAsync(bench.VendorsTime, ended);
        await ElevenLabsBench.UntilAsync(() => Speaks(bench));
        Assert.Equal(1, bench.Vendor.Handshakes);
    }

    [Fact]
    public async Task A_socket_whose_cancelled_requests_never_end_takes_no_more()
    {
        await using var bench = await ElevenLabsBench.StartAsync(theirs: Slow);
        await CancelInMidUtteranceAsync(bench);
        bench.Time.Advance(TimeSpan.FromSeconds(21));
        Assert.Equal(MetronomeVoice.Of("Next!").Audio, (await Local.Speech.Of(bench.Voice, "Next!")).Audio);
        Assert.Equal(2, bench.Vendor.Handshakes);
    }

    [Theory]
    [InlineData(ElevenLabsRoute.SharedSocket)]
    [InlineData(ElevenLabsRoute.SocketPerRequest)]
    public async Task Cancelling_during_the_handshake_is_over_at_once_and_leaves_nothing(ElevenLabsRoute route)
    {
        await using var bench = await ElevenLabsBench.StartAsync(o => o with { Route = route });
        bench.Vendor.Server.Faults.Next(ElevenLabsBench.Everywhere, new SimulatedFault.HalfOpen());
        await CancelDuringHandshakeAsync(bench);
        bench.Time.Advance(TimeSpan.FromSeconds(2));
        await ElevenLabsBench.UntilAsync(() => bench.Voice.OpenSockets == 0);
    }

    [Fact]
    public async Task A_handshake_that_outlives_its_request_serves_the_next()
    {
        await using var bench = await ElevenLabsBench.StartAsync();
        bench.Vendor.Server.Faults.Next(ElevenLabsBench.Everywhere, new SimulatedFault.Slow(TimeSpan.FromSeconds(1)));
        await CancelDuringHandshakeAsync(bench);
        await AdvanceVendorUntilOpenAsync(bench);
        await Local.Speech.Of(bench.Voice, "Next!");
        Assert.Equal(1, bench.Vendor.Handshakes);
    }

    [Fact]
    public async Task A_socket_that_came_for_nobody_is_closed()
    {
        await using var bench = await ElevenLabsBench.StartAsync(o => o with { Route = ElevenLabsRoute.SocketPerRequest });
        bench.Vendor.Server.Faults.Next(ElevenLabsBench.Everywhere, new SimulatedFault.Slow(TimeSpan.FromSeconds(1)));
        await CancelDuringHandshakeAsync(bench);
        await AdvanceVendorUntilOpenAsync(bench);
        var closed = ElevenLabsBench.UntilAsync(() => bench.Voice.OpenSockets == 0 && bench.Vendor.OpenSockets == 0);
        await ElevenLabsBench.AdvanceUntilDoneAsync(bench.Time, closed);
    }

    private static Task AdvanceVendorUntilOpenAsync(ElevenLabsBench bench) =>
        ElevenLabsBench.AdvanceUntilDoneAsync(bench.VendorsTime, ElevenLabsBench.UntilAsync(() => bench.Vendor.OpenSockets == 1));

    private static async Task CancelDuringHandshakeAsync(ElevenLabsBench bench)
    {
        using var cancel = new CancellationTokenSource();
        var speaking = bench.Voice.SynthesizeAsync(new SpeechRequest("Hello."), cancel.Token).GetAsyncEnumerator(CancellationToken.None).MoveNextAsync().AsTask();
        await ElevenLabsBench.UntilAsync(() => bench.Voice.OpenSockets == 1);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking);
    }

    private static bool Speaks(ElevenLabsBench bench)
    {
        try
        {
            return Local.Speech.Of(bench.Voice, "Next!").GetAwaiter().GetResult().Audio.Length > 0;
        }
        catch (SpeechException e) when (e.Reason is SpeechFailure.Busy)
        {
            return false;
        }
    }

    private static async Task CancelInMidUtteranceAsync(ElevenLabsBench bench)
    {
        using var cancel = new CancellationTokenSource();
        var pieces = bench.Voice.SynthesizeAsync(new SpeechRequest("One two three four five six seven."), cancel.Token).GetAsyncEnumerator(CancellationToken.None);
        Assert.True(await pieces.MoveNextAsync());
        var next = pieces.MoveNextAsync().AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        await pieces.DisposeAsync();
    }
}
