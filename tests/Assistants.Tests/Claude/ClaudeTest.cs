using CallActors.Assistants.Claude;
using CallActors.Contracts.Assistants;
using CallActors.Simulators.Claude;

namespace CallActors.Assistants.Tests.Claude;

/// <summary>Our client and the simulated vendor, over real sockets.</summary>
public abstract class ClaudeTest : IAsyncLifetime
{
    protected static readonly ModelTool Status = new(
        "workspace_status", "Tells how a workspace stands.",
        """{"type":"object","properties":{"workspace":{"type":"string","minLength":1}},"required":["workspace"],"additionalProperties":false}""");


    protected ClaudeSimulator Vendor { get; private set; } = null!;

    protected ClaudeOptions Options => new() { ApiKey = "sk-ant-simulated", BaseUrl = Vendor.Address };

    public async Task InitializeAsync() => Vendor = await ClaudeSimulator.StartAsync();

    public async Task DisposeAsync()
    {
        await Vendor.DisposeAsync();
    }

    protected static ModelMessage Person(params ModelPart[] parts) => new(ModelRole.Person, parts);

    protected static ModelMessage Person(string words) => Person(new ModelPart.Text(words));

    protected static ModelMessage Assistant(params ModelPart[] parts) => new(ModelRole.Assistant, parts);

    protected static ModelRequest Saying(string words) => new([Person(words)], [Status]);

    /// <summary>Every event of a response but the signs of life.</summary>
    protected async Task<List<ModelEvent>> AskAsync(ModelRequest request, ClaudeOptions? options = null)
    {
        using var model = new ClaudeModel(options ?? Options, TimeProvider.System);
        var events = new List<ModelEvent>();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var told in model.AnswerAsync(request, deadline.Token))
            if (told is not ModelEvent.Alive) events.Add(told);
        return events;
    }

    protected static string Words(IEnumerable<ModelEvent> events) => string.Concat(events.OfType<ModelEvent.Text>().Select(t => t.Words));
}
