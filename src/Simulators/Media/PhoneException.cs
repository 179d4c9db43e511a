namespace CallActors.Simulators.Media;

/// <summary>The phone could not do what was asked.</summary>
public sealed class PhoneException : Exception
{
    public PhoneException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
