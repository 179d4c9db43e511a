using System.Text.Json;

namespace CallActors.McpEdge.Tools;

/// <summary>The tools' input and output schemas (JSON Schema 2020-12), as clients see them.</summary>
internal static class ToolSchemas
{
    private const string CallIdProperty = """
        "call_id": { "type": "string", "description": "The call's id, as initiate_call returned it" }
        """;

    private const string ExpectProperty = """
        "expect": {
          "description": "What kind of answer you expect; the listening is tuned to it and mishears less. Leave it out, or \"open\", when the person may say anything.",
          "anyOf": [
            { "type": "string", "enum": ["open", "yes-no", "digits"] },
            {
              "type": "object",
              "properties": {
                "oneOf": {
                  "type": "array",
                  "description": "The answers to choose from, as a person would say them. Say them in your message too.",
                  "items": { "type": "string", "minLength": 1, "maxLength": 60 },
                  "minItems": 2,
                  "maxItems": 20
                }
              },
              "required": ["oneOf"]
            }
          ]
        }
        """;

    private const string InterruptibleProperty = """
        "interruptible": { "type": "boolean", "description": "False for a message that a voice over it must not stop: a warning, a PIN prompt. What is said meanwhile is taken in all the same. Leave it out otherwise." }
        """;

    private const string EndProperties = """
        "end_reason": { "type": "string", "description": "Why it is over: agent-ended, hung-up, no-answer, busy, declined, cancelled, carrier-failed, media-lost, shutdown, timed-out, call-back-wanted (the person wants a new call when the work is done) or voicemail (a machine answered: heard is what was left on it)" },
        "outcome": { "type": "string", "description": "How it came out, when it is over: answered, no-answer, busy, voicemail, rejected, failed (end_detail says why) or cancelled" },
        "end_detail": { "type": "string", "description": "The same as a sentence: why the carrier gave up, what became of the message" }
        """;

    private const string ResponseProperties = $$"""
        "response": { "type": "string", "description": "What the person said; empty if they hung up without a word" },
        "interrupted": { "type": "boolean", "description": "The person cut into your message" },
        "heard": { "type": "string", "description": "The part of your message that the person heard. After an interruption it is shorter than what you sent; what is missing was never said." },
        "ended": { "type": "boolean", "description": "The call is over" },
        {{EndProperties}}
        """;

    private const string TimingsProperty = """
        "timings": {
          "type": "object",
          "description": "Measured by the gateway, in milliseconds; left out where there was no such moment",
          "properties": {
            "reply_to_audio": { "type": "number", "description": "From taking up your message to its first sound on the line" },
            "voice_end_to_text": { "type": "number", "description": "From the end of the person's voice to the final text" },
            "onset_to_clear": { "type": "number", "description": "From noticing an interruption to silence on the line" }
          },
          "additionalProperties": false
        }
        """;

    private const string CallProperties = $$"""
        "call_id": { "type": "string" },
        "phase": { "type": "string", "description": "placing, ringing, connecting, talking or ended" },
        "ended": { "type": "boolean" },
        "inbound": { "type": "boolean", "description": "The person rang" },
        "address": { "type": "string", "description": "Whom the call rings, or who rang" },
        "placed_at": { "type": "string", "format": "date-time" },
        "answered_at": { "type": "string", "format": "date-time" },
        "ended_at": { "type": "string", "format": "date-time" },
        {{EndProperties}}
        """;

    public static JsonElement InitiateInput { get; } = JsonElement.Parse($$"""
        {
          "type": "object",
          "properties": {
            "message": { "type": "string", "minLength": 1, "maxLength": 16384, "description": "What to say when the person answers: who you are and one topic, in one or two short sentences, with one question" },
            "to": { "type": "string", "description": "Whom to ring, if not the person whom the gateway is set up for: somebody of the gateway's list by name, a number that is on it such as +15551234567, or softphone for every open phone page" },
            {{ExpectProperty}},
            {{InterruptibleProperty}},
            "record": { "type": "boolean", "description": "True only if somebody asked for this call to be recorded: the person is told so first, and the operator must have allowed it. False to leave a call out where calls are recorded. Leave it out otherwise." }
          },
          "required": ["message"]
        }
        """);

    public static JsonElement ContinueInput { get; } = JsonElement.Parse($$"""
        {
          "type": "object",
          "properties": {
            {{CallIdProperty}},
            "message": { "type": "string", "minLength": 1, "maxLength": 16384, "description": "What to say next: short, one topic, with one question" },
            {{ExpectProperty}},
            {{InterruptibleProperty}}
          },
          "required": ["call_id", "message"]
        }
        """);

    public static JsonElement SpeakInput { get; } = MessageInput("What to say; no answer is awaited", $", {InterruptibleProperty}");

    public static JsonElement ListenInput { get; } = JsonElement.Parse($$"""
        {
          "type": "object",
          "properties": {
            {{CallIdProperty}},
            {{ExpectProperty}}
          },
          "required": ["call_id"]
        }
        """);

