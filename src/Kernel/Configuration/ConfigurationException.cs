namespace Kernel.Configuration;

/// <summary>A setting is missing, malformed or contradictory; the message names the key, what was expected and the mend.</summary>
public class ConfigurationException : Exception
{
    public ConfigurationException()
    {
    }

    public ConfigurationException(string message) : base(message)
    {
    }

    public ConfigurationException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}
