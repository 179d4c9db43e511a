namespace CallActors.Contracts.Workspaces;

/// <summary>A key that can be pressed in a workspace. Letters and digits are typed as text.</summary>
public enum WorkspaceKey
{
    Enter,
    Escape,
    Tab,
    ShiftTab,
    Space,
    Backspace,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Home,
    End,

    /// <summary>Ctrl-C: interrupts most programs.</summary>
    Interrupt,

    /// <summary>Ctrl-D: the end of what is typed.</summary>
    EndOfInput,

    /// <summary>Ctrl-U: empties the line that is being typed.</summary>
    ClearLine,
}
