using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CallActors.Contracts.Assistants;

namespace CallActors.Engine.Tests.Assistants;

/// <summary>A model that says what a test tells it, when the test does.</summary>
internal sealed class ScriptedModel : IAssistantModel
{
    private readonly BlockingCollection<Response> _responses = [];

    public string Name => "scripted";

    /// <summary>The next response that was asked for.</summary>
    public Response Next() => _responses.TryTake(out var response, TimeSpan.FromSeconds(10)) ? response : throw new TimeoutException("The model was not asked.");

    /// <summary>Whether a response was asked for that nobody has looked at.</summary>
    public bool WasAsked => _responses.Count > 0;

    public async IAsyncEnumerable<ModelEvent> AnswerAsync(ModelRequest request, [EnumeratorCancellation] CancellationToken cancelled)
    {
        var response = new Response(request);
        cancelled.Register(() => response.GiveUp());
        _responses.Add(response, CancellationToken.None);
        await foreach (var told in response.Events.Reader.ReadAllAsync(cancelled)) yield return told;
    }

    internal sealed record Response(ModelRequest Request)
    {
        public Channel<ModelEvent> Events { get; } = Channel.CreateUnbounded<ModelEvent>();

        private readonly ManualResetEventSlim _givenUp = new();

        /// <summary>Waits until nobody wants more of it.</summary>
        public bool IsGivenUp() => _givenUp.Wait(TimeSpan.FromSeconds(10));

        public void GiveUp() => _givenUp.Set();

        public void Say(string words) => Tell(new ModelEvent.Text(words));

        public void Use(string id, string tool, string input) => Tell(new ModelEvent.UsedTool(id, tool, input));

        public void End(ModelStop stop = ModelStop.EndOfTurn) => Tell(new ModelEvent.Ended(stop, 10, 5, 0));

        public void Fail(ModelFault fault, TimeSpan? retryAfter = null) => Tell(new ModelEvent.Failed(fault, "Simulated.", retryAfter));

        public void Tell(ModelEvent told) => Events.Writer.TryWrite(told);
    }
}
