using CallActors.Carriers.Softphone;
using CallActors.Contracts.Assistants;
using CallActors.Contracts.Audio;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Speech;
using CallActors.Contracts.Switchboard;
using CallActors.Contracts.Texts;
using CallActors.Engine;
using CallActors.Engine.Audio;
using CallActors.Engine.Messages;
using CallActors.Engine.Recording;
using CallActors.Engine.Speech;
using CallActors.Engine.Switchboard;
using CallActors.Engine.Workspaces;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Doctor;
using CallActors.Gateway.Health;
using CallActors.Gateway.Hosting;
using CallActors.Gateway.Http;
using CallActors.Gateway.Media;
using CallActors.Gateway.Options;
using CallActors.Gateway.People;
using CallActors.Gateway.Recordings;
using CallActors.Gateway.Workspaces;
using CallActors.Speech.Text;
using CallActors.Speech.VoiceActivity;
using CallActors.Speech.VoiceActivity.Machines;

namespace CallActors.Gateway;

/// <summary>Puts everything together: the one file that sees every room.</summary>
public static partial class Composition
{
    /// <summary>What comes before the ringing: the carrier's own work.</summary>
    private static readonly TimeSpan RingMargin = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(10);

    /// <summary>The gateway, ready to start.</summary>
    /// <param name="apiKey">The key that requests must bear.</param>
    /// <param name="replace">Replaces services of the gateway's own: of voices, recognisers and carriers all that are registered count, of
    /// others the last. For measurements and rehearsals, which bring their own speech.</param>
    public static WebApplication Build(GatewayOptions options, string apiKey, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddEdges(options, apiKey);
        builder.Services
            .AddClock()
            .AddCarriers()
            .AddPhones(options)
            .AddSpeech(options)
            .AddAssistant(options.Assistant)
            .AddCalls(options)
            .AddWorkspaces(options)
            .AddReadinessChecks(options)
            .AddStopping(options);
        replace?.Invoke(builder.Services);
        return builder.Build().MapEdges();
    }

    private static IServiceCollection AddClock(this IServiceCollection services) => services.AddSingleton(TimeProvider.System);

    private static IServiceCollection AddCarriers(this IServiceCollection services) => services
        .AddSingleton(new SoftphoneOptions())
        .AddSingleton(s => new SoftphoneExchange(s.GetRequiredService<ICallDesk>, s.GetRequiredService<SoftphoneOptions>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<IInboundPolicy>()))
        .AddSingleton<ICarrier>(s => s.GetRequiredService<SoftphoneExchange>());

    private static IServiceCollection AddSpeech(this IServiceCollection services, GatewayOptions options) => services
        .AddRecognizers(options.Speech)
        .AddVoices(options.Speech)
        .AddSingleton<IVoiceActivityDetectorFactory>(new AdaptiveVoiceDetectorFactory(options.VoiceActivity))
        .AddSingleton<ISpeakableText>(new SpeakableSentences(new SpeakableOptions { Language = options.Calls.Language, LongestReply = options.LongestReply }))
        .AddSingleton<SpeechHealth>()
        .AddSingleton<IPlayoutClock>(s => new PlayoutWheel(s.GetRequiredService<TimeProvider>()));

