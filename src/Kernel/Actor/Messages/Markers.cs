namespace Kernel.Actor;

/// <summary>A message that the cell handles itself before the actor sees it.</summary>
public interface IAutoReceivedMessage;

/// <summary>A message that could harm when it comes from an untrusted place.</summary>
public interface IPossiblyHarmful;

/// <summary>A message that does not restart the receive timeout.</summary>
public interface INotInfluenceReceiveTimeout;

/// <summary>A message that is never serialised, and so not checked for it.</summary>
public interface INoSerializationVerificationNeeded;

/// <summary>A message around another one.</summary>
public interface IWrappedMessage
{
    object Message { get; }
}
