namespace Kernel.Configuration.Hocon;

/// <summary>One text to be parsed, with what its includes need: the folder that they are relative to and who includes whom.</summary>
internal sealed class HoconSource
{
    private static readonly string[] Extensions = ["", ".conf", ".json"];

    private readonly string? _file;
    private readonly HoconSource? _includedBy;

    private HoconSource(string name, string text, string? file, IReadOnlyList<string> prefix, HoconSource? includedBy)
    {
        (Name, Text, Prefix) = (name, text, prefix);
        (_file, _includedBy) = (file, includedBy);
    }

    public string Name { get; }

    public string Text { get; }

    /// <summary>Where the including texts put this text, below the root.</summary>
    public IReadOnlyList<string> Prefix { get; }

    public static HoconSource FromText(string name, string text) => new(name, text, null, [], null);

    public static HoconSource FromFile(string file)
    {
        var path = Path.GetFullPath(file);
        return new HoconSource(file, File.ReadAllText(path), path, [], null);
    }

    /// <returns>Null when the file does not exist and is not required, as the specification wants.</returns>
    public HoconSource? Include(string name, bool required, IReadOnlyList<string> prefix, HoconOrigin origin)
    {
        if (_file is null && !Path.IsPathRooted(name))
            throw new HoconParserException(origin, $"cannot include '{name}': this text is not a file, so there is no folder to start from");

        var wanted = _file is null ? name : Path.Combine(Path.GetDirectoryName(_file)!, name);
        var path = Array.Find([.. Extensions.Select(extension => Path.GetFullPath(wanted + extension))], File.Exists);
        if (path is null)
        {
            return required
                ? throw new HoconParserException(origin, $"the required file '{Path.GetFullPath(wanted)}' does not exist")
                : null;
        }

        for (var including = this; including is not null; including = including._includedBy)
        {
            if (including._file == path) throw new HoconParserException(origin, $"'{name}' includes itself");
        }

        try
        {
            return new HoconSource(path, File.ReadAllText(path), path, prefix, this);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new HoconParserException(origin, $"cannot read '{path}': {unreadable.Message}");
        }
    }
}
