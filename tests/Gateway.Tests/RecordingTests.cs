using System.Net;
using System.Net.Http.Headers;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Recordings;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Recordings;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Gateway.Tests;

/// <summary>Recordings at the REST edge.</summary>
public sealed class RecordingTests : IDisposable
{
    private static readonly CallId Call = CallId.ForIdempotencyKey("recorded");
    private readonly string _data = Directory.CreateTempSubdirectory("gateway-tests-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task A_recording_is_had_in_whole_or_in_part_by_who_has_the_key()
    {
        await using var gateway = await StartAsync(RecordingPolicy.Off);
        var folder = gateway.Services.GetRequiredService<RecordingFolder>();
        using (var file = folder.Open(Call)) file.AppendSilence(1000);
        var bytes = await File.ReadAllBytesAsync(folder.Find(Call)!);

        var whole = await gateway.Client.GetAsync($"/api/call/{Call}/recording");
        Assert.Equal((HttpStatusCode.OK, "audio/wav"), (whole.StatusCode, whole.Content.Headers.ContentType?.MediaType));
        Assert.Equal(bytes, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal($"{Call}.wav", whole.Content.Headers.ContentDisposition?.FileName);

        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/call/{Call}/recording") { Headers = { Range = new RangeHeaderValue(58, 157) } };
        var part = await gateway.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(bytes[58..158], await part.Content.ReadAsByteArrayAsync());

        await (await gateway.Anonymous.GetAsync($"/api/call/{Call}/recording")).ProblemAsync(401, "unauthorized");
        await (await gateway.Anonymous.DeleteAsync($"/api/call/{Call}/recording")).ProblemAsync(401, "unauthorized");
    }

    [Fact]
    public async Task A_recording_that_grows_while_it_is_read_is_told_as_long_as_it_was()
    {
        await using var gateway = await StartAsync(RecordingPolicy.Off);
        using var file = gateway.Services.GetRequiredService<RecordingFolder>().Open(Call);
        // More than fits between the two ends: the rest is read when the file has grown.
        file.AppendSilence(10_000_000);
        file.Publish();
        using var answer = await gateway.Client.GetAsync($"/api/call/{Call}/recording", HttpCompletionOption.ResponseHeadersRead);
        file.AppendSilence(10_000_000);
        file.Publish();
        Assert.Equal(20_000_058, (await answer.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task Where_there_is_none_it_is_404_and_one_that_there_is_is_deleted_once()
    {
        await using var gateway = await StartAsync(RecordingPolicy.On);
        foreach (var id in new[] { "call-0123456789abcdefghjkmnpqrs", "..%2Fapi-key", "nonsense" })
        {
            await (await gateway.Client.GetAsync($"/api/call/{id}/recording")).ProblemAsync(404, "no-recording");
            await (await gateway.Client.DeleteAsync($"/api/call/{id}/recording")).ProblemAsync(404, "no-recording");
        }

        gateway.Services.GetRequiredService<RecordingFolder>().Open(Call).Dispose();
        Assert.Equal(HttpStatusCode.NoContent, (await gateway.Client.DeleteAsync($"/api/call/{Call}/recording")).StatusCode);
        await (await gateway.Client.DeleteAsync($"/api/call/{Call}/recording")).ProblemAsync(404, "no-recording");
        await (await gateway.Client.GetAsync($"/api/call/{Call}/recording")).ProblemAsync(404, "no-recording");
    }

    [Fact]
    public async Task Who_asks_for_a_recording_where_nothing_is_recorded_is_refused_with_the_key_that_allows_it()
    {
        await using var gateway = await StartAsync(RecordingPolicy.Off);
        var refused = await gateway.PostAsync("/api/call", """{"message":"Hi","record":true}""");
        Assert.Contains("recording.calls", await refused.ProblemAsync(403, "recording-off"), StringComparison.Ordinal);
        Assert.True(gateway.Calls.NothingAsked);
        _ = gateway.PostAsync("/api/call", """{"message":"Hi","record":false}""");
        await gateway.Calls.NextAsync();
    }

    [Fact]
    public async Task What_the_request_says_of_it_reaches_the_call()
    {
        await using var gateway = await StartAsync(RecordingPolicy.PerCall);
        foreach (var (member, record) in new (string, bool?)[] { ("", null), (",\"record\":true", true), (",\"record\":false", false) })
        {
            _ = gateway.PostAsync("/api/call", $$"""{"message":"Hi"{{member}}}""");
            Assert.Equal(record, Assert.IsType<CallCommands.PlaceCall>(await gateway.Calls.NextAsync()).Record);
        }
    }

    private Task<TestGateway> StartAsync(RecordingPolicy policy) => TestGateway.StartAsync(
        services => services.AddSingleton<ICallRecordings, FolderRecordings>(),
        o => o with { DataFolder = _data, Recording = new() { Calls = policy } });

    /// <summary>Nothing is being recorded: the file alone is deleted.</summary>
    private sealed class FolderRecordings(RecordingFolder folder) : ICallRecordings
    {
        public Task<bool?> DeleteAsync(CallId callId, CancellationToken cancellationToken) => Task.FromResult<bool?>(folder.Delete(callId));
    }
}
