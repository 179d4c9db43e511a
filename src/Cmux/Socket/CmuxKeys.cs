using CallActors.Contracts.Workspaces;

namespace CallActors.Cmux.Socket;

/// <summary>The names of keys, and what a terminal sends for them: old builds know few names.</summary>
internal static class CmuxKeys
{
    /// <returns>The name; empty for a key that has none.</returns>
    public static string Name(WorkspaceKey key) => key switch
    {
        WorkspaceKey.Enter => "enter",
        WorkspaceKey.Escape => "escape",
        WorkspaceKey.Tab => "tab",
        WorkspaceKey.ShiftTab => "shift+tab",
        WorkspaceKey.Space => "",
        WorkspaceKey.Backspace => "backspace",
        WorkspaceKey.Up => "up",
        WorkspaceKey.Down => "down",
        WorkspaceKey.Left => "left",
        WorkspaceKey.Right => "right",
        WorkspaceKey.PageUp => "pageup",
        WorkspaceKey.PageDown => "pagedown",
        WorkspaceKey.Home => "home",
        WorkspaceKey.End => "end",
        WorkspaceKey.Interrupt => "ctrl-c",
        WorkspaceKey.EndOfInput => "ctrl-d",
        WorkspaceKey.ClearLine => "ctrl-u",
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    public static string Bytes(WorkspaceKey key) => key switch
    {
        WorkspaceKey.Enter => "\r",
        WorkspaceKey.Escape => "\u001b",
        WorkspaceKey.Tab => "\t",
        WorkspaceKey.ShiftTab => "\u001b[Z",
        WorkspaceKey.Space => " ",
        WorkspaceKey.Backspace => "\u007f",
        WorkspaceKey.Up => "\u001b[A",
        WorkspaceKey.Down => "\u001b[B",
        WorkspaceKey.Left => "\u001b[D",
        WorkspaceKey.Right => "\u001b[C",
        WorkspaceKey.PageUp => "\u001b[5~",
        WorkspaceKey.PageDown => "\u001b[6~",
        WorkspaceKey.Home => "\u001b[H",
        WorkspaceKey.End => "\u001b[F",
        WorkspaceKey.Interrupt => "\u0003",
        WorkspaceKey.EndOfInput => "\u0004",
        WorkspaceKey.ClearLine => "\u0015",
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };
}
