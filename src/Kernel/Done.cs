namespace Kernel;

/// <summary>The value of a task that has nothing to say but that it is finished.</summary>
public sealed class Done
{
    public static readonly Done Instance = new();

    private Done()
    {
    }
}
