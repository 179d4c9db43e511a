namespace CallActors.McpEdge.Tests.Gateways;

/// <summary>Bodies as docs/rest-api.md shows them.</summary>
internal static class GatewayAnswers
{
    public const string Placed = $$$"""
        {"callId":"{{{GatewayFake.CallId}}}","response":"Yes, go ahead","interrupted":false,"operationId":"op-1","heard":"Hi, shall I deploy?","ended":false,
         "timings":{"replyToAudioMs":1.5,"voiceEndToTextMs":320.25,"onsetToClearMs":null}}
        """;

    public const string CutShort = $$$"""
        {"response":"Stop, use the other branch","interrupted":true,"callId":"{{{GatewayFake.CallId}}}","operationId":"op-2","heard":"I am about to push","ended":false,
         "timings":{"replyToAudioMs":1.25,"voiceEndToTextMs":280,"onsetToClearMs":0.4}}
        """;

    public const string HungUp = $$$"""
        {"response":"I have to","interrupted":false,"callId":"{{{GatewayFake.CallId}}}","operationId":"op-3","heard":"Shall I go on?","ended":true,"endReason":"hung-up",
         "timings":{"replyToAudioMs":1,"voiceEndToTextMs":null,"onsetToClearMs":null}}
        """;

    public const string Spoken = $$$"""
        {"interrupted":false,"callId":"{{{GatewayFake.CallId}}}","operationId":"op-4","heard":"One moment.","timings":{"replyToAudioMs":1,"voiceEndToTextMs":null,"onsetToClearMs":null}}
        """;

    public const string Listened = $$$"""
        {"response":"and clean up","interrupted":false,"callId":"{{{GatewayFake.CallId}}}","operationId":"op-6","heard":"","ended":false,"timings":{"replyToAudioMs":null,"voiceEndToTextMs":240,"onsetToClearMs":null}}
        """;

    public const string Ended = $$$"""
        {"durationSeconds":42,"callId":"{{{GatewayFake.CallId}}}","operationId":"op-5","heard":"Goodbye.","ended":true,"endReason":"agent-ended","durationMs":42123.5}
        """;

    public const string Replied = """{"messageId":"text-1","response":"Yes, on Monday.","wish":"none"}""";

    public const string CallMe = $$$"""{"messageId":"text-2","response":"Call me.","wish":"now","callId":"{{{GatewayFake.CallId}}}"}""";

    public const string Calls = $$$"""
        {"calls":[
          {"callId":"{{{GatewayFake.CallId}}}","phase":"talking","inbound":false,"address":"softphone","placedAt":"2026-11-20T10:00:00+00:00","answeredAt":"2026-11-20T10:00:05+00:00","endedAt":null,"endReason":null},
          {"callId":"call-zzzzzzzzzzzzzzzzzzzzzzzzzz","phase":"ended","inbound":true,"address":"+15550001111","placedAt":"2026-11-20T09:00:00+00:00","answeredAt":null,"endedAt":"2026-11-20T09:00:30+00:00","endReason":"no-answer"}]}
        """;

    public const string Talking = $$$"""
        {"callId":"{{{GatewayFake.CallId}}}","phase":"talking","inbound":false,"carrier":"softphone","address":"softphone","placedAt":"2026-11-20T10:00:00+00:00","answeredAt":"2026-11-20T10:00:05+00:00","endedAt":null,"endReason":null,"endDetail":"",
         "transcript":[
          {"speaker":"agent","startedAt":"2026-11-20T10:00:06+00:00","endedAt":"2026-11-20T10:00:09+00:00","text":"I am about to push to main.","heard":"I am about to push","interrupted":true,"source":null},
          {"speaker":"person","startedAt":"2026-11-20T10:00:08+00:00","endedAt":"2026-11-20T10:00:10+00:00","text":"Stop, use the other branch","heard":"Stop, use the other branch","interrupted":false,"source":"recognizer"}],
         "operations":[{"operationId":"op-2","kind":"continue","finished":true,"response":"Stop, use the other branch","interrupted":true,"heard":"I am about to push","failure":null,"detail":"","timings":{"replyToAudioMs":1.25,"voiceEndToTextMs":280,"onsetToClearMs":0.4}}]}
        """;

    /// <summary>A call in some state, with the agent's voice on the line or not.</summary>
    public static string Call(string state, bool speaking = false) => $$$"""
        {"callId":"{{{GatewayFake.CallId}}}","phase":"{{{state}}}","inbound":false,"carrier":"softphone","address":"softphone","placedAt":"2026-11-20T10:00:00+00:00","endDetail":"",
         "transcript":[{{{(speaking ? """{"speaker":"agent","startedAt":"2026-11-20T10:00:06+00:00","endedAt":null,"text":"Hi","heard":"","interrupted":false}""" : "")}}}],"operations":[]}
        """;
}
