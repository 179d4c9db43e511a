using System.Runtime.CompilerServices;
using CallActors.Contracts.Assistants;

namespace CallActors.Engine.Assistants;

/// <summary>A response that is under way. Its events are taken one at a time: the model waits for whoever takes them.</summary>
internal sealed class ModelRun
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly IAsyncEnumerator<ModelEvent> _events;
    private Task _last = Task.CompletedTask;

    public ModelRun(int number, IAssistantModel model, ModelRequest request)
    {
        Number = number;
        _events = AskAsync(model, request, _cancel.Token).GetAsyncEnumerator(CancellationToken.None);
    }

    /// <summary>What comes back from an older run is stale.</summary>
    public int Number { get; }

    /// <summary>The next event. Never fails; one that is missing is the network's fault.</summary>
    public Task<ModelEvent> NextAsync()
    {
        var next = TakeAsync();
        _last = next;
        return next;
    }

    /// <summary>Gives it up, whether it is over or not.</summary>
    public void Stop()
    {
        _cancel.Cancel();
        _ = EndAsync();
    }

    /// <summary>A model that refuses before it begins fails where the others do: when its first event is asked for.</summary>
    private static async IAsyncEnumerable<ModelEvent> AskAsync(IAssistantModel model, ModelRequest request, [EnumeratorCancellation] CancellationToken cancelled)
    {
        await foreach (var told in model.AnswerAsync(request, cancelled).ConfigureAwait(false)) yield return told;
    }

    private async Task<ModelEvent> TakeAsync()
    {
        try
        {
            return await _events.MoveNextAsync().ConfigureAwait(false) ? _events.Current : new ModelEvent.Failed(ModelFault.Network, "The response ended without an end.");
        }
        catch (Exception e)
        {
            return new ModelEvent.Failed(ModelFault.Network, e.GetType().Name);
        }
    }

    /// <summary>An enumeration cannot be ended while its next item is awaited.</summary>
    private async Task EndAsync()
    {
        try
        {
            await _last.ConfigureAwait(false);
            await _events.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It was given up: nobody wants to know how it ended.
        }
        finally
        {
            _cancel.Dispose();
        }
    }
}
