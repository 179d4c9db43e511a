using CallActors.Contracts.Assistants;

namespace CallActors.Engine.Tests.Assistants;

/// <summary>What a model's vendor asks of a conversation.</summary>
internal static class SoundHistory
{
    public static void Check(IReadOnlyList<ModelMessage> messages)
    {
        Assert.NotEmpty(messages);
        for (var i = 0; i < messages.Count; i++)
        {
            var (message, next) = (messages[i], i + 1 < messages.Count ? messages[i + 1] : null);
            Assert.Equal(i % 2 == 0 ? ModelRole.Person : ModelRole.Assistant, message.Role);
            Assert.NotEmpty(message.Parts);
            Assert.All(message.Parts.OfType<ModelPart.Text>(), t => Assert.False(string.IsNullOrWhiteSpace(t.Words)));
            Assert.Equal(
                message.Parts.OfType<ModelPart.ToolUse>().Select(u => u.UseId),
                next?.Parts.TakeWhile(p => p is ModelPart.ToolResult).Cast<ModelPart.ToolResult>().Select(r => r.UseId) ?? []);
            // Answers come first, and to nothing that was not asked.
            var before = i == 0 ? 0 : messages[i - 1].Parts.OfType<ModelPart.ToolUse>().Count();
            Assert.Equal(before, message.Parts.OfType<ModelPart.ToolResult>().Count());
        }

        Assert.Equal(ModelRole.Person, messages[^1].Role);
    }
}