    private static IServiceCollection AddCalls(this IServiceCollection services, GatewayOptions options) => services
        .AddSingleton(s => new SpeechServices(
            [.. s.GetServices<ISpeechSynthesizer>()],
            [.. s.GetServices<ISpeechRecognizer>()],
            s.GetRequiredService<ISpeakableText>(),
            s.GetRequiredService<IVoiceActivityDetectorFactory>(),
            s.GetRequiredService<IPlayoutClock>(),
            SpeechRules.Default with { Language = options.Calls.Language },
            options.Turns,
            PlayoutRules.Default,
            s.GetRequiredService<SpeechHealth>())
        {
            Chance = Random.Shared.NextDouble,
            Machines = new MachineDetectorFactory(new MachineDetectionOptions()),
            SpeakableIn = language => new SpeakableSentences(new SpeakableOptions { Language = language, LongestReply = options.LongestReply }),
        })
        .AddSingleton(s => new EngineServices(
            new CarrierDirectory([.. s.GetServices<ICarrier>()]),
            options.Calls with
            {
                RingFor = options.RingFor,
                ListenFor = options.ListenFor,
                TextsOverWhatsApp = options.Phone.TextsOverWhatsApp,
                Recording = options.Recording.Calls,
            },
            s.GetRequiredService<SpeechServices>())
        {
            Texts = [.. s.GetServices<ITextCarrier>()],
            Threads = ThreadRules.Default with
            {
                From = options.Phone.TextsOverWhatsApp ? "" : options.Phone.TextsFrom,
                RingsFor = options.RingFor + RingMargin,
            },
            CallBacks = s.GetRequiredService<ICallBackDesk>(),
            Switchboard = new SwitchboardServices(s.GetRequiredService<Pins>().Of, ActorRefs.Nobody, s.GetRequiredService<ICallOut>(), SwitchboardRules.Default)
            {
                People = s.GetRequiredService<Pins>().Names,
            },
            Workspaces = s.GetRequiredService<WorkspaceServices>(),
            Reception = s.GetRequiredService<ReceptionRules>(),
            NewWorkspace = s.GetRequiredService<LocalTerminals>().Prepare,
            Assistant = s.GetService<IAssistantModel>(),
            AssistantFiles = s.GetService<IAllowedFiles>(),
            NumberOf = s.GetRequiredService<Pins>().NumberOf,
            Zone = options.Assistant.Zone,
            Recordings = s.GetRequiredService<RecordingFolder>(),
            Recording = RecordingRules.Default with { Longest = options.Recording.Longest },
        })
        .AddSingleton<ICallBackDesk>(s => new CallBackDesk(
            s.GetRequiredService<Callees>(), s.GetRequiredService<RateLimits>(), s.GetRequiredService<ShutdownGate>(), s.GetRequiredService<CallBacks>(),
            s.GetRequiredService<EngineHandle>, s.GetRequiredService<ICallEvents>,
            s.GetRequiredService<ILogger<CallBackDesk>>()))
        .AddSingleton<EngineHost>()
        .AddHostedService(s => s.GetRequiredService<EngineHost>())
        .AddSingleton(s => s.GetRequiredService<EngineHost>().Engine)
        .AddSingleton<ICallWatch>(s => s.GetRequiredService<EngineHost>().Watch)
        .AddSingleton<ICallEvents>(s => s.GetRequiredService<EngineHost>().Followers)
        .AddSingleton<ActorCallService>()
        .AddSingleton<ICallService>(s => s.GetRequiredService<ActorCallService>())
        .AddSingleton<ICallDesk>(s => s.GetRequiredService<ActorCallService>())
        .AddSingleton<ITextThreads, ActorTextThreads>()
        .AddSingleton<ICallAudit, ActorCallAudit>()
        .AddSingleton<ICallSchedules, ActorCallSchedules>()
        .AddSingleton<ICallRecordings, ActorCallRecordings>()
        .AddSingleton<IMediaStreams, ActorMediaStreams>();

    private static IServiceCollection AddReadinessChecks(this IServiceCollection services, GatewayOptions options)
    {
        if (options.Speech.EffectiveVoices is ["espeak-ng"]) services.AddSingleton<IReadinessCheck>(new ComponentCheck("voice", Components.Voice));
        if (options.Speech.EffectiveRecognizers is ["pocketsphinx"]) services.AddSingleton<IReadinessCheck>(new ComponentCheck("recognizer", Components.Recognizer));
        if (options.Phone.Effective is PhoneCarrier.Telnyx) services.AddSingleton<IReadinessCheck>(new ComponentCheck("webhooks", Components.Signatures));
        return services
            .AddSingleton<IReadinessCheck, JournalCheck>()
            .AddSingleton<IReadinessCheck, SpeechCheck>()
            .AddSingleton<IReadinessCheck, SoftphoneCheck>();
    }

    private static IServiceCollection AddStopping(this IServiceCollection services, GatewayOptions options) => services
        .Configure<HostOptions>(host => host.ShutdownTimeout = options.StopWithin + StopMargin)
        .AddHostedService<CallsShutdown>()
        .AddSingleton<IHostLifetime, SignalLifetime>();
}
