using CallActors.Contracts.Workspaces;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Switchboard;

/// <summary>Which workspace is meant.</summary>
internal sealed partial class ReceptionDecider
{
    private static List<(WorkspaceId Id, string Name)> NamesOf(IEnumerable<WorkspaceSummary> workspaces) =>
        [.. workspaces.Select(w => (w.Workspace.Id, w.Workspace.Name))];

    private NameMatch Find(string name) => WorkspaceNames.Find(name, NamesOf(Known));

    /// <summary>Does what is wanted with the workspace of a name, or asks which one is meant.</summary>
    private void Named(string name, Intent wanted)
    {
        var known = Known;
        switch (Find(name))
        {
            case NameMatch.Found found:
                Meant(known.First(w => w.Workspace.Id == found.Id), wanted);
                break;
            case NameMatch.Unsure unsure:
                State = State with
                {
                    Situation = Situation.ConfirmingName,
                    Wanted = wanted,
                    Candidates = [.. unsure.Candidates.Select(c => known.First(w => w.Workspace.Id == c.Id))],
                };
                Log($"a name may mean any of {State.Candidates.Count} workspaces");
                Say(Phrases.WhichOne([.. State.Candidates.Select(c => c.Workspace.Name)]));
                break;
            default:
                Say(Phrases.NoSuchWorkspace);
                break;
        }
    }

    /// <returns>False when what was said is about something else.</returns>
    private bool ChooseCandidate(string words, Intent intent)
    {
        var (candidates, wanted) = (State.Candidates, State.Wanted!);
        var chosen = intent switch
        {
            Intent.Choose { Number: var number } when number >= 1 && number <= candidates.Count => candidates[number - 1],
            Intent.No => null,
            Intent.Yes => candidates[0],
            _ => WorkspaceNames.Find(intent is Intent.TalkTo to ? to.Name : words, NamesOf(candidates)) is NameMatch.Found found ? candidates.Find(c => c.Workspace.Id == found.Id) : null,
        };
        State = State with { Candidates = [], Wanted = null, Situation = HomeSituation };
        if (chosen is not null && !State.Workspaces!.Exists(w => w.Workspace.Id == chosen.Workspace.Id))
        {
            Say(Phrases.WorkspaceGone(chosen.Workspace.Name));
            return true;
        }

        if (chosen is not null)
        {
            Meant(chosen, wanted);
            return true;
        }

        if (intent is not (Intent.No or Intent.Instruction)) return false;
        Say(Phrases.NotUnderstood);
        return true;
    }

    private Situation HomeSituation => State.Place switch
    {
        null => Situation.AtMenu,
        Place.Assistant => Situation.WithAssistant,
        Place.Session { State.Question: { } open } session when open.Number == session.Asked && Asked(QueryKind.Answering) is null => Situation.AtQuestion,
        _ => Situation.InWorkspace,
    };

    private void Meant(WorkspaceSummary workspace, Intent wanted)
    {
        var (id, name) = (workspace.Workspace.Id, workspace.Workspace.Name);
        switch (wanted)
        {
            case Intent.HowIs when State.Place is Place.Session { State: { } standing } here && here.Id == id: Say(Briefings.Status(here.Name, standing, now)); break;
            case Intent.HowIs: Ask(id, name, QueryKind.Status, new ReceptionEffect.TellWorkspace(new WorkspaceCommands.GetStanding(id))); break;
            case Intent.Close: AskToClose(id, name); break;
            default: Enter(workspace); break;
        }
    }
}
