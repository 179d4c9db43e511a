namespace Kernel.Dispatch;

/// <summary>What an actor needs of its mailbox. The kernel's one mailbox meets all of them.</summary>
public interface ISemantics;

/// <summary>A mailbox without bound.</summary>
public interface IUnboundedMessageQueueSemantics : ISemantics;

/// <summary>A mailbox whose front can be written, as stashes do.</summary>
public interface IDequeBasedMessageQueueSemantics : ISemantics;

/// <summary>Both.</summary>
public interface IUnboundedDequeBasedMessageQueueSemantics : IDequeBasedMessageQueueSemantics, IUnboundedMessageQueueSemantics;

/// <summary>Declares on an actor what it needs of its mailbox.</summary>
public interface IRequiresMessageQueue<T>
    where T : ISemantics;
