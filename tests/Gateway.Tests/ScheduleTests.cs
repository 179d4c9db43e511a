using System.Net;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Schedules;
using CallActors.Contracts.Switchboard;
using CallActors.Engine;
using CallActors.Gateway.Calls;
using CallActors.Gateway.People;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Gateway.Tests;

/// <summary><c>/api/schedules</c>.</summary>
public sealed class ScheduleTests : IAsyncLifetime
{
    private static readonly CallId Call = CallId.New();
    private static readonly DateTimeOffset Due = new(2030, 5, 6, 9, 0, 0, TimeSpan.Zero);

    private readonly FakeSchedules _schedules = new();
    private TestGateway _gateway = null!;

    public async Task InitializeAsync() =>
        _gateway = await TestGateway.StartAsync(services => services.AddSingleton<ICallSchedules>(_schedules), o => o with { People = [new Person("Ada", "+15550100001")] });

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task What_a_person_has_ordered_is_listed_with_how_far_it_has_come()
    {
        var body = await (await GetAsync("?person=Ada")).JsonAsync();
        Assert.Equal("ada", body.GetProperty("person").GetString());
        var calls = body.GetProperty("calls").EnumerateArray().ToList();
        Assert.Equal(["pending", "missed"], calls.Select(c => c.GetProperty("state").GetString()));
        Assert.Equal((Call.Value, Due, "The release."), (calls[0].GetProperty("callId").GetString(), calls[0].GetProperty("at").GetDateTimeOffset(), calls[0].GetProperty("about").GetString()));
        Assert.Equal(PersonId.Of("ada"), _schedules.Asked);
    }

    [Fact]
    public async Task One_is_cancelled_by_the_id_of_its_call()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync($"/{Call}?person=ada")).StatusCode);
        Assert.Equal((PersonId.Of("ada"), Call), _schedules.Cancelled);
    }

    [Theory]
    [InlineData(ScheduleRefusal.UnknownCall, HttpStatusCode.NotFound, "unknown-schedule")]
    [InlineData(ScheduleRefusal.Over, HttpStatusCode.Conflict, "schedule-over")]
    [InlineData(ScheduleRefusal.NotStored, HttpStatusCode.ServiceUnavailable, "not-stored")]
    public async Task What_cannot_be_cancelled_says_why(ScheduleRefusal refusal, HttpStatusCode status, string reason)
    {
        _schedules.Refusal = refusal;
        var answer = await DeleteAsync($"/{Call}?person=ada");
        Assert.Equal((status, reason), (answer.StatusCode, (await answer.JsonAsync()).GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("?person=", HttpStatusCode.BadRequest)]
    [InlineData("?person=%3F", HttpStatusCode.NotFound)]
    [InlineData("?person=carol", HttpStatusCode.NotFound)]
    public async Task Who_is_nobody_has_no_calls_and_wakes_nobody(string query, HttpStatusCode status)
    {
        Assert.Equal(status, (await GetAsync(query)).StatusCode);
        Assert.Equal(status, (await DeleteAsync($"/{Call}{query}")).StatusCode);
        Assert.Null(_schedules.Asked);
        Assert.Null(_schedules.Cancelled);
    }

    [Fact]
    public async Task What_is_no_calls_id_is_not_there()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await DeleteAsync("/tomorrow?person=ada")).StatusCode);
        Assert.Null(_schedules.Cancelled);
    }

    [Fact]
    public async Task The_key_is_needed()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await _gateway.Anonymous.GetAsync(new Uri("/api/schedules?person=ada", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _gateway.Anonymous.DeleteAsync(new Uri($"/api/schedules/{Call}?person=ada", UriKind.Relative))).StatusCode);
    }

    /// <summary>Over the real composition: the engine has the schedules, and who may be called is asked of the real desk.</summary>
    [Fact]
    public async Task The_gateways_engine_keeps_schedules_of_its_people()
    {
        var folder = Directory.CreateTempSubdirectory("schedules-").FullName;
        await using var app = Composition.Build(new Options.GatewayOptions { Port = 0, DataFolder = folder }, "key-of-sixteen-chars");
        await app.StartAsync();
        var (schedules, you) = (app.Services.GetRequiredService<ICallSchedules>(), PersonId.Of("you"));
        var engine = app.Services.GetRequiredService<EngineHandle>();
        var order = new ScheduleCommands.Schedule(you, "a", DateTimeOffset.UtcNow.AddDays(40), "The release.");
        var call = (await engine.Schedules.Ask<ScheduleReplies.Scheduled>(order, TestGateway.Patience)).Call;
        Assert.Equal(call, Assert.Single(await schedules.ListAsync(you, default)));
        Assert.IsType<ScheduleReplies.Cancelled>(await schedules.CancelAsync(you, call.CallId, default));
        var nobody = await engine.Schedules.Ask<IScheduleReply>(order with { Person = PersonId.Of("carol") }, TestGateway.Patience);
        Assert.Equal(ScheduleRefusal.NotCallable, Assert.IsType<ScheduleReplies.Refused>(nobody).Reason);
        await app.StopAsync();
    }

    private Task<HttpResponseMessage> GetAsync(string query) => _gateway.Client.GetAsync(new Uri("/api/schedules" + query, UriKind.Relative));

    private Task<HttpResponseMessage> DeleteAsync(string rest) => _gateway.Client.DeleteAsync(new Uri("/api/schedules" + rest, UriKind.Relative));

    private sealed class FakeSchedules : ICallSchedules
    {
        public PersonId? Asked { get; private set; }

        public (PersonId, CallId)? Cancelled { get; private set; }

        public ScheduleRefusal? Refusal { get; set; }

        public Task<IReadOnlyList<ScheduledCall>> ListAsync(PersonId person, CancellationToken cancellationToken)
        {
            Asked = person;
            return Task.FromResult<IReadOnlyList<ScheduledCall>>(
                [new ScheduledCall(Call, "k", Due, "The release."), new ScheduledCall(CallId.New(), "j", Due.AddYears(-1), "The build.", ScheduledCallState.Missed)]);
        }

        public Task<IScheduleReply> CancelAsync(PersonId person, CallId call, CancellationToken cancellationToken)
        {
            Cancelled = (person, call);
            return Task.FromResult<IScheduleReply>(Refusal is { } refusal
                ? new ScheduleReplies.Refused(person, refusal, "It cannot be.")
                : new ScheduleReplies.Cancelled(person, new ScheduledCall(call, "k", Due, "The release.", ScheduledCallState.Cancelled)));
        }
    }
}
