using System.Net;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Workspaces;
using CallActors.Gateway.Calls;
using CallActors.Gateway.People;
using CallActors.Gateway.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace CallActors.Gateway.Tests;

/// <summary><c>GET /api/audit</c>.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private static readonly CallId Call = CallId.New();

    private readonly FakeAudit _audit = new();
    private TestGateway _gateway = null!;

    public async Task InitializeAsync() =>
        _gateway = await TestGateway.StartAsync(services => services.AddSingleton<ICallAudit>(_audit), o => o with { People = [new Person("Ada", "+15550100001")] });

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task What_a_persons_calls_did_is_told_newest_first()
    {
        var body = await (await GetAsync("?person=Ada&limit=7")).JsonAsync();
        Assert.Equal("ada", body.GetProperty("person").GetString());
        var entries = body.GetProperty("entries").EnumerateArray().ToList();
        Assert.Equal(["locked-out", "submitted"], entries.Select(e => e.GetProperty("deed").GetString()));
        Assert.Equal((Call.Value, "tmux:1", "12 characters"), (entries[1].GetProperty("callId").GetString(), entries[1].GetProperty("workspaceId").GetString(), entries[1].GetProperty("detail").GetString()));
        Assert.Equal((PersonId.Of("ada"), 7), _audit.Asked);
    }

    [Theory]
    [InlineData("?person=%3F", "?")]
    [InlineData("?person=you", "you")]
    public async Task Strangers_and_who_is_not_named_have_an_audit_too(string query, string person)
    {
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(query)).StatusCode);
        Assert.Equal((PersonId.Of(person), 100), _audit.Asked);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("?person=", HttpStatusCode.BadRequest)]
    [InlineData("?person=ada&limit=0", HttpStatusCode.BadRequest)]
    [InlineData("?person=ada&limit=1001", HttpStatusCode.BadRequest)]
    [InlineData("?person=ada&limit=x", HttpStatusCode.BadRequest)]
    [InlineData("?person=carol", HttpStatusCode.NotFound)]
    public async Task A_question_that_is_wrong_is_refused_and_wakes_nobody(string query, HttpStatusCode status)
    {
        Assert.Equal(status, (await GetAsync(query)).StatusCode);
        Assert.Null(_audit.Asked);
    }

    [Fact]
    public async Task The_key_is_needed() =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await _gateway.Anonymous.GetAsync(new Uri("/api/audit?person=ada", UriKind.Relative))).StatusCode);

    private Task<HttpResponseMessage> GetAsync(string query) => _gateway.Client.GetAsync(new Uri("/api/audit" + query, UriKind.Relative));

    private sealed class FakeAudit : ICallAudit
    {
        public (PersonId, int)? Asked { get; private set; }

        public Task<IReadOnlyList<AuditEntry>> ReadAsync(PersonId person, int limit, CancellationToken cancellationToken)
        {
            Asked = (person, limit);
            return Task.FromResult<IReadOnlyList<AuditEntry>>(
            [
                new AuditEntry(DateTimeOffset.UnixEpoch.AddMinutes(1), Call, CallDeed.LockedOut, null, ""),
                new AuditEntry(DateTimeOffset.UnixEpoch, Call, CallDeed.Submitted, WorkspaceId.Of("tmux", "1"), "12 characters"),
            ]);
        }
    }
}
