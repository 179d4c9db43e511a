using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Softphone;

public sealed partial class SoftphoneExchange
{
    private const string AnsweredElsewhere = "answered-elsewhere";
    private const string UnknownCall = "unknown-call";

    private LegId Place(DialOrder order)
    {
        var leg = Add(new PhoneLeg(PhoneLeg.NewId(), order.CallId, LegState.Ringing));
        leg.RingLimit = After(order.RingFor, () => StopRinging(leg));
        Ring(leg);
        EndIfNobodyIsLeft(leg);
        return leg.Id;
    }

    private PhoneLeg Add(PhoneLeg leg)
    {
        _legs.Add(leg.Id, leg);
        _calls.Add(leg.CallId, leg);
        return leg;
    }

    private void StopRinging(PhoneLeg leg)
    {
        if (leg.State == LegState.Ringing) End(leg, "no-answer", LegNews.NoAnswer);
    }

    private void RingAll()
    {
        foreach (var leg in _legs.Values.Where(l => l.State == LegState.Ringing).ToArray())
        {
            Ring(leg);
            EndIfNobodyIsLeft(leg);
        }
    }

    private void Ring(PhoneLeg leg)
    {
        foreach (var line in _lines.Values)
            if (line.IsFree && !leg.DeclinedBy.Contains(line.Key) && leg.RingsOn.Add(line))
                TellRinging(line, leg);
        if (leg.RingsOn.Count == 0 || leg.RingingReported) return;
        leg.RingingReported = true;
        Report(leg, LegNews.Ringing);
    }

    private void TellRinging(PhoneLine line, PhoneLeg leg) =>
        Tell(line, new LineMessage.Ringing(leg.Id.Value, leg.CallId.Value, _options.From));

    /// <summary>With no phone registered it goes on ringing: one may be opened. With every phone in a call, or declined by those that
    /// are not, it is over. A phone whose call is being asked for may turn out to be free.</summary>
    private void EndIfNobodyIsLeft(PhoneLeg leg)
    {
        if (leg.State != LegState.Ringing || leg.RingsOn.Count > 0 || _lines.Count == 0) return;
        if (_lines.Values.Any(line => line.Reclaiming is not null)) return;
        if (_lines.Keys.Any(leg.DeclinedBy.Contains)) End(leg, "declined", LegNews.Declined);
        else End(leg, "busy", LegNews.Busy);
    }

    private void Answer(PhoneLine line, PhoneLeg leg)
    {
        leg.State = LegState.Talking;
        leg.RingLimit?.Dispose();
        leg.RingsOn.Remove(line);
        foreach (var other in leg.RingsOn) Tell(other, new LineMessage.Ended(leg.Id.Value, AnsweredElsewhere));
        leg.RingsOn.Clear();
        Report(leg, LegNews.Answered);
        Occupy(line, leg);
    }

    private void Decline(PhoneLine line, PhoneLeg leg)
    {
        leg.RingsOn.Remove(line);
        leg.DeclinedBy.Add(line.Key);
        Tell(line, new LineMessage.Ended(leg.Id.Value, "declined"));
        EndIfNobodyIsLeft(leg);
    }

    /// <summary>The line is in a call now; what else rings on it stops.</summary>
    private void Occupy(PhoneLine line, PhoneLeg leg)
    {
        line.Call = leg;
        leg.Owner = line;
        foreach (var other in _legs.Values.Where(other => other.RingsOn.Contains(line)).ToArray())
        {
            other.RingsOn.Remove(line);
            Tell(line, new LineMessage.Ended(other.Id.Value, "busy"));
            EndIfNobodyIsLeft(other);
        }
    }

    /// <summary>Ends a leg in any state; once.</summary>
    /// <param name="news">What the call is told; null when it knows.</param>
    private void End(PhoneLeg leg, string reason, LegNews? news = null)
    {
        if (leg.State == LegState.Ended) return;
        leg.State = LegState.Ended;
        leg.RingLimit?.Dispose();
        _legs.Remove(leg.Id);
        _calls.Remove(leg.CallId);
        _ended.Add(leg, reason);
        foreach (var line in leg.RingsOn) Tell(line, new LineMessage.Ended(leg.Id.Value, reason));
        leg.RingsOn.Clear();
        if (news is { } told) Report(leg, told);
        if (leg.Owner is not { } owner) return;
        Tell(owner, new LineMessage.Ended(leg.Id.Value, reason));
        Release(owner);
    }

    private void Release(PhoneLine line)
    {
        line.Call = null;
        if (line.Session is null) RemoveLine(line);
        else RingAll();
    }
}
