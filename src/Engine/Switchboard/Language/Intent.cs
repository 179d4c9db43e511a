namespace CallActors.Engine.Switchboard.Language;

/// <summary>What a person wants who says something to the switchboard. Names are as they were heard: <see cref="WorkspaceNames"/> finds whose
/// they are.</summary>
internal abstract record Intent
{
    private Intent()
    {
    }

    /// <summary>"Talk to kunduz", "switch to the API server".</summary>
    public sealed record TalkTo(string Name) : Intent;

    public sealed record Next : Intent;

    public sealed record Previous : Intent;

    /// <summary>"What's running?", "who needs me?"</summary>
    public sealed record WhatRuns : Intent;

    /// <param name="Name">Empty for the workspace that the person talks to.</param>
    public sealed record HowIs(string Name) : Intent;

    public sealed record AnyErrors : Intent;

    /// <summary>The agent's last words again.</summary>
    public sealed record ReadAgain : Intent;

    public sealed record ReadScreen : Intent;

    /// <summary>Interrupt what the agent does.</summary>
    public sealed record StopAgent : Intent;

    /// <summary>Interrupt it, and tell it this instead.</summary>
    public sealed record StopAndSay(string Words) : Intent;

    public sealed record Help : Intent;

    /// <summary>Leave the workspace: back to the switchboard.</summary>
    public sealed record Menu : Intent;

    public sealed record Goodbye : Intent;

    /// <summary>Call me when it is done. Whether the person hangs up now is theirs to do.</summary>
    public sealed record CallBackWhenDone : Intent;

    /// <param name="Name">Empty when none was said.</param>
    public sealed record Create(string Name) : Intent;

    /// <param name="Name">Empty for the workspace that the person talks to.</param>
    public sealed record Close(string Name) : Intent;

    /// <summary>The assistant that needs no workspace.</summary>
    public sealed record Assistant : Intent;

    /// <summary>The assistant is to forget what was said to it: "start over".</summary>
    public sealed record StartOver : Intent;

    /// <summary>Yes, this once.</summary>
    public sealed record Yes : Intent;

    /// <summary>Yes, and do not ask again. Never to be taken for <see cref="Yes"/>: by phone nothing is allowed for good.</summary>
    public sealed record YesAlways : Intent;

    public sealed record No : Intent;

    /// <summary>What exactly is asked?</summary>
    public sealed record ShowMe : Intent;

    /// <param name="Number">From 1.</param>
    public sealed record Choose(int Number) : Intent;

    /// <summary>A key that has no meaning here.</summary>
    public sealed record Press(char Key) : Intent;

    /// <summary>Everything else. In a workspace: for its agent. At the menu: perhaps a name. At a question: an unclear answer.</summary>
    /// <param name="Words">As they were heard, without the names of address and the sounds of hesitation before them.</param>
    public sealed record Instruction(string Words) : Intent;
}

/// <summary>Where in the switchboard a person says something.</summary>
internal enum Situation
{
    /// <summary>They talk to the switchboard, and to no workspace.</summary>
    AtMenu,

    /// <summary>They talk to an agent: what is said is for it, unless it is one of the switchboard's own sentences as a whole.</summary>
    InWorkspace,

    /// <summary>They talk to the assistant: what is said is for it, unless it is one of the switchboard's own sentences as a whole.</summary>
    WithAssistant,

    /// <summary>The agent's question was read out to them.</summary>
    AtQuestion,

    /// <summary>They were asked which workspace they meant.</summary>
    ConfirmingName,

    /// <summary>They were asked for the word of the moment. Here nothing is a <see cref="Intent.Yes"/>: <see cref="ConfirmationWords"/> judges
    /// what was said.</summary>
    ConfirmingDanger,
}