    public static JsonElement ProgressInput { get; } = JsonElement.Parse($$"""
        {
          "type": "object",
          "properties": {
            {{CallIdProperty}},
            "line": { "type": "string", "minLength": 1, "maxLength": 200, "description": "How the work goes, in a few spoken words: fourteen of twenty tests have passed" }
          },
          "required": ["call_id", "line"]
        }
        """);

    public static JsonElement EndInput { get; } = MessageInput("Your goodbye, one short sentence", "");

    public static JsonElement TextInput { get; } = JsonElement.Parse("""
        {
          "type": "object",
          "properties": {
            "message": { "type": "string", "minLength": 1, "maxLength": 1600, "description": "The text to send: who you are, what it is about, and one question, short enough for a phone's screen" },
            "to": { "type": "string", "description": "Whom to write to, if not the person whom the gateway is set up for: somebody of the gateway's list by name, or a number that is on it such as +15551234567" },
            "wait_seconds": { "type": "number", "minimum": 1, "maximum": 3600, "description": "How long to wait for the reply; 180 when left out" }
          },
          "required": ["message"]
        }
        """);

    public static JsonElement StatusInput { get; } = JsonElement.Parse("""
        {
          "type": "object",
          "properties": {
            "call_id": { "type": "string", "description": "The call to look at; leave it out for the list of calls" }
          }
        }
        """);

    public static JsonElement TurnOutput { get; } = OperationOutput("""["call_id", "response", "interrupted", "ended"]""", ResponseProperties);

    public static JsonElement SpeakOutput { get; } = OperationOutput("""["call_id", "interrupted", "ended"]""", ResponseProperties);

    public static JsonElement EndOutput { get; } = OperationOutput(
        """["call_id", "ended"]""",
        ResponseProperties + """, "duration_seconds": { "type": "number", "description": "From the answer to the end" }""");

    public static JsonElement ProgressOutput { get; } = JsonElement.Parse("""
        {
          "type": "object",
          "properties": {
            "call_id": { "type": "string", "description": "The call's id, for the other tools" },
            "line": { "type": "string", "description": "The line that waits for a moment in which nobody speaks" }
          },
          "required": ["call_id", "line"],
          "additionalProperties": false
        }
        """);

    public static JsonElement TextOutput { get; } = JsonElement.Parse("""
        {
          "type": "object",
          "properties": {
            "message_id": { "type": "string", "description": "Names this text" },
            "response": { "type": "string", "description": "What the person wrote" },
            "wish": { "type": "string", "description": "Whether the person wants to be called: none, now or later" },
            "call_id": { "type": "string", "description": "The call by which the person is being rung, or was, for asking so: go on with continue_call or listen on it" }
          },
          "required": ["message_id", "response", "wish"],
          "additionalProperties": false
        }
        """);

    public static JsonElement StatusOutput { get; } = JsonElement.Parse($$"""
        {
          "type": "object",
          "description": "The call that was asked for, or the list of calls",
          "properties": {
            {{CallProperties}},
            "transcript": {
              "type": "array",
              "items": {
                "type": "object",
                "properties": {
                  "speaker": { "type": "string", "description": "agent or person" },
                  "text": { "type": "string", "description": "What the agent was to say, or what the person said" },
                  "heard": { "type": "string", "description": "The part of it that was heard" },
                  "interrupted": { "type": "boolean", "description": "The person cut in here" },
                  "started_at": { "type": "string", "format": "date-time" },
                  "ended_at": { "type": "string", "format": "date-time" }
                },
                "required": ["speaker", "text", "interrupted"],
                "additionalProperties": false
              }
            },
            "calls": {
              "type": "array",
              "description": "The latest calls, newest first, when none was asked for",
              "items": {
                "type": "object",
                "properties": {
                  {{CallProperties}}
                },
                "required": ["call_id", "phase", "ended"],
                "additionalProperties": false
              }
            }
          },
          "anyOf": [
            { "required": ["call_id", "phase", "ended", "transcript"] },
            { "required": ["calls"] }
          ],
          "additionalProperties": false
        }
        """);

    private static JsonElement MessageInput(string description, string more) => JsonElement.Parse($$"""
        {
          "type": "object",
          "properties": {
            {{CallIdProperty}},
            "message": { "type": "string", "minLength": 1, "maxLength": 16384, "description": "{{description}}" }{{more}}
          },
          "required": ["call_id", "message"]
        }
        """);

    private static JsonElement OperationOutput(string required, string properties) => JsonElement.Parse($$"""
        {
          "type": "object",
          "properties": {
            "call_id": { "type": "string", "description": "The call's id, for the other tools" },
            {{properties}},
            {{TimingsProperty}}
          },
          "required": {{required}},
          "additionalProperties": false
        }
        """);
}
