namespace Kernel.Dispatch;

/// <summary>Something that can be run, for those who would rather keep an object than a delegate.</summary>
public interface IRunnable
{
    void Run();
}
