using System.Globalization;
using System.Text.Json;
using CallActors.Carriers.Tests;
using CallActors.Cmux.ClaudeCode;
using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Tests.ClaudeCode;

/// <summary>A feed with two terminals of cmux, hooks by the real forwarder, transcripts written as Claude Code writes them, and a clock that stands.</summary>
public abstract class FeedTest : HookTest
{
    protected const string Surface = "9f0c1a5e-0000-4000-8000-000000000001";
    protected const string OtherSurface = "9f0c1a5e-0000-4000-8000-000000000002";
    private readonly List<ClaudeCodeFeed> _feeds = [];

    internal static WorkspaceId One { get; } = WorkspaceId.Of("cmux", Surface.ToUpperInvariant());

    internal static WorkspaceId Two { get; } = WorkspaceId.Of("cmux", OtherSurface.ToUpperInvariant());

    internal FeedLog Log { get; } = new();

    internal ManualTime Time { get; } = new();

    internal static Workspace[] Both { get; } = [new(One, "api", "/work", "", 0), new(Two, "web", "/work", "", 0)];

    public override async Task DisposeAsync()
    {
        foreach (var feed in _feeds) await feed.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <param name="knows">Whether the host has listed its workspaces.</param>
    internal ClaudeCodeFeed Feed(FeedLog? log = null, bool knows = true)
    {
        var feed = new ClaudeCodeFeed(Options, [], time: Time);
        _feeds.Add(feed);
        feed.Start(log ?? Log);
        if (knows) feed.Know("cmux", Both);
        return feed;
    }

    /// <summary>Lets time pass, once what was told is dealt with.</summary>
    internal void Pass(TimeSpan time)
    {
        // An agent does one thing at a time: it has done with what it told of when it takes this.
        foreach (var feed in _feeds)
            foreach (var workspace in Both) feed.Tell(workspace.Id, new AgentObservation.ShowedLife(AgentSource.Host, Time.GetUtcNow()));
        Time.Advance(time);
    }

    protected string TranscriptOf(string session) => Path.Combine(Folder, $"{session}.jsonl");

    /// <summary>A hook of a Claude Code that runs in a terminal of cmux with the person's settings.</summary>
    protected Task HookAsync(string kind, string more = "", string session = "s-1", string surface = Surface) =>
        TellAsync(HookSession.Open(ClaudeCodeFeed.PersonsSession, Options), PayloadOf(kind, session, more), In(surface));

    protected string PayloadOf(string kind, string session, string more) =>
        $$"""{"session_id":"{{session}}","transcript_path":"{{TranscriptOf(session)}}","cwd":"/work","hook_event_name":"{{kind}}"{{more}}}""";

    protected static IReadOnlyDictionary<string, string> In(string surface) => new Dictionary<string, string> { ["CMUX_SURFACE_ID"] = surface };

    protected Task PromptAsync(string words, string session = "s-1", string surface = Surface) =>
        HookAsync("UserPromptSubmit", $",\"prompt\":{JsonSerializer.Serialize(words)}", session, surface);

    protected Task StopAsync(string words, string session = "s-1", string surface = Surface) =>
        HookAsync("Stop", $",\"last_assistant_message\":{JsonSerializer.Serialize(words)}", session, surface);

    protected void WritePrompt(string words, string session = "s-1") => Write(session, Line("user", $$"""{"role":"user","content":{{JsonSerializer.Serialize(words)}}}"""));

    protected void WriteWords(string words, string stop = "end_turn", string session = "s-1") => Write(session, WordsLine(words, stop));

    protected static string WordsLine(string words, string stop = "end_turn") => Line(
        "assistant", $$"""{"id":"m-{{Guid.NewGuid()}}","role":"assistant","content":[{"type":"text","text":{{JsonSerializer.Serialize(words)}}}],"stop_reason":"{{stop}}"}""");

    protected void Write(string session, string text) => File.AppendAllText(TranscriptOf(session), text);

    private static string Line(string type, string message) => string.Create(
        CultureInfo.InvariantCulture, $$"""{"type":"{{type}}","uuid":"{{Guid.NewGuid()}}","timestamp":"{{DateTimeOffset.UtcNow:O}}","message":{{message}}}""") + "\n";
}
