using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Schedules;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Texts;
using CallActors.Contracts.Workspaces;
using CallActors.Engine.Assistants;
using CallActors.Engine.Messages;
using CallActors.Engine.Schedules;
using CallActors.Engine.Switchboard;
using CallActors.Engine.Workspaces;

namespace CallActors.Engine.Calls;

/// <summary>
/// The stored form of the engine's events: JSON under a manifest that never changes its meaning. A change that old code cannot read
/// gets a new manifest; old manifests stay readable. Golden files in the tests pin the bytes.
/// </summary>
public static class CallEventCodec
{
    /// <summary>The serializer's fixed id in every journal, on either actor runtime.</summary>
    public const int SerializerId = 3333;

    /// <summary>How it is read: what is null is not written, so it may be missing.</summary>
    private static readonly JsonSerializerOptions Reading = new(CallJson.Default.Options)
    {
        TypeInfoResolver = CallJson.Default.WithAddedModifier(type =>
        {
            foreach (var property in type.Properties.Where(p => p.IsGetNullable)) property.IsRequired = false;
        }),
    };

    private static readonly Form[] Forms =
    [
        Of("call-placed/1", CallJson.Default.CallPlaced),
        Of("call-admitted/1", CallJson.Default.CallAdmitted),
        Of("leg-dialled/1", CallJson.Default.LegDialled),
        Of("leg-ringing/1", CallJson.Default.LegRinging),
        Of("leg-answered/1", CallJson.Default.LegAnswered),
        Of("media-attached/1", CallJson.Default.MediaAttached),
        Of("media-detached/1", CallJson.Default.MediaDetached),
        Of("operation-started/1", CallJson.Default.OperationStarted),
        Of("utterance-begun/1", CallJson.Default.UtteranceBegun),
        Of("utterance-progressed/1", CallJson.Default.UtteranceProgressed),
        Of("utterance-finished/1", CallJson.Default.UtteranceFinished),
        Of("false-alarm-heard/1", CallJson.Default.FalseAlarmHeard),
        Of("turn-heard/1", CallJson.Default.TurnHeard),
        Of("message-grown/1", CallJson.Default.MessageGrown),
        Of("aside-said/1", CallJson.Default.AsideSaid),
        Of("wish-heard/1", CallJson.Default.WishHeard),
        Of("digit-pressed/1", CallJson.Default.DigitPressed),
        Of("machine-answered/1", CallJson.Default.MachineAnswered),
        Of("machine-ready/1", CallJson.Default.MachineReady),
        Of("person-answered/1", CallJson.Default.PersonAnswered),
        Of("recording-began/1", CallJson.Default.RecordingBegan),
        Of("recording-stopped/1", CallJson.Default.RecordingStopped),
        Of("operation-finished/1", CallJson.Default.OperationFinished),
        Of("call-ended/1", CallJson.Default.CallEnded),
        Of("text-asked/1", CallJson.Default.TextAsked),
        Of("text-sent/1", CallJson.Default.TextSent),
        Of("text-tracked/1", CallJson.Default.TextTracked),
        Of("text-arrived/1", CallJson.Default.TextArrived),
        Of("ask-finished/1", CallJson.Default.AskFinished),
        Of("text-filed/1", CallJson.Default.TextFiled),
        Of("thread-stood/1", CallJson.Default.ThreadStood),
        Of("text-desk/1", CallJson.Default.TextDeskSnapshot),
        Of("thread/1", CallJson.Default.ThreadSnapshot),
        Of("switchboard-call-taken/1", CallJson.Default.CallTaken),
        Of("pin-tried/1", CallJson.Default.PinTried),
        Of("pin-passed/1", CallJson.Default.PinPassed),
        Of("pin-failed/1", CallJson.Default.PinFailed),
        Of("workspace-entered/1", CallJson.Default.WorkspaceEntered),
        Of("deed-noted/1", CallJson.Default.DeedNoted),
        Of("call-wanted/1", CallJson.Default.CallWanted),
        Of("called-back/1", CallJson.Default.CalledBack),
        Of("call-given-up/1", CallJson.Default.CallGivenUp),
        Of("called-as-scheduled/1", CallJson.Default.CalledAsScheduled),
        Of("switchboard-call-over/1", CallJson.Default.CallOver),
        Of("switchboard/1", CallJson.Default.SwitchboardSnapshot),
        Of("submission-queued/1", CallJson.Default.SubmissionQueued),
        Of("typing-begun/1", CallJson.Default.TypingBegun),
        Of("submission-entered/1", CallJson.Default.SubmissionEntered),
        Of("submission-finished/1", CallJson.Default.SubmissionFinished),
        Of("question-asked/1", CallJson.Default.QuestionAsked),
        Of("question-answered/1", CallJson.Default.QuestionAnswered),
        Of("agent-interrupted/1", CallJson.Default.AgentInterrupted),
        Of("agent-replied/1", CallJson.Default.AgentReplied),
        Of("workspace/1", CallJson.Default.WorkspaceSnapshot),
        Of("assistant-turn-begun/1", CallJson.Default.TurnBegun),
        Of("assistant-spoken/1", CallJson.Default.Spoken),
        Of("assistant-noted/1", CallJson.Default.Noted),
        Of("assistant-tool-used/1", CallJson.Default.ToolUsed),
        Of("assistant-tool-answered/1", CallJson.Default.ToolAnswered),
        Of("assistant-turn-ended/1", CallJson.Default.TurnEnded),
        Of("assistant-words-cut/1", CallJson.Default.WordsCut),
        Of("assistant-forgotten/1", CallJson.Default.Forgotten),
        Of("assistant/1", CallJson.Default.AssistantSnapshot),
        Of("call-scheduled/1", CallJson.Default.CallScheduled),
        Of("scheduled-call-rung/1", CallJson.Default.ScheduledCallRung),
        Of("scheduled-call-missed/1", CallJson.Default.ScheduledCallMissed),
        Of("scheduled-call-cancelled/1", CallJson.Default.ScheduledCallCancelled),
        Of("schedule/1", CallJson.Default.ScheduleSnapshot),
        Of("call-indexed/1", CallJson.Default.CallIndexed),
        Of("call-index/1", CallJson.Default.IndexSnapshot),
    ];

