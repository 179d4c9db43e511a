using Kernel.Actor;

namespace Kernel.Pattern;

/// <summary>The circuit breaker is open: the call was not made.</summary>
public sealed class OpenCircuitException : AkkaException
{
    public OpenCircuitException()
        : this("Circuit Breaker is open; calls are failing fast")
    {
    }

    public OpenCircuitException(string message)
        : base(message)
    {
    }

    public OpenCircuitException(string message, Exception cause)
        : base(message, cause)
    {
    }

    public OpenCircuitException(Exception cause)
        : base("Circuit Breaker is open; calls are failing fast", cause)
    {
    }
}

/// <summary>An operation that the state does not allow.</summary>
public class IllegalStateException : AkkaException
{
    public IllegalStateException(string message)
        : base(message)
    {
    }

    public IllegalStateException(string message, Exception innerEx)
        : base(message, innerEx)
    {
    }
}
