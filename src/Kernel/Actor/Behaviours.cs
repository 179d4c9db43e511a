namespace Kernel.Actor;

/// <summary>A behaviour: says whether it handled the message.</summary>
public delegate bool Receive(object message);

/// <summary>A behaviour that handles every message itself.</summary>
public delegate void UntypedReceive(object message);
