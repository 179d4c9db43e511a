using CallActors.Contracts.Calls;
using CallActors.Contracts.Speech;
using CallActors.Contracts.Texts;
using CallActors.Engine;
using CallActors.Engine.Agents;
using CallActors.Gateway.Http;
using CallActors.Gateway.People;

namespace CallActors.Gateway.Calls;

/// <summary>Rings people who ask for it by text: those who may be called, as often as they may be called, and nobody while the gateway is
/// stopping.</summary>
/// <param name="placed">Is told who is rung.</param>
/// <param name="engine">The engine's doors; asked for when somebody is rung, because the engine is made with this desk.</param>
/// <param name="events">What happens in calls; the same.</param>
public sealed partial class CallBackDesk(Callees callees, RateLimits limits, ShutdownGate gate, CallBacks placed, Func<EngineHandle> engine, Func<ICallEvents> events, ILogger<CallBackDesk> log)
    : ICallBackDesk
{
    public bool Admits(TextAddress person)
    {
        if (gate.IsClosed) return false;
        if (callees.Choose(person.Phone) is not CalleeChoice.Allowed allowed)
        {
            LogNotAllowed();
            return false;
        }

        if (limits.RefuseCall(allowed.Callee) is null) return true;
        LogTooOften();
        return false;
    }

    public bool IsOver(CallId callId) => placed.IsOver(callId);

    public void Ring(TextAddress person, CallId callId, bool agentWaits)
    {
        if (callees.Choose(person.Phone) is not CalleeChoice.Allowed { Callee: var callee, Person: var known }) return;
        engine().Calls.Tell(
            new CallCommands.PlaceCall(
                callId, CallBackAttendantActor.Ring, callee, Message: "", Expectation.Open.Instance,
                Voice: known?.Voice, Language: known?.Language, Hints: known?.Hints,
                Attendant: agentWaits ? CallAttendant.StandsIn : CallAttendant.TakesNote),
            ActorRefs.Nobody);
        placed.Add(callee.Address, callId, events());
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Somebody who may not be called asked for it by text: nobody was rung")]
    private partial void LogNotAllowed();

    [LoggerMessage(Level = LogLevel.Information, Message = "Somebody who has been called often enough asked for it by text: nobody was rung")]
    private partial void LogTooOften();
}
