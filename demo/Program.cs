using CallActors.Demo;

// A whole call, headless and with real audio, one way or the other: exits 0 only if all of it happened.
var isInbound = args is ["inbound"];
if (args.Length > 0 && !isInbound)
{
    Console.Error.WriteLine("./run demo has an agent call a person; ./run demo inbound has a person call the agent in a terminal.");
    return 2;
}

var patience = TimeSpan.FromSeconds(isInbound ? 180 : 60);
using var deadline = new CancellationTokenSource(patience);
try
{
    return isInbound ? await InboundStory.TellAsync(Console.Out, deadline.Token) : await Story.TellAsync(Console.Out, deadline.Token);
}
catch (OperationCanceledException) when (deadline.IsCancellationRequested)
{
    Console.Error.WriteLine($"The demo was not over in {patience.TotalSeconds:0} s.");
    return 1;
}
catch (Exception e)
{
    Console.Error.WriteLine($"The demo failed: {e.Message}");
    return 1;
}
