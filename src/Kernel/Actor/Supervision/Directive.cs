namespace Kernel.Actor;

/// <summary>What a supervisor does about a child's failure.</summary>
public enum Directive
{
    /// <summary>The child keeps its state and goes on with the next message.</summary>
    Resume,

    /// <summary>A fresh instance takes the child's place, under the same reference and mailbox.</summary>
    Restart,

    /// <summary>The supervisor fails itself, with the same cause.</summary>
    Escalate,

    /// <summary>The child ends.</summary>
    Stop,
}
