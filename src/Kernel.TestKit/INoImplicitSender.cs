namespace Kernel.TestKit;

/// <summary>A reference that is never taken as the implicit sender of a message.</summary>
public interface INoImplicitSender;
