using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Tests.Postgres;
using Npgsql;

namespace CallActors.Gateway.Tests;

/// <summary>PINs are guessed at two gateways that share a journal on PostgreSQL: both have the person's switchboard in memory, and neither tells the other.</summary>
[NeedsPostgres]
public sealed class PinAcrossNodesSpec : IAsyncLifetime
{
    private const string Pin = "271828";
    private const string WrongPin = "314159";

    private readonly string _journal = PostgresServer.Shared.NewDatabase();
    private readonly PinHash _pin = PinHash.Make(Pin, PinHash.FewestIterations);
    private readonly SemaphoreSlim _comparing = new(0);
    private readonly SemaphoreSlim _released = new(0);
    private volatile bool _holds;
    private int _compared;
    private PinNode _a = null!;
    private PinNode _b = null!;

    public Task InitializeAsync()
    {
        (_a, _b) = (NewNode(), NewNode());
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _released.Release(100);
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        _comparing.Dispose();
    }

    [StorageFact]
    public async Task One_after_the_other_they_count_together_and_a_lock_out_holds_on_both()
    {
        var call = await _a.TakeCallAsync();
        Assert.Equal(PinVerdict.Wrong, await _a.TryAsync(call, WrongPin));
        Assert.Equal(PinVerdict.Wrong, await _a.TryAsync(call, WrongPin));
        // The node dies while the third is looked at.
        _holds = true;
        _a.Try(call, WrongPin);
        for (var i = 0; i < 3; i++) Assert.True(await _comparing.WaitAsync(PinNode.Deadline));
        await _a.DisposeAsync();
        _holds = false;

        Assert.Equal(PinVerdict.LockedOut, await _b.TryAsync(await _b.TakeCallAsync(), Pin));
        _a = NewNode();
        Assert.Equal(PinVerdict.LockedOut, await _a.TryAsync(await _a.TakeCallAsync(), Pin));
        Assert.DoesNotContain(CallDeed.PinRight, await _a.DeedsAsync());
        Assert.Equal(3, await CountedAsync());
    }

    [StorageFact]
    public async Task At_the_same_time_no_more_PINs_are_compared_than_one_would_compare_and_every_caller_is_answered()
    {
        // TryAsync fails when nothing is heard of an attempt.
        var verdicts = (await Task.WhenAll(GuessAsync(_a), GuessAsync(_b))).SelectMany(v => v).ToList();
        Assert.DoesNotContain(PinVerdict.Right, verdicts);
        Assert.InRange(verdicts.Count(v => v is PinVerdict.Wrong), 0, 2);
        Assert.Contains(PinVerdict.LockedOut, verdicts);
        Assert.Equal(3, await CountedAsync());
        // Each that was compared was written down before.
        Assert.InRange(_compared, 3, await ScalarAsync("manifest = 'pin-tried/1'"));

        foreach (var node in (PinNode[])[_a, _b, _a]) Assert.Equal(PinVerdict.LockedOut, await TryAsync(node, await node.TakeCallAsync(), Pin));
    }

    [StorageFact]
    public async Task A_node_that_has_slept_through_a_lock_out_compares_nothing_though_the_other_has_trimmed_its_journal()
    {
        var slept = await _b.TakeCallAsync();
        var call = await _a.TakeCallAsync();
        for (var i = 0; i < 3; i++) await _a.TryAsync(call, WrongPin);
        // Two events each: a snapshot's worth, and what is before it is deleted.
        for (var i = 0; i < 60; i++) _a.HangUp(await _a.TakeCallAsync());
        using (var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50)))
        using (var patience = new CancellationTokenSource(PinNode.Deadline))
        {
            while (await ScalarAsync("sequence_number < 50") > 0) await timer.WaitForNextTickAsync(patience.Token);
        }

        var before = _compared;
        Assert.Null(await _b.TryAsync(slept, Pin));
        Assert.Equal(before, _compared);
        Assert.Equal(PinVerdict.LockedOut, await TryAsync(_b, await _b.TakeCallAsync(), Pin));
    }

    /// <summary>Four calls to a node, one after the other, with three guesses each.</summary>
    private static async Task<List<PinVerdict?>> GuessAsync(PinNode node)
    {
        var verdicts = new List<PinVerdict?>();
        for (var i = 0; i < 4; i++)
        {
            var call = await node.TakeCallAsync();
            for (var guess = 0; guess < 3; guess++) verdicts.Add(await node.TryAsync(call, WrongPin));
        }

        return verdicts;
    }

    /// <summary>Tries again when the other node was just at it, as the caller is asked to.</summary>
    private static async Task<PinVerdict> TryAsync(PinNode node, CallId call, string pin) =>
        await node.TryAsync(call, pin) ?? await node.TryAsync(await node.TakeCallAsync(), pin) ?? throw new InvalidOperationException("Twice not stored.");

    private PinNode NewNode() => new(_journal, _pin, Verify);

    private bool Verify(PinHash hash, string digits)
    {
        Interlocked.Increment(ref _compared);
        _comparing.Release();
        if (_holds) _released.Wait();
        return hash.Verify(digits);
    }

    /// <summary>The attempts that were written down as such whose PIN is looked at.</summary>
    private Task<long> CountedAsync() => ScalarAsync("manifest = 'pin-tried/1' AND position('\"counts\":true' IN lower(convert_from(message, 'UTF8'))) > 0");

    private async Task<long> ScalarAsync(string where)
    {
        await using var connection = new NpgsqlConnection(_journal + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT COUNT(*) FROM journal WHERE persistence_id = 'switchboard-ada' AND NOT deleted AND {where}", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