    private static readonly Dictionary<Type, Form> ByType = Forms.ToDictionary(f => f.Type);

    private static readonly Dictionary<string, Form> ByManifest = Forms.ToDictionary(f => f.Manifest);

    /// <summary>The types that this codec stores.</summary>
    public static IReadOnlyCollection<Type> Types => ByType.Keys;

    /// <exception cref="ArgumentException">The type has no stored form.</exception>
    public static string Manifest(object fact) =>
        ByType.TryGetValue(fact.GetType(), out var form) ? form.Manifest : throw new ArgumentException($"{fact.GetType()} has no stored form.", nameof(fact));

    /// <exception cref="ArgumentException">The type has no stored form.</exception>
    public static byte[] ToBytes(object fact) =>
        ByType.TryGetValue(fact.GetType(), out var form) ? form.Write(fact) : throw new ArgumentException($"{fact.GetType()} has no stored form.", nameof(fact));

    /// <exception cref="NotSupportedException">The manifest is not known: written by a newer version, or damaged.</exception>
    /// <exception cref="JsonException">The bytes are not the manifest's JSON.</exception>
    public static object FromBytes(ReadOnlySpan<byte> bytes, string manifest) =>
        ByManifest.TryGetValue(manifest, out var form)
            ? form.Read(bytes)
            : throw new NotSupportedException($"The stored event '{manifest}' is not known to this version.");

    private static Form Of<T>(string manifest, JsonTypeInfo<T> info) where T : notnull =>
        new(typeof(T), manifest, fact => JsonSerializer.SerializeToUtf8Bytes((T)fact, info), bytes => JsonSerializer.Deserialize(bytes, (JsonTypeInfo<T>)Reading.GetTypeInfo(typeof(T)))!);

    private delegate object Reader(ReadOnlySpan<byte> bytes);

    private sealed record Form(Type Type, string Manifest, Func<object, byte[]> Write, Reader Read);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CallEvents.CallPlaced))]
