using CallActors.Contracts.Agents;
using CallActors.Contracts.Workspaces;

namespace CallActors.Engine.Tests.Workspaces;

/// <summary>
/// Reads a screen that a spec wrote: a line <c>busy</c>, <c>idle</c> or <c>asks</c> for the state, <c>&gt; text</c> for the composer and two blanks for the rest of it, <c>? question</c>
/// with <c>: about</c> and <c>- answer</c> or <c>* answer</c> (selected) for a dialog, <c>&lt; words</c> for the reply.
/// </summary>
internal sealed class PlainScreen : IAgentScreen
{
    public string Agent => "the agent";

    public bool Recognises(Workspace workspace) => workspace.Program == "agent";

    public ScreenReading Read(Screen screen)
    {
        AgentState? state = null;
        var composer = ComposerState.None;
        var (question, about, reply, draft) = ("", "", "", "");
        var options = new List<ScreenOption>();
        foreach (var line in screen.Lines)
        {
            switch (line)
            {
                case "busy": state = new AgentState.Thinking(); break;
                case "idle": state = new AgentState.Idle(); break;
                case ['>', .. var typed]: (composer, draft) = (typed.Trim().Length == 0 ? ComposerState.Empty : ComposerState.HasText, typed.Trim()); break;
                case [' ', ' ', .. var more] when draft.Length > 0: draft += $"\n{more}"; break;
                case ['?', ' ', .. var asked]: question = asked; break;
                case [':', ' ', .. var what]: about = what; break;
                case ['-' or '*', ' ', .. var text]: options.Add(new ScreenOption(options.Count + 1, text, line[0] == '*')); break;
                case ['<', ' ', .. var words]: reply = words; break;
            }
        }

        var dialog = question.Length > 0 ? new ScreenDialog(question, about, options) : null;
        if (dialog is not null) state = new AgentState.Waiting(AgentQuestion.Permission, "", about);
        return new ScreenReading(state, composer, dialog, reply) { Draft = draft };
    }

    public static Screen Of(params string[] lines) => new(lines);
}
