using System.Diagnostics.CodeAnalysis;
using CallActors.Contracts.Workspaces;

namespace CallActors.Edges;

/// <summary>
/// Names a machine that lends its workspaces: <c>laptop</c>. Its hosts have it behind an at sign, <c>tmux@laptop</c>, and so have the ids of
/// its workspaces, <c>tmux@laptop:%3</c>.
/// </summary>
public readonly record struct EdgeName
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 32;

    /// <summary>Longest name of a host on an edge, in characters.</summary>
    public const int MaxHostLength = 16;

    private const char At = '@';

    private readonly string? _value;

    private EdgeName(string value) => _value = value;

    /// <summary>The text form.</summary>
    public string Value => _value ?? throw new InvalidOperationException("This edge was never named.");

    /// <summary>Reads a name: 1 to 32 lower-case ASCII letters, digits and hyphens, no hyphen at an end.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out EdgeName name)
    {
        name = default;
        if (text is null || text.Length is < 1 or > MaxLength || text[0] == '-' || text[^1] == '-') return false;
        if (!text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')) return false;
        name = new EdgeName(text);
        return true;
    }

    /// <summary>The name that a machine's own makes: <c>Anna's MacBook.local</c> becomes <c>anna-s-macbook</c>.</summary>
    public static EdgeName OfMachine(string machine)
    {
        var own = machine.Split('.')[0].ToLowerInvariant();
        var letters = string.Concat(own.Select(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) ? c : '-')).Trim('-');
        return TryParse(letters[..Math.Min(letters.Length, MaxLength)].Trim('-'), out var name) ? name : new EdgeName("edge");
    }

    /// <summary>Whether an edge's host may be called so: 1 to 16 lower-case ASCII letters, digits and <c>-_.</c></summary>
    public static bool IsHostName(string text) =>
        text.Length is >= 1 and <= MaxHostLength && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.');

    /// <summary>Whether a host's name is that of a host on an edge.</summary>
    public static bool IsLent(string host) => host.Contains(At, StringComparison.Ordinal);

    /// <summary>The edge that has a host; null for a host of this machine.</summary>
    public static EdgeName? OfHost(string host) => TryParse(host[(host.IndexOf(At, StringComparison.Ordinal) + 1)..], out var name) && IsLent(host) ? name : null;

    /// <summary>What a host of this edge is called elsewhere.</summary>
    public string HostHere(string host) => $"{host}{At}{Value}";

    /// <summary>What a workspace of this edge is called elsewhere. False when that would be too long for a name.</summary>
    public bool TryLend(WorkspaceId own, out WorkspaceId id) => WorkspaceId.TryParse($"{HostHere(own.Host)}:{own.Local}", out id);

    /// <summary>What this edge itself calls its workspace.</summary>
    /// <exception cref="ArgumentException">It is none of this edge's.</exception>
    public WorkspaceId Own(WorkspaceId id) => id.Host.EndsWith(At + Value, StringComparison.Ordinal)
        ? WorkspaceId.Of(id.Host[..^(Value.Length + 1)], id.Local)
        : throw new ArgumentException("This workspace is another's.", nameof(id));

    /// <inheritdoc/>
    public override string ToString() => _value ?? "edge?";
}
