using CallActors.Carriers.Telnyx;
using CallActors.Carriers.Twilio;
using CallActors.Carriers.Webhooks;
using CallActors.Contracts.Carriers;
using CallActors.Contracts.Texts;
using CallActors.Gateway.Calls;
using CallActors.Gateway.Options;

namespace CallActors.Gateway;

/// <summary>The carrier of phone numbers, where one is configured.</summary>
public static partial class Composition
{
    private static IServiceCollection AddPhones(this IServiceCollection services, GatewayOptions options) => options.Phone.Effective switch
    {
        PhoneCarrier.Twilio => services.AddTwilio(options),
        PhoneCarrier.Telnyx => services.AddTelnyx(options),
        _ => services,
    };

    private static IServiceCollection AddTwilio(this IServiceCollection services, GatewayOptions options) => services
        .AddSingleton(TwilioOf(options))
        .AddSingleton(s => new TwilioRest(s.GetRequiredService<TwilioOptions>()))
        .AddSingleton(s => new TwilioCarrier(s.GetRequiredService<TwilioOptions>(), s.GetRequiredService<TwilioRest>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton<ICarrier>(s => s.GetRequiredService<TwilioCarrier>())
        .AddSingleton(s => new TwilioTexts(s.GetRequiredService<TwilioOptions>(), s.GetRequiredService<TwilioRest>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton<ITextCarrier>(s => s.GetRequiredService<TwilioTexts>())
        .AddSingleton<ITextDesk, ActorTextDesk>()
        .AddSingleton<IMediaHandshake>(s => new TwilioHandshake(s.GetRequiredService<TwilioOptions>()))
        .AddSingleton<ICarrierWebhook>(s => new TwilioWebhook(
            s.GetRequiredService<TwilioOptions>(),
            s.GetRequiredService<TwilioCarrier>(),
            s.GetRequiredService<TwilioTexts>(),
            s.GetRequiredService<ICallDesk>,
            s.GetRequiredService<ITextDesk>(),
            s.GetRequiredService<IInboundPolicy>(),
            s.GetRequiredService<TimeProvider>()));

    private static IServiceCollection AddTelnyx(this IServiceCollection services, GatewayOptions options) => services
        .AddSingleton(TelnyxOf(options))
        .AddSingleton(s => new TelnyxClient(TelnyxClient.NewHttp(s.GetRequiredService<TelnyxOptions>()), s.GetRequiredService<TelnyxOptions>(), s.GetRequiredService<TimeProvider>(), Random.Shared.NextDouble))
        .AddSingleton(s => new TelnyxCarrier(s.GetRequiredService<TelnyxClient>(), s.GetRequiredService<TelnyxOptions>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton<ICarrier>(s => s.GetRequiredService<TelnyxCarrier>())
        .AddSingleton<ITextCarrier>(s => new TelnyxTexts(s.GetRequiredService<TelnyxClient>(), s.GetRequiredService<TelnyxOptions>()))
        .AddSingleton<ITextDesk, ActorTextDesk>()
        .AddSingleton(s => new TelnyxStreams(
            s.GetRequiredService<TelnyxCarrier>(), s.GetRequiredService<ICallDesk>, s.GetRequiredService<TelnyxOptions>(), s.GetRequiredService<TimeProvider>()))
        .AddSingleton<ICarrierWebhook>(s => new TelnyxWebhook(
            s.GetRequiredService<TelnyxCarrier>(),
            s.GetRequiredService<TelnyxStreams>(),
            s.GetRequiredService<ICallDesk>,
            s.GetRequiredService<TelnyxOptions>(),
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ITextDesk>(),
            s.GetRequiredService<IInboundPolicy>()));

    internal static TwilioOptions TwilioOf(GatewayOptions options)
    {
        var phone = options.Phone;
        return Given(phone.Api, new TwilioOptions
        {
            AccountSid = phone.Account,
            AuthToken = phone.Secret,
            From = phone.Number,
            WhatsAppFrom = phone.TextsOverWhatsApp ? phone.TextsFrom : "",
            PublicUrls = [options.PublicUrl],
            Detection = phone.DetectMachines ? MachineDetection.DetectMessageEnd : MachineDetection.Off,
            CallsPerSecond = phone.CallsPerSecond,
        }, (o, api) => o with { BaseUrl = api });
    }

    internal static TelnyxOptions TelnyxOf(GatewayOptions options)
    {
        var phone = options.Phone;
        return Given(phone.Api, new TelnyxOptions
        {
            ApiKey = phone.Secret,
            ConnectionId = phone.Account,
            TexmlAccount = phone.TelnyxApi is TelnyxApi.Texml ? phone.TelnyxAccount : null,
            From = phone.Number,
            PublicKey = TelnyxPublicKey.Parse(phone.PublicKey),
            PublicUrl = new Uri(options.PublicUrl),
            // Not the greeting's end: many machines pause before their beep, and what is said into the pause is not on the tape.
            Detection = phone.DetectMachines ? TelnyxDetection.DetectBeep : TelnyxDetection.Off,
        }, (o, api) => o with { BaseUrl = new Uri(api) });
    }
}
