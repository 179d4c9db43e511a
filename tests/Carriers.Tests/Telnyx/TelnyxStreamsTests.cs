using System.Net;
using CallActors.Contracts.Calls;

namespace CallActors.Carriers.Tests.Telnyx;

/// <summary>The media socket of a leg: one from the answer to the end, and another whenever it was lost.</summary>
public sealed class TelnyxStreamsTests : IAsyncDisposable
{
    private readonly TelnyxBench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task An_answer_told_under_two_ids_opens_one_stream()
    {
        await _bench.EventAsync("call.answered");
        await _bench.EventAsync("call.answered");
        await _bench.Api.NextAsync();
        await SettleAsync();
        Assert.Single(_bench.Api.Requests);
    }

    [Fact]
    public async Task No_stream_is_opened_after_the_end_in_whatever_order_it_is_told()
    {
        await _bench.EventAsync("call.hangup", "\"hangup_cause\":\"normal_clearing\"");
        await _bench.EventAsync("streaming.stopped", run: 1);
        await _bench.EventAsync("call.answered");
        await SettleAsync();
        Assert.Empty(_bench.Api.Requests);
        Assert.Equal(["call v3:leg HungUp", "call v3:leg Answered"], _bench.News);
    }

    [Theory]
    [InlineData("streaming.stopped")]
    [InlineData("streaming.failed")]
    public async Task A_lost_stream_is_replaced_with_a_new_token(string type)
    {
        await _bench.EventAsync("call.answered");
        await _bench.Api.NextAsync();
        await _bench.EventAsync("streaming.started", run: 1);
        await _bench.EventAsync(type, run: 1);
        var (_, body, _) = await _bench.Api.NextAsync();
        Assert.Contains("token-2", body);
        Assert.Contains(_bench.State(2), body);
        Assert.Contains("-stream-2", body);
    }

    [Fact]
    public async Task The_end_of_an_earlier_stream_does_not_touch_the_present_one()
    {
        await _bench.EventAsync("call.answered");
        await _bench.Api.NextAsync();
        await _bench.EventAsync("streaming.stopped", run: 1);
        await _bench.Api.NextAsync();
        await _bench.EventAsync("streaming.stopped", run: 1);
        await _bench.EventAsync("streaming.started", run: 1);
        await SettleAsync();
        Assert.Equal(2, _bench.Api.Requests.Count);
    }

    [Fact]
    public async Task A_process_that_has_just_started_takes_over_a_stream_that_it_did_not_ask_for()
    {
        await _bench.EventAsync("streaming.stopped", run: 7);
        Assert.Contains(_bench.State(8), (await _bench.Api.NextAsync()).Body);
    }

    [Fact]
    public async Task A_stream_that_never_comes_up_is_asked_for_ever_more_slowly_and_then_the_leg_is_given_up()
    {
        await _bench.EventAsync("call.answered");
        for (var run = 1; run <= 7; run++)
        {
            await AdvanceUntilRequestAsync(run);
            Assert.Contains("streaming_start", _bench.Api.Requests[run - 1].Path);
            await _bench.EventAsync("streaming.failed", run: run);
        }
        await AdvanceUntilRequestAsync(8);
        Assert.EndsWith("/hangup", _bench.Api.Requests[7].Path);
        Assert.Equal(["call v3:leg Answered", "call v3:leg Failed"], _bench.News);
        var waits = _bench.Api.SentAt.Zip(_bench.Api.SentAt.Skip(1), (a, b) => b - a).Take(6).ToArray();
        Assert.True(waits[5] >= TimeSpan.FromSeconds(4), $"{waits[5]}");
        await _bench.EventAsync("streaming.failed", run: 8);
        await SettleAsync();
        Assert.Equal(8, _bench.Api.Requests.Count);
    }

    [Fact]
    public async Task A_stream_that_lasted_is_replaced_at_once_however_many_there_were()
    {
        await _bench.EventAsync("call.answered");
        for (var run = 1; run <= 20; run++)
        {
            await _bench.Api.NextAsync();
            await _bench.EventAsync("streaming.started", run: run);
            _bench.Time.Advance(TimeSpan.FromSeconds(6));
            await _bench.EventAsync("streaming.stopped", run: run);
        }
        await _bench.Api.NextAsync();
        Assert.DoesNotContain("call v3:leg Failed", _bench.News);
    }

    [Fact]
    public async Task A_call_that_refuses_a_token_gets_no_stream()
    {
        _bench.Invites = request => new CallReplies.Refused(request.CallId, RefusalReason.CallEnded, "over");
        await _bench.EventAsync("call.answered");
        await SettleAsync();
        Assert.Empty(_bench.Api.Requests);
    }

    [Fact]
    public async Task A_command_that_telnyx_refuses_is_tried_again_with_a_new_token()
    {
        _bench.Api.Answers(HttpStatusCode.UnprocessableEntity, """{"errors":[{"code":"90034"}]}""");
        await _bench.EventAsync("call.answered");
        Assert.Contains("token-1", (await _bench.Api.NextAsync()).Body);
        Assert.Contains("token-2", (await _bench.Api.NextAsync()).Body);
    }

    [Fact]
    public async Task A_leg_that_has_ended_meanwhile_is_left_alone()
    {
        _bench.Api.Answers(HttpStatusCode.UnprocessableEntity, """{"errors":[{"code":"90018"}]}""");
        await _bench.EventAsync("call.answered");
        await _bench.Api.NextAsync();
        await SettleAsync();
        await _bench.EventAsync("streaming.stopped", run: 1);
        await SettleAsync();
        Assert.Single(_bench.Api.Requests);
        Assert.Equal(["call v3:leg Answered"], _bench.News);
    }

    /// <summary>Whatever is under way comes to its end, and what it waits for.</summary>
    private async Task SettleAsync()
    {
        while (!_bench.Streams.IsIdle)
        {
            _bench.Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }
    }

    private async Task AdvanceUntilRequestAsync(int count)
    {
        for (var i = 0; i < 100_000; i++)
        {
            lock (_bench.Api.Requests)
            {
                if (_bench.Api.Requests.Count >= count) return;
            }
            _bench.Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }
        Assert.Fail($"Request {count} did not come.");
    }
}
