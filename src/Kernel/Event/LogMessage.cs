using System.Globalization;
using System.Text;

namespace Kernel.Event;

/// <summary>Turns a format and its arguments into text.</summary>
public interface ILogMessageFormatter
{
    string Format(string format, params object?[] args);

    string Format(string format, IEnumerable<object?> args);
}

/// <summary>
/// <c>{0}</c> by position, <c>{Name}</c> by order of appearance. A format that does not fit its arguments is shown with them,
/// and never throws: a log line is no reason to fail.
/// </summary>
public sealed class DefaultLogMessageFormatter : ILogMessageFormatter
{
    public static readonly DefaultLogMessageFormatter Instance = new();

    private DefaultLogMessageFormatter()
    {
    }

    public string Format(string format, IEnumerable<object?> args) => Format(format, args.ToArray());

    public string Format(string format, params object?[] args)
    {
        if (args.Length == 0)
            return format;
        try
        {
            return string.Format(CultureInfo.InvariantCulture, Positional(format), args);
        }
        catch (FormatException)
        {
            return $"{format} [{string.Join(", ", args)}]";
        }
    }

    private static string Positional(string format)
    {
        var result = new StringBuilder(format.Length);
        var named = 0;
        for (var i = 0; i < format.Length; i++)
        {
            result.Append(format[i]);
            if (format[i] != '{' || i + 1 >= format.Length)
                continue;
            if (format[i + 1] == '{')
            {
                result.Append(format[++i]);
                continue;
            }

            if (char.IsAsciiDigit(format[i + 1]))
                continue;
            while (i + 1 < format.Length && format[i + 1] is not ('}' or ':' or ','))
                i++;
            result.Append(CultureInfo.InvariantCulture, $"{named++}");
        }

        return result.ToString();
    }
}

/// <summary>A format with its arguments, turned into text when it is first read.</summary>
public abstract class LogMessage(ILogMessageFormatter formatter, string format)
{
    public string Format { get; } = format;

    protected ILogMessageFormatter Formatter { get; } = formatter;

    public abstract IEnumerable<object?> Parameters();

    public override string ToString() => Formatter.Format(Format, Parameters());
}

internal sealed class FormattedLogMessage(ILogMessageFormatter formatter, string format, object?[] args) : LogMessage(formatter, format)
{
    public override IEnumerable<object?> Parameters() => args;
}
