using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Contracts.Switchboard;
using CallActors.Engine.Switchboard;
using CallActors.Gateway.Http;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Calls;

/// <summary>Calls people who want to be called: those who may be called, as often as they may be called, and nobody while the gateway is
/// stopping.</summary>
/// <param name="place">Places the call.</param>
public sealed partial class CallOutDesk(Pins pins, Callees callees, RateLimits limits, ShutdownGate gate, Action<CallOut, CalleeChoice.Allowed> place, ILogger<CallOutDesk> log) : ICallOut
{
    private static readonly OperationId Operation = new("call-out");

    /// <inheritdoc/>
    public bool CanCall(PersonId person) => ChoiceOf(person) is not null;

    /// <inheritdoc/>
    public CallOutAnswer Ring(CallOut order)
    {
        if (gate.IsClosed) return CallOutAnswer.NotNow;
        if (ChoiceOf(order.Person) is not { } allowed)
        {
            LogNotAllowed();
            return CallOutAnswer.Never;
        }

        if (limits.RefuseCall(allowed.Callee) is not null) return CallOutAnswer.NotNow;
        place(order, allowed);
        return CallOutAnswer.Placed;
    }

    /// <summary>The order for the call: its reception asks for the PIN before it says anything of what the call is about.</summary>
    /// <param name="usual">The language of people for whom none is configured.</param>
    public static CallCommands.PlaceCall PlaceOf(CallOut order, CalleeChoice.Allowed allowed, string usual) => new(
        order.CallId, Operation, allowed.Callee, CallOutWords.Of(order.Why, allowed.Person is { Language: { Length: > 0 } own } ? own : usual), Expectation.Open.Instance,
        Voice: allowed.Person?.Voice, Language: allowed.Person?.Language, Hints: allowed.Person?.Hints, Attendant: CallAttendant.Switchboard, Person: order.Person);

    /// <summary>Where the person is called: at a number rather than at the softphone.</summary>
    private CalleeChoice.Allowed? ChoiceOf(PersonId person) => pins.Everybody
        .Where(p => PersonId.Of(p.Name) == person)
        .OrderBy(p => p.Address == CalleeShape.Softphone)
        .Select(p => callees.Choose(p.Address))
        .OfType<CalleeChoice.Allowed>()
        .FirstOrDefault();

    [LoggerMessage(Level = LogLevel.Information, Message = "Somebody who may not be called wanted to be: nobody was rung")]
    private partial void LogNotAllowed();
}
