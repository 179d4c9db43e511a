using CallActors.Contracts.Calls;
using CallActors.Contracts.Switchboard;
using CallActors.Engine.Agents;

namespace CallActors.Engine.Calls;

/// <summary>Who of the product itself is with the person: a child that talks to the call by the same operations as any agent.</summary>
public sealed partial class CallActor
{
    /// <summary>The reception's name below the call.</summary>
    public const string ReceptionName = "reception";

    private bool _receptionCame;

    /// <summary>A reception that broke begins anew, and asks its switchboard how things stand; what it waited for before is given up, or the
    /// person would have to answer that first. One that breaks again and again is given up.</summary>
    protected override SupervisorStrategy SupervisorStrategy()
    {
        var usual = base.SupervisorStrategy().Decider;
        return new OneForOneStrategy(3, TimeSpan.FromSeconds(30), cause =>
        {
            // Behind this comes whatever it asks when it has begun anew.
            if (Sender.Path.Name == ReceptionName) Self.Tell(new ReceptionFailed(Sender), ActorRefs.NoSender);
            return usual.Decide(cause);
        });
    }

    private string Language => _state.Speech.Language.Length > 0 ? _state.Speech.Language : _services.Rules.Language;

    /// <summary>Who talks to a person whose call no agent has asked for.</summary>
    private void StartAttendant()
    {
        if (_state is { HasReception: true, Person: { } person } && _services.Reception is { } reception) StartReception(reception, person);
        else if (_state.Inbound && Context.Child(SoundCheckActor.Name).IsNobody()) Context.ActorOf(SoundCheckActor.PropsFor(_state.Id), SoundCheckActor.Name);
        if (_state.Attendant is (CallAttendant.TakesNote or CallAttendant.StandsIn) and { } attendant && Context.Child(CallBackAttendantActor.Name).IsNobody())
            Context.ActorOf(CallBackAttendantActor.PropsFor(_state.Id, attendant, Language, _services.Rules.AgentWithin), CallBackAttendantActor.Name);
    }

    /// <summary>Once: a phone that is lost and comes back finds the same, or nobody where the reception is done.</summary>
    private void StartReception(Func<ReceptionOrder, Props> reception, PersonId person)
    {
        if (_receptionCame) return;
        _receptionCame = true;
        Context.ActorOf(reception(new ReceptionOrder(_state.Id, person, _state.Inbound, _state.Carrier, _state.Address, Language)), ReceptionName);
    }

    private void OnReceptionFailed(IActorRef reception)
    {
        var its = _waiting.Where(w => w.Value.TrueForAll(client => client.Equals(reception))).Select(w => w.Key).ToList();
        foreach (var operation in its) _waiting.Remove(operation);
        Take(d => d.AbandonAll(its));
    }

    private sealed record ReceptionFailed(IActorRef Reception);
}
