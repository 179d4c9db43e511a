using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Engine.Assistants;

namespace CallActors.Engine.Tests.Assistants;

/// <summary>Everything that a conversation with the assistant stores, for the golden file.</summary>
internal static class StoredConversation
{
    public static object[] Facts(DateTimeOffset at, CallId call) =>
    [
        new AssistantEvents.TurnBegun(at, PersonId.Of("ada"), new TurnId("t-1"), call, "How is “kunduz”?"),
        new AssistantEvents.Spoken(at, 0, "Let me look. "),
        new AssistantEvents.Noted(at, 0, """{"type":"thinking","thinking":"","signature":"abc="}"""),
        new AssistantEvents.ToolUsed(at, 0, "toolu_1", "workspace_status", """{"workspace":"kunduz"}"""),
        new AssistantEvents.ToolAnswered(at, "toolu_1", "idle", false),
        new AssistantEvents.TurnEnded(at, AssistantEnding.Answered, ""),
        new AssistantEvents.TurnEnded(at, AssistantEnding.RateLimited, "Try again."),
        new AssistantEvents.WordsCut(at, new TurnId("t-1"), 12),
        new AssistantEvents.Forgotten(at),
        Snapshot(at, call),
    ];

    public static AssistantSnapshot Snapshot(DateTimeOffset at, CallId call) => new(
        PersonId.Of("ada"),
        [
            new AssistantState.Turn(new TurnId("t-1"), call, at, "How is kunduz?")
            {
                How = AssistantEnding.Cut,
                Steps =
                [
                    new(AssistantState.StepKind.Words, 0, "Let me look."),
                    new(AssistantState.StepKind.Tool, 0, """{"workspace":"kunduz"}""") { UseId = "toolu_1", Name = "workspace_status", Result = "gone", IsError = true },
                ],
            },
            new AssistantState.Turn(new TurnId("t-2"), call, at, "And now?") { Steps = [new(AssistantState.StepKind.Note, 0, "{}")] },
        ]);
}
