using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CallActors.Contracts.Speech;
using CallActors.Simulators.Server;
using Microsoft.AspNetCore.Http;

namespace CallActors.Simulators.ElevenLabs;

/// <summary>The HTTP streams: audio alone, or lines with audio and times.</summary>
internal sealed class ElevenLabsDownloads(ElevenLabsSimulator simulator)
{
    private const int LongestText = 40_000;

    public static async Task RefuseAsync(HttpContext http, Refusal refusal)
    {
        http.Response.StatusCode = refusal.Status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(refusal.Body().ToJsonString(), http.RequestAborted).ConfigureAwait(false);
    }

    public async Task ServeAsync(HttpContext http, string voice, bool tellsTimes)
    {
        if (ElevenLabsRules.OfKey(http.Request.Headers["xi-api-key"], simulator.Options) is { } unknown)
        {
            await RefuseAsync(http, unknown).ConfigureAwait(false);
            return;
        }

        var (body, text) = await ReadAsync(http).ConfigureAwait(false);
        var refusal = text is null
            ? new Refusal(422, "missing", "text is required.")
            : ElevenLabsRules.OfPlace(voice, (string?)body!["model_id"], http.Request.Query["output_format"], (string?)body["language_code"], simulator.Options)
                ?? ElevenLabsRules.OfSettings(body["voice_settings"])
                ?? (text.Length > LongestText ? new Refusal(400, "text_too_long", "The text is too long.") : null)
                ?? (string.IsNullOrWhiteSpace(text) ? new Refusal(400, "input_text_empty", "Input text is empty.") : null)
                ?? simulator.TryBeginGeneration();
        if (refusal is not null)
        {
            await RefuseAsync(http, refusal).ConfigureAwait(false);
            return;
        }

        try
        {
            await SpeakAsync(http, body!, text!, tellsTimes).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client has gone away.
        }
        finally
        {
            simulator.EndGeneration();
        }
    }

    private static async Task<(JsonObject? Body, string? Text)> ReadAsync(HttpContext http)
    {
        try
        {
            var body = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted).ConfigureAwait(false) as JsonObject;
            return (body, body?["text"]?.GetValueKind() is JsonValueKind.String ? body["text"]!.GetValue<string>() : null);
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    private async Task SpeakAsync(HttpContext http, JsonObject body, string text, bool tellsTimes)
    {
        IReadOnlyList<SpokenPiece> pieces;
        try
        {
            pieces = await simulator.SpeakAsync(text, (string?)body["language_code"], ElevenLabsRules.SpeedOf(body["voice_settings"]), http.RequestAborted).ConfigureAwait(false);
        }
        catch (SpeechException e)
        {
            await RefuseAsync(http, new Refusal(500, "internal_error", e.Message)).ConfigureAwait(false);
            return;
        }

        http.Response.ContentType = tellsTimes ? "application/json" : "audio/basic";
        var fault = SimulatedFaults.BreaksAfter(http);
        for (var i = 0; i < pieces.Count; i++)
        {
            if (i > 0) await simulator.PauseAsync(http.RequestAborted).ConfigureAwait(false);
            if (fault is not null && i >= fault.After)
            {
                http.Abort();
                return;
            }

            await http.Response.Body.WriteAsync(tellsTimes ? LineOf(pieces[i]) : pieces[i].Samples, http.RequestAborted).ConfigureAwait(false);
            await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
        }
    }

    private byte[] LineOf(SpokenPiece piece)
    {
        var offset = simulator.Options.HttpTimesFromStart ? piece.AtMs : 0;
        var line = new JsonObject
        {
            ["audio_base64"] = Convert.ToBase64String(piece.Samples),
            ["alignment"] = piece.AlignmentInSeconds(offset),
            ["normalized_alignment"] = piece.AlignmentInSeconds(offset),
        };
        return Encoding.UTF8.GetBytes(line.ToJsonString() + "\n");
    }
}
