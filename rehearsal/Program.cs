using System.Runtime.InteropServices;
using CallActors.Rehearsal;

// ./run rehearse twilio, ./run rehearse telnyx: the whole product against a simulated carrier, with the phone page as the handset.
const string Number = "+15005550006";
const string Person = "+15005550111";
const int GatewayPort = 3333;
const int PagePort = 3334;

var gateway = new Uri($"http://127.0.0.1:{GatewayPort}");
if (args is not [("twilio" or "telnyx") and var name])
{
    Console.Error.WriteLine("./run rehearse twilio, or ./run rehearse telnyx");
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

await using var carrier = await (name == "twilio" ? RehearsedTwilio.StartAsync(Number, Person, gateway) : RehearsedTelnyx.StartAsync(Number, Person, gateway));
await using var page = await HandsetPage.StartAsync(carrier.Phone, Number, PagePort);
Console.WriteLine(carrier.Description);
Console.WriteLine($"The phone with the number {Person}: open {page.Address}phone and let it ring, or call from it");
var settings = new Dictionary<string, string>(carrier.Settings) { ["CALLME_PHONE_NUMBER"] = Number, ["CALLME_USER_PHONE_NUMBER"] = Person };
var exit = await GatewayChild.RunAsync(settings, GatewayPort, Path.Combine("var", "rehearsal"), terminate.Token);
foreach (var complaint in carrier.Complaints) Console.WriteLine($"The carrier would complain: {complaint}");
return exit;
