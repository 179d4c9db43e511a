using CallActors.Contracts.Speech;
using CallActors.Gateway.Options;
using CallActors.Speech.Deepgram;
using CallActors.Speech.ElevenLabs;
using CallActors.Speech.Local.Espeak;
using CallActors.Speech.Local.PocketSphinx;
using CallActors.Speech.OpenAi;

namespace CallActors.Gateway;

/// <summary>Who recognises and who speaks, in the order of the configuration.</summary>
public static partial class Composition
{
    private static IServiceCollection AddRecognizers(this IServiceCollection services, SpeechOptions speech)
    {
        foreach (var name in speech.EffectiveRecognizers) services.AddSingleton(s => Recognizer(name, speech, s.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static IServiceCollection AddVoices(this IServiceCollection services, SpeechOptions speech)
    {
        foreach (var name in speech.EffectiveVoices) services.AddSingleton(s => Voice(name, speech, s.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static ISpeechRecognizer Recognizer(string name, SpeechOptions speech, TimeProvider time) => name switch
    {
        "deepgram-flux" => new FluxRecognizer(Account(speech.Deepgram), Given(speech.Deepgram.Recognizer, new FluxOptions(), (o, model) => o with { Model = model }), time),
        "deepgram" => new NovaRecognizer(Account(speech.Deepgram), Given(speech.Deepgram.Recognizer, new NovaOptions(), (o, model) => o with { Model = model }), time),
        "openai" => new OpenAiRealtimeRecognizer(
            Given(speech.OpenAi.Recognizer, new OpenAiRealtimeOptions { Connection = Server(speech.OpenAi) }, (o, model) => o with { Model = model }), time, new SocketsHttpHandler()),
        "openai-batch" => new OpenAiTranscriptionRecognizer(
            Given(speech.OpenAi.Recognizer, new OpenAiTranscriptionOptions { Connection = Server(speech.OpenAi) }, (o, model) => o with { Model = model }), time, new SocketsHttpHandler()),
        _ => new PocketSphinxRecognizer(new PocketSphinxOptions()),
    };

    private static ISpeechSynthesizer Voice(string name, SpeechOptions speech, TimeProvider time)
    {
        switch (name)
        {
            case "elevenlabs":
                var eleven = Given(speech.ElevenLabs.Model, new ElevenLabsOptions { ApiKey = speech.ElevenLabs.Key }, (o, model) => o with { Model = model });
                eleven = Given(speech.ElevenLabs.Url, eleven, (o, url) => o with { BaseAddress = Http(url) });
                return new ElevenLabsSynthesizer(Given(speech.ElevenLabs.Voice, eleven, (o, voice) => o with { Voice = voice }), time);
            case "deepgram":
                var speak = Given(speech.Deepgram.Model, new SpeakOptions(), (o, model) => o with { Voice = model });
                return new DeepgramSynthesizer(Account(speech.Deepgram), Given(speech.Deepgram.Voice, speak, (o, voice) => o with { Voice = voice }), time);
            case "openai":
                var openAi = new OpenAiSpeechOptions { Connection = Server(speech.OpenAi), Instructions = speech.OpenAi.Instructions };
                openAi = Given(speech.OpenAi.Model, openAi, (o, model) => o with { Model = model });
                // Kokoro tells its words' times; a server that does not is asked once.
                if (speech.OpenAi.Url.Length > 0 && speech.OpenAi.Model.Contains("kokoro", StringComparison.OrdinalIgnoreCase))
                    openAi = openAi with { Voice = "af_heart", Captions = true, Voices = OpenAiVoices.Kokoro };
                return new OpenAiSynthesizer(Given(speech.OpenAi.Voice, openAi, (o, voice) => o with { Voice = voice }), time, new SocketsHttpHandler());
            default:
                return new EspeakSynthesizer(new EspeakOptions(), time);
        }
    }

    private static DeepgramOptions Account(SpeechVendor vendor) =>
        Given(vendor.Url, new DeepgramOptions { ApiKey = vendor.Key }, (o, url) => o with { BaseUrl = Http(url) });

    private static OpenAiConnection Server(SpeechVendor vendor) =>
        Given(vendor.Url, new OpenAiConnection { ApiKey = vendor.Key }, (o, url) => o with { BaseUrl = url });

    /// <summary>What is not configured keeps its default.</summary>
    private static T Given<T>(string value, T options, Func<T, string, T> set) => value.Length > 0 ? set(options, value) : options;

    /// <summary>Addresses may be written as their sockets'.</summary>
    private static Uri Http(string url) => new(url.StartsWith("ws", StringComparison.Ordinal) ? "http" + url["ws".Length..] : url);
}
