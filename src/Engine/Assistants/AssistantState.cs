using System.Collections.Immutable;
using System.Text.Json.Serialization;
using CallActors.Contracts.Assistants;
using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;

namespace CallActors.Engine.Assistants;

/// <summary>A conversation as its events tell it. Immutable; <see cref="Apply"/> reads no clock. Turns fall out whole, the oldest first, and
/// only when a new one begins: what a running turn's first request told the model stays as it was.</summary>
internal sealed record AssistantState
{
    /// <summary>Turns that are remembered.</summary>
    public const int TurnsRemembered = 60;

    /// <summary>Characters of all turns but the latest.</summary>
    public const int CharactersRemembered = 100_000;

    /// <summary>What is kept of a tool's answer when its turn is over.</summary>
    public const int ResultRemembered = 2000;

    public ImmutableList<Turn> Turns { get; init; } = [];

    /// <summary>The turn that runs.</summary>
    public Turn? Running => Turns.LastOrDefault() is { How: null } last ? last : null;

    public Turn? Find(TurnId id) => Turns.Find(t => t.Id == id);

    public AssistantState Apply(IAssistantEvent fact) => fact switch
    {
        AssistantEvents.TurnBegun e => this with { Turns = Bounded(e.Words.Length).Add(new Turn(e.TurnId, e.CallId, e.At, e.Words)) },
        AssistantEvents.Spoken e => Latest(t => t.Say(e.Round, e.Words)),
        AssistantEvents.Noted e => Latest(t => t.Add(new Step(StepKind.Note, e.Round, e.Data))),
        AssistantEvents.ToolUsed e => Latest(t => t.Add(new Step(StepKind.Tool, e.Round, e.Input) { UseId = e.UseId, Name = e.Name })),
        AssistantEvents.ToolAnswered e => Latest(t => t.Answer(e.UseId, e.Content, e.IsError)),
        AssistantEvents.TurnEnded e => Ended(e),
        AssistantEvents.WordsCut e => Turns.LastOrDefault()?.Id == e.TurnId ? Latest(t => t.Cut(e.Kept)) : this,
        AssistantEvents.Forgotten => new AssistantState(),
        _ => throw new ArgumentOutOfRangeException(nameof(fact), fact.GetType().Name, "An event that this version does not know."),
    };

    /// <summary>All of it, for the snapshot store.</summary>
    public AssistantSnapshot Snapshot(PersonId person) => new(person, Turns);

    public static AssistantState Of(AssistantSnapshot snapshot) => new() { Turns = [.. snapshot.Turns.Select(t => t with { Steps = [.. t.Steps] })] };

    private AssistantState Latest(Func<Turn, Turn> change) => Turns.IsEmpty ? this : this with { Turns = Turns.SetItem(Turns.Count - 1, change(Turns[^1])) };

    private AssistantState Ended(AssistantEvents.TurnEnded e)
    {
        var ended = Latest(t => t.End(e.How));
        // A conversation that is too long stays so unless something of it goes, and if that is the only turn.
        return e.How is AssistantEnding.TooLong ? this with { Turns = ended.Turns.RemoveRange(0, (ended.Turns.Count + 1) / 2) } : ended;
    }

    private ImmutableList<Turn> Bounded(int more)
    {
        var (keep, size) = (0, more);
        while (keep < Turns.Count && keep < TurnsRemembered - 1 && (size += Turns[^(keep + 1)].Size) <= CharactersRemembered) keep++;
        return Turns.RemoveRange(0, Turns.Count - keep);
    }

    /// <summary>What the person said, and all that came of it.</summary>
    /// <param name="Words">The person's.</param>
    internal sealed record Turn(TurnId Id, CallId CallId, DateTimeOffset At, string Words)
    {
        public IReadOnlyList<Step> Steps { get; init; } = [];

        /// <summary>How it ended; null while it runs.</summary>
        public AssistantEnding? How { get; init; }

        /// <summary>The assistant's words so far.</summary>
        [JsonIgnore]
        public string Said => string.Concat(Steps.Where(s => s.Kind is StepKind.Words).Select(s => s.Text));

        [JsonIgnore]
        public int Size => Words.Length + Steps.Sum(s => s.Text.Length + (s.Result?.Length ?? 0));

        /// <summary>Tools that were not answered, in order.</summary>
        [JsonIgnore]
        public IEnumerable<Step> Open => Steps.Where(s => s is { Kind: StepKind.Tool, Result: null });

        public Turn Add(Step step) => this with { Steps = [.. Steps, step] };

        /// <summary>Pieces that follow one another are one step.</summary>
        public Turn Say(int round, string words) => Steps is [.., { Kind: StepKind.Words } last] && last.Round == round
            ? this with { Steps = [.. Steps.SkipLast(1), last with { Text = last.Text + words }] }
            : Add(new Step(StepKind.Words, round, words));

        public Turn Answer(string useId, string content, bool isError) =>
            this with { Steps = [.. Steps.Select(s => s.UseId == useId && s.Result is null ? s with { Result = content, IsError = isError } : s)] };

        /// <summary>The model's notes hold for what is told with them, unchanged: a turn that is over gives them up, and may then be shortened.</summary>
        public Turn End(AssistantEnding how) => this with { How = how, Steps = [.. Steps.Where(s => s.Kind is not StepKind.Note).Select(Shortened)] };

        public Turn Cut(int kept)
        {
            var steps = new List<Step>();
            foreach (var step in Steps.Where(s => s.Kind is not StepKind.Note))
            {
                if (step.Kind is StepKind.Words && kept < step.Text.Length)
                {
                    if (kept > 0) steps.Add(step with { Text = step.Text[..kept] });
                    kept = 0;
                }
                else
                {
                    if (step.Kind is StepKind.Words) kept -= step.Text.Length;
                    steps.Add(step);
                }
            }

            return this with { Steps = steps };
        }

        private static Step Shortened(Step step) =>
            step.Result is { Length: > ResultRemembered } whole ? step with { Result = whole[..ResultRemembered] + " … (shortened)" } : step;
    }

    /// <summary>One thing that the assistant did.</summary>
    /// <param name="Round">The turn's response, from 0.</param>
    /// <param name="Text">The words, the note, or the tool's input.</param>
    internal sealed record Step(StepKind Kind, int Round, string Text)
    {
        /// <summary>Of a tool: the use's name.</summary>
        public string? UseId { get; init; }

        /// <summary>Of a tool: its name.</summary>
        public string? Name { get; init; }

        /// <summary>Of a tool: what it answered; null while it has not.</summary>
        public string? Result { get; init; }

        public bool IsError { get; init; }
    }

    internal enum StepKind
    {
        Words,
        Note,
        Tool,
    }
}

/// <summary>Stored: a conversation as it stands.</summary>
internal sealed record AssistantSnapshot(PersonId Person, IReadOnlyList<AssistantState.Turn> Turns);
