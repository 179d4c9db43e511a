using CallActors.Contracts.Agents;
using CallActors.Contracts.Speech;
using CallActors.Engine.Switchboard.Language;

namespace CallActors.Engine.Switchboard;

/// <summary>What the person is likely to say: a local recogniser hears little else then, and that little well.</summary>
internal sealed partial class ReceptionDecider
{
    private const int MostChoices = 20;
    private const int LongestChoice = 60;

    private static readonly string[] Commands = ["what's running", "any errors", "next", "help", "goodbye"];
    private static readonly string[] Answers = ["yes", "yes once", "yes please", "no", "no don't", "show me", "stop", "main menu", "goodbye"];

    private Expectation Expects
    {
        get
        {
            // The forms are those of the grammar's English; elsewhere, and to an agent, everything may be said.
            if (!Language.StartsWith("en", StringComparison.OrdinalIgnoreCase)) return Expectation.Open.Instance;
            return State.Situation switch
            {
                Situation.ConfirmingDanger when State.Confirming is { } confirming => OneOf([confirming.Word, "no", "stop", "cancel"]),
                Situation.AtQuestion when Question is { For: AgentQuestion.Permission or AgentQuestion.Plan } => OneOf(Answers),
                Situation.AtQuestion when Question is { } question => OneOf([.. Answers.Where(a => !a.StartsWith("yes", StringComparison.Ordinal)), .. question.Options.Select(o => $"option {o.Number}")]),
                Situation.ConfirmingName => OneOf([.. State.Candidates.Select(c => c.Workspace.Name), "the first one", "the second one", "no"]),
                Situation.AtMenu when !means.HasAssistant && Known is { Count: > 0 } known => OneOf([.. Commands, .. known.Select(w => $"talk to {w.Workspace.Name}")]),
                _ => Expectation.Open.Instance,
            };
        }
    }

    private static Expectation OneOf(IEnumerable<string> choices)
    {
        string[] fit = [.. choices.Where(c => c.Length <= LongestChoice).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostChoices)];
        return fit.Length > 1 ? new Expectation.OneOf(fit) : Expectation.Open.Instance;
    }
}
