using System.Globalization;
using CallActors.Contracts.Speech;

namespace CallActors.Speech.ElevenLabs;

/// <summary>What a shared socket is opened for: requests that agree in it may use the same one.</summary>
/// <param name="VoiceId">Part of the address.</param>
/// <param name="LanguageCode">ISO 639-1, or empty to leave it to the model; part of the address.</param>
internal readonly record struct ElevenLabsLine(string VoiceId, string LanguageCode);

/// <summary>A request in the vendor's terms.</summary>
/// <param name="Settings">Its voice's settings; null when all are the voice's own.</param>
internal sealed record ElevenLabsAsk(ElevenLabsLine Line, string Text, VoiceSettings? Settings)
{
    /// <summary>Longest text of one request, in characters. The vendor takes up to 40,000 by its models; a sentence is far shorter.</summary>
    public const int MaximumText = 5000;

    private const double Slowest = 0.7;
    private const double Fastest = 1.2;

    /// <exception cref="SpeechException">The vendor would refuse it.</exception>
    public static ElevenLabsAsk Of(SpeechRequest request, ElevenLabsOptions options)
    {
        if (request.Text.Length > MaximumText)
            throw new SpeechException(SpeechFailure.Refused, $"The text has more than {MaximumText} characters; shorten it.");
        return new ElevenLabsAsk(
            new ElevenLabsLine(ElevenLabsVoices.IdOf(request.Voice, options), LanguageOf(request.Language, options.Model)),
            request.Text,
            SettingsOf(request.Pace, options));
    }

    /// <summary>Address of a socket.</summary>
    /// <param name="path"><c>stream-input</c> or <c>multi-stream-input</c>.</param>
    public static Uri SocketOf(ElevenLabsLine line, string path, ElevenLabsOptions options)
    {
        var inactivity = Math.Min(options.KeepFor.TotalSeconds + 10, ElevenLabsOptions.LongestInactivity.TotalSeconds);
        // Without sync_alignment the times of the characters are not told.
        var query = $"{QueryOf(options)}&inactivity_timeout={Math.Ceiling(Math.Max(20, inactivity)).ToString(CultureInfo.InvariantCulture)}&sync_alignment=true";
        if (line.LanguageCode.Length > 0) query += $"&language_code={line.LanguageCode}";
        var address = new UriBuilder(new Uri(RootOf(options), $"v1/text-to-speech/{line.VoiceId}/{path}")) { Query = query };
        address.Scheme = address.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs;
        return address.Uri;
    }

    /// <summary>Address of the HTTP request.</summary>
    public Uri HttpOf(ElevenLabsOptions options) =>
        new(RootOf(options), $"v1/text-to-speech/{Line.VoiceId}/stream/with-timestamps?output_format=ulaw_8000");

    private static string QueryOf(ElevenLabsOptions options) => $"model_id={Uri.EscapeDataString(options.Model)}&output_format=ulaw_8000";

    private static Uri RootOf(ElevenLabsOptions options) =>
        options.BaseAddress.AbsoluteUri.EndsWith('/') ? options.BaseAddress : new Uri(options.BaseAddress.AbsoluteUri + "/");

    /// <summary>A model that cannot be told a language refuses requests that tell one.</summary>
    private static string LanguageOf(string language, string model)
    {
        var dash = language.IndexOf('-', StringComparison.Ordinal);
        var primary = (dash > 0 ? language[..dash] : language).ToLowerInvariant();
        var isEnglishOnly = model is "eleven_flash_v2" or "eleven_turbo_v2" or "eleven_monolingual_v1";
        if (isEnglishOnly && primary is not ("" or "en"))
            throw new SpeechException(SpeechFailure.Refused, $"ElevenLabs' model {model} speaks English only; a multilingual one is eleven_flash_v2_5.");
        var canBeTold = model.Contains("v2_5", StringComparison.Ordinal) || model.Contains("_v3", StringComparison.Ordinal);
        return canBeTold && primary.Length is 2 or 3 && primary.All(char.IsAsciiLetterLower) ? primary : "";
    }

    private static VoiceSettings? SettingsOf(double pace, ElevenLabsOptions options)
    {
        var speed = Math.Clamp(pace, Slowest, Fastest);
        var settings = new VoiceSettings(options.Stability, options.SimilarityBoost, options.Style, options.UseSpeakerBoost, speed is 1 ? null : speed);
        return settings == new VoiceSettings(null, null, null, null, null) ? null : settings;
    }
}
