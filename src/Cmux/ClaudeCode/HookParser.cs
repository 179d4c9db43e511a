using System.Text.Json;
using CallActors.Contracts.Agents;

namespace CallActors.Cmux.ClaudeCode;

/// <summary>Reads the JSON that Claude Code gives to a hook. Never fails: what is damaged or unknown is no event.</summary>
internal static class HookParser
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    /// <param name="payload">UTF-8. It may be cut anywhere: what comes before the cut is read, and Claude Code puts what matters first.</param>
    /// <returns>Null for an event that is not listened to.</returns>
    public static HookEvent? Read(ReadOnlySpan<byte> payload)
    {
        var fields = new Fields();
        try
        {
            var reader = new Utf8JsonReader(payload, isFinalBlock: false, new JsonReaderState(Options));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                if (!reader.Read() || !fields.Take(name, ref reader)) break;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Damaged from here on.
        }
        return fields.ToEvent();
    }

    private struct Fields()
    {
        private HookEvent _event = new(HookKind.Notification);
        private string _kind = "";
        private string _session = "";
        private string _transcript = "";

        /// <returns>False when the value is not all there.</returns>
        public bool Take(string? name, ref Utf8JsonReader reader)
        {
            if (name == "tool_input" && reader.TokenType == JsonTokenType.StartObject)
            {
                var about = AboutReader.Read(ref reader, out var isWhole);
                _event = _event with { About = about };
                return isWhole;
            }
            if (reader.TokenType is JsonTokenType.True or JsonTokenType.False) Take(name, reader.GetBoolean());
            if (reader.TokenType == JsonTokenType.String) Take(name, reader.GetString() ?? "");
            return reader.TrySkip();
        }

        public readonly HookEvent? ToEvent()
        {
            if (!Enum.TryParse(_kind, out HookKind kind) || !Enum.IsDefined(kind) || char.IsAsciiDigit(_kind[0])) return null;
            if (!AgentSessionId.TryParse(_session, out var id)) return null;
            return new HookEvent(kind)
            {
                Session = new AgentSession(id, _transcript),
                Directory = _event.Directory,
                SubAgent = _event.SubAgent,
                Prompt = _event.Prompt,
                PromptId = _event.PromptId,
                Tool = _event.Tool,
                ToolCall = _event.ToolCall,
                About = _event.About,
                LastMessage = _event.LastMessage,
                WasMadeToGoOn = _event.WasMadeToGoOn,
                WasInterrupted = _event.WasInterrupted,
                Cause = _event.Cause,
                Message = _event.Message,
            };
        }

        private void Take(string? name, bool value) => _event = name switch
        {
            "stop_hook_active" => _event with { WasMadeToGoOn = value },
            "is_interrupt" => _event with { WasInterrupted = value },
            _ => _event,
        };

        private void Take(string? name, string value)
        {
            switch (name)
            {
                case "hook_event_name":
                    _kind = value;
                    break;
                case "session_id":
                    _session = value;
                    break;
                case "transcript_path":
                    _transcript = value;
                    break;
                default:
                    _event = name switch
                    {
                        "cwd" => _event with { Directory = value },
                        "agent_id" => _event with { SubAgent = value },
                        "prompt_id" => _event with { PromptId = value },
                        "prompt" => _event with { Prompt = value },
                        "tool_name" => _event with { Tool = value },
                        "tool_use_id" => _event with { ToolCall = value },
                        "last_assistant_message" => _event with { LastMessage = value },
                        "source" or "reason" or "notification_type" or "error" or "trigger" => _event with { Cause = value },
                        "message" => _event with { Message = value },
                        _ => _event,
                    };
                    break;
            }
        }
    }
}
