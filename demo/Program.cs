using CallActors.Demo;

// The main job, headless and with real audio: exits 0 only if all of it happened.
using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
try
{
    return await Story.TellAsync(Console.Out, deadline.Token);
}
catch (OperationCanceledException) when (deadline.IsCancellationRequested)
{
    Console.Error.WriteLine("The demo was not over in 60 s.");
    return 1;
}
catch (Exception e)
{
    Console.Error.WriteLine($"The demo failed: {e.Message}");
    return 1;
}
