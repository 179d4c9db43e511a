using System.Text;
using System.Text.Json;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Engine.Calls;
using CallActors.Engine.Switchboard;
using CallActors.Engine.Workspaces;

namespace CallActors.Engine.Tests.Calls;

/// <summary>What is null is not written; it is read back as null all the same.</summary>
public sealed class StoredNullsSpec
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly CallId Call = CallId.ForIdempotencyKey("nulls");

    [Fact]
    public void A_deed_that_is_about_no_workspace_is_read_back()
    {
        var deed = new SwitchboardEvents.DeedNoted(At, Call, CallDeed.TurnedAway, null, "twilio …17");
        Assert.Equal(deed, Again(deed));
    }

    [Fact]
    public void A_switchboard_that_was_called_for_nothing_and_locked_nobody_out_is_read_back()
    {
        var snapshot = new SwitchboardSnapshot(
            [new(Call, true, "", At, null)],
            new Dictionary<string, SwitchboardState.Book> { [""] = new(1, 0, null, At) },
            null,
            null,
            [],
            [new(At, Call, CallDeed.CameIn, null, "")]);
        var read = Assert.IsType<SwitchboardSnapshot>(Again(snapshot));
        Assert.Equal(snapshot.Calls, read.Calls);
        Assert.Equal(snapshot.Books, read.Books);
        Assert.Equal((snapshot.Judging, snapshot.Workspace), (read.Judging, read.Workspace));
        Assert.Equal(snapshot.Audit, read.Audit);
    }

    [Fact]
    public void A_workspace_whose_agent_has_said_nothing_is_read_back() =>
        Assert.Null(Assert.IsType<WorkspaceSnapshot>(Again(new WorkspaceSnapshot([], 3, null))).LastReply);

    [Fact]
    public void What_is_never_null_must_be_there() =>
        Assert.Throws<JsonException>(() => CallEventCodec.FromBytes(Encoding.UTF8.GetBytes("""{"at":"2026-01-02T03:04:05+00:00"}"""), "pin-passed/1"));

    private static object Again(object fact) => CallEventCodec.FromBytes(CallEventCodec.ToBytes(fact), CallEventCodec.Manifest(fact));
}
