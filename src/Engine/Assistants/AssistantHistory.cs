using CallActors.Contracts.Assistants;

namespace CallActors.Engine.Assistants;

/// <summary>A conversation as a model is told it: it begins with the person, alternates, and answers each use of a tool in the next message.</summary>
internal static class AssistantHistory
{
    /// <summary>The messages of all turns that a model may be told of.</summary>
    public static IReadOnlyList<ModelMessage> Of(AssistantState state)
    {
        var messages = new List<ModelMessage>();
        // What a model has declined once it declines again, and all that comes after it.
        foreach (var turn in state.Turns.Where(t => t.How is not AssistantEnding.Declined)) Add(messages, turn);
        return messages;
    }

    private static void Add(List<ModelMessage> messages, AssistantState.Turn turn)
    {
        Add(messages, ModelRole.Person, [new ModelPart.Text(turn.Words)]);
        foreach (var round in turn.Steps.GroupBy(s => s.Round))
        {
            Add(messages, ModelRole.Assistant, round.Select(s => Part(s, turn.How is not null)).OfType<ModelPart>());
            Add(messages, ModelRole.Person, round.Where(s => s.Result is not null).Select(s => new ModelPart.ToolResult(s.UseId!, s.Result!, s.IsError)));
        }
    }

    private static ModelPart? Part(AssistantState.Step step, bool isOver) => step.Kind switch
    {
        // A model takes no blank words. While a turn runs all else stays as it came: the model's notes hold for nothing else.
        AssistantState.StepKind.Words => string.IsNullOrWhiteSpace(step.Text) ? null : new ModelPart.Text(isOver ? step.Text.TrimEnd() : step.Text),
        AssistantState.StepKind.Note => new ModelPart.Note(step.Text),
        // One that is not answered yet is not told: there is nothing to ask of the model before it is.
        _ => step.Result is null ? null : new ModelPart.ToolUse(step.UseId!, step.Name!, step.Text),
    };

    /// <summary>A message of nothing is none, and two of the same side are one.</summary>
    private static void Add(List<ModelMessage> messages, ModelRole role, IEnumerable<ModelPart> parts)
    {
        ModelPart[] more = [.. parts];
        if (more.Length == 0) return;
        if (messages is [.., var last] && last.Role == role) messages[^1] = last with { Parts = [.. last.Parts, .. more] };
        else messages.Add(new ModelMessage(role, more));
    }
}
