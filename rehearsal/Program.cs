using System.Runtime.InteropServices;
using CallActors.Rehearsal;
using CallActors.Simulators.Twilio;

// ./run rehearse twilio: the whole product against a simulated Twilio, with the phone page as the handset.
const string Number = "+15005550006";
const string Person = "+15005550111";
const int GatewayPort = 3333;
const int PagePort = 3334;

if (args is not ["twilio"])
{
    Console.Error.WriteLine("./run rehearse twilio");
    return 2;
}

// Ctrl+C reaches the gateway by itself, which has the same terminal: this program only waits for it. A termination is passed on.
using var terminate = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    terminate.Cancel();
});

await using var twilio = await TwilioSimulator.StartAsync(new TwilioSimulatorOptions
{
    Numbers = [new TwilioNumber(Number) { VoiceUrl = new Uri($"http://127.0.0.1:{GatewayPort}/twiml"), SmsUrl = new Uri($"http://127.0.0.1:{GatewayPort}/whatsapp") }],
});
await using var page = await HandsetPage.StartAsync(twilio.AddHandset(Person), Number, PagePort);
Console.WriteLine($"Simulated Twilio at {twilio.Address}, account {twilio.Options.AccountSid}, number {Number}");
Console.WriteLine($"The phone with the number {Person}: open {page.Address}phone and let it ring, or call from it");
var exit = await GatewayChild.RunAsync(twilio, Number, Person, GatewayPort, Path.Combine("var", "rehearsal"), terminate.Token);
foreach (var alert in twilio.Alerts) Console.WriteLine($"Twilio would complain: {alert.Code} {alert.What}");
return exit;
