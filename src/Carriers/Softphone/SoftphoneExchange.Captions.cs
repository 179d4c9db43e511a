using System.Text.Json;
using CallActors.Contracts.Calls;

namespace CallActors.Carriers.Softphone;

public sealed partial class SoftphoneExchange
{
    /// <summary>Shows what happens in a call on the phone that has it. A call that is none of ours, or that no phone has answered, shows
    /// nothing; its end always ends the leg, with the call's own reason.</summary>
    public void Notify(CallActivity activity)
    {
        lock (_lock)
        {
            if (_calls.TryGetValue(activity.CallId, out var leg)) Show(leg, activity);
        }
        _outbox.Deliver();
    }

    private void Show(PhoneLeg leg, CallActivity activity)
    {
        var id = leg.Id.Value;
        switch (activity)
        {
            case CallActivity.Changed { Phase: CallPhase.Ended } ended:
                End(leg, ended.EndReason is { } reason ? Kebab(reason) : UnknownCall);
                break;
            case CallActivity.Changed changed:
                Tell(leg.Owner, new LineMessage.Phase(id, Kebab(changed.Phase)));
                break;
            case CallActivity.AgentSays agent:
                Tell(leg.Owner, new LineMessage.Agent(id, agent.Utterance, agent.Text, agent.HeardLength, agent.Finished, agent.Interrupted));
                break;
            case CallActivity.Aside aside:
                Tell(leg.Owner, new LineMessage.Agent(id, aside.Utterance, aside.Text, aside.Text.Length, Finished: true, Interrupted: false));
                break;
            case CallActivity.PersonSays person:
                Tell(leg.Owner, new LineMessage.Person(id, person.Text, person.IsFinal));
                break;
            case CallActivity.Recording recording:
                Tell(leg.Owner, new LineMessage.Recording(id, recording.IsOn));
                break;
            case CallActivity.BargeIn bargeIn:
                Tell(leg.Owner, new LineMessage.BargeIn(id, Kebab(bargeIn.Step)));
                break;
        }
    }

    private static string Kebab<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