[JsonSerializable(typeof(CallEvents.CallAdmitted))]
[JsonSerializable(typeof(CallEvents.LegDialled))]
[JsonSerializable(typeof(CallEvents.LegRinging))]
[JsonSerializable(typeof(CallEvents.LegAnswered))]
[JsonSerializable(typeof(CallEvents.MediaAttached))]
[JsonSerializable(typeof(CallEvents.MediaDetached))]
[JsonSerializable(typeof(CallEvents.OperationStarted))]
[JsonSerializable(typeof(CallEvents.UtteranceBegun))]
[JsonSerializable(typeof(CallEvents.UtteranceProgressed))]
[JsonSerializable(typeof(CallEvents.UtteranceFinished))]
[JsonSerializable(typeof(CallEvents.FalseAlarmHeard))]
[JsonSerializable(typeof(CallEvents.TurnHeard))]
[JsonSerializable(typeof(CallEvents.MessageGrown))]
[JsonSerializable(typeof(CallEvents.AsideSaid))]
[JsonSerializable(typeof(CallEvents.WishHeard))]
[JsonSerializable(typeof(CallEvents.DigitPressed))]
[JsonSerializable(typeof(CallEvents.MachineAnswered))]
[JsonSerializable(typeof(CallEvents.MachineReady))]
[JsonSerializable(typeof(CallEvents.PersonAnswered))]
[JsonSerializable(typeof(CallEvents.RecordingBegan))]
[JsonSerializable(typeof(CallEvents.RecordingStopped))]
[JsonSerializable(typeof(CallEvents.OperationFinished))]
[JsonSerializable(typeof(CallEvents.CallEnded))]
[JsonSerializable(typeof(ThreadEvents.TextAsked))]
[JsonSerializable(typeof(ThreadEvents.TextSent))]
[JsonSerializable(typeof(ThreadEvents.TextTracked))]
[JsonSerializable(typeof(ThreadEvents.TextArrived))]
[JsonSerializable(typeof(ThreadEvents.AskFinished))]
[JsonSerializable(typeof(ThreadSnapshot))]
[JsonSerializable(typeof(TextFiled))]
[JsonSerializable(typeof(ThreadStood))]
[JsonSerializable(typeof(TextDeskSnapshot))]
[JsonSerializable(typeof(SwitchboardEvents.CallTaken))]
[JsonSerializable(typeof(SwitchboardEvents.PinTried))]
[JsonSerializable(typeof(SwitchboardEvents.PinPassed))]
[JsonSerializable(typeof(SwitchboardEvents.PinFailed))]
[JsonSerializable(typeof(SwitchboardEvents.WorkspaceEntered))]
[JsonSerializable(typeof(SwitchboardEvents.DeedNoted))]
[JsonSerializable(typeof(SwitchboardEvents.CallWanted))]
[JsonSerializable(typeof(SwitchboardEvents.CalledBack))]
[JsonSerializable(typeof(SwitchboardEvents.CallGivenUp))]
[JsonSerializable(typeof(SwitchboardEvents.CalledAsScheduled))]
[JsonSerializable(typeof(SwitchboardEvents.CallOver))]
[JsonSerializable(typeof(SwitchboardSnapshot))]
[JsonSerializable(typeof(WorkspaceEvents.SubmissionQueued))]
[JsonSerializable(typeof(WorkspaceEvents.TypingBegun))]
[JsonSerializable(typeof(WorkspaceEvents.SubmissionEntered))]
[JsonSerializable(typeof(WorkspaceEvents.SubmissionFinished))]
[JsonSerializable(typeof(WorkspaceEvents.QuestionAsked))]
[JsonSerializable(typeof(WorkspaceEvents.QuestionAnswered))]
[JsonSerializable(typeof(WorkspaceEvents.AgentInterrupted))]
[JsonSerializable(typeof(WorkspaceEvents.AgentReplied))]
[JsonSerializable(typeof(WorkspaceSnapshot))]
[JsonSerializable(typeof(AssistantEvents.TurnBegun))]
[JsonSerializable(typeof(AssistantEvents.Spoken))]
[JsonSerializable(typeof(AssistantEvents.Noted))]
[JsonSerializable(typeof(AssistantEvents.ToolUsed))]
[JsonSerializable(typeof(AssistantEvents.ToolAnswered))]
[JsonSerializable(typeof(AssistantEvents.TurnEnded))]
[JsonSerializable(typeof(AssistantEvents.WordsCut))]
[JsonSerializable(typeof(AssistantEvents.Forgotten))]
[JsonSerializable(typeof(AssistantSnapshot))]
[JsonSerializable(typeof(ScheduleEvents.CallScheduled))]
[JsonSerializable(typeof(ScheduleEvents.ScheduledCallRung))]
[JsonSerializable(typeof(ScheduleEvents.ScheduledCallMissed))]
[JsonSerializable(typeof(ScheduleEvents.ScheduledCallCancelled))]
[JsonSerializable(typeof(ScheduleSnapshot))]
[JsonSerializable(typeof(CallIndexed))]
[JsonSerializable(typeof(IndexSnapshot))]
internal sealed partial class CallJson : JsonSerializerContext;
