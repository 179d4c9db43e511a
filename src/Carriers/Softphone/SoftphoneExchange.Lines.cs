using CallActors.Contracts.Calls;
using CallActors.Contracts.Carriers;

namespace CallActors.Carriers.Softphone;

public sealed partial class SoftphoneExchange
{
    /// <summary>Takes a new socket. It is closed again at once when too many are open, or when the exchange is stopping.</summary>
    public LineSession Connect(ISoftphoneLineOutlet outlet)
    {
        var session = new LineSession(this, outlet);
        lock (_lock)
        {
            _sessions.Add(session);
            if (_stopped) CloseNow(session, LineClosing.Shutdown);
            else if (_sessions.Count > 2 * _options.MaxLines) CloseNow(session, LineClosing.TooManyLines);
            else session.HelloLimit = After(_options.HelloWithin, () => CloseLateSession(session));
        }
        _outbox.Deliver();
        return session;
    }

    internal void Close(LineSession session, LineClosing closing)
    {
        lock (_lock)
        {
            if (!session.IsClosed) CloseNow(session, closing);
        }
        _outbox.Deliver();
    }

    internal void Disconnect(LineSession session)
    {
        lock (_lock)
        {
            session.IsClosed = true;
            LeaveLine(session);
        }
        _outbox.Deliver();
    }

    private void CloseLateSession(LineSession session)
    {
        if (session.Line is null && !session.IsClosed) CloseNow(session, LineClosing.HelloLate);
    }

    private void CloseNow(LineSession session, LineClosing closing)
    {
        session.IsClosed = true;
        LeaveLine(session);
        _outbox.Add(() => session.Outlet.Close(closing));
    }

    private void LeaveLine(LineSession session)
    {
        _sessions.Remove(session);
        session.HelloLimit?.Dispose();
        var line = session.Line;
        session.Line = null;
        if (line?.Session != session) return;
        line.Session = null;
        line.Reclaiming = null;
        if (_stopped) return;
        if (line.Call is { } leg) line.KeepCall = After(_options.KeepCallFor, () => GiveUp(line, leg));
        else RemoveLine(line);
    }

    private void GiveUp(PhoneLine line, PhoneLeg leg)
    {
        if (line.Session is null && line.Call == leg) End(leg, "hung-up", LegNews.HungUp);
    }

    /// <summary>A leg that rang on this line alone keeps ringing: the phone may be reloading.</summary>
    private void RemoveLine(PhoneLine line)
    {
        line.KeepCall?.Dispose();
        _lines.Remove(line.Key);
        foreach (var leg in _legs.Values) leg.RingsOn.Remove(line);
    }

    private void Register(LineSession session, string key, LegId? leg, CallId callId)
    {
        if (session.Line is null && !TakeLine(session, key)) return;
        var line = session.Line!;
        Tell(session, new LineMessage.Welcome(key));
        if (line.Call is { State: LegState.Talking } call) Tell(session, new LineMessage.Resumed(call.Id.Value, call.CallId.Value));
        if (leg is { } claimed && claimed != line.Call?.Id) Reclaim(session, line, claimed, callId);
        foreach (var ringing in _legs.Values.Where(l => l.State == LegState.Ringing).ToArray())
        {
            if (ringing.RingsOn.Contains(line)) TellRinging(line, ringing);
            else Ring(ringing);
        }
    }

    private bool TakeLine(LineSession session, string key)
    {
        if (!_lines.TryGetValue(key, out var line))
        {
            if (_lines.Count >= _options.MaxLines)
            {
                CloseNow(session, LineClosing.TooManyLines);
                return false;
            }
            _lines[key] = line = new PhoneLine(key);
        }
        var replaced = line.Session;
        line.Session = session;
        line.Reclaiming = null;
        line.KeepCall?.Dispose();
        line.KeepCall = null;
        session.Line = line;
        session.HelloLimit?.Dispose();
        if (replaced is not null) CloseNow(replaced, LineClosing.Replaced);
        return true;
    }

    private void Reclaim(LineSession session, PhoneLine line, LegId leg, CallId callId)
    {
        if (_ended.TryGetReason(leg, out var reason)) Tell(session, new LineMessage.Ended(leg.Value, reason));
        else if (line.Call is not null) Tell(session, new LineMessage.Ended(leg.Value, UnknownCall));
        else if (!_legs.TryGetValue(leg, out var known))
        {
            line.Reclaiming = session;
            _outbox.Add(() => _ = AskForReclaimedAsync(session, line, leg, callId));
        }
        else if (known.State != LegState.Ringing) Tell(session, new LineMessage.Ended(leg.Value, AnsweredElsewhere));
    }

    /// <summary>A leg of an earlier process: the call itself knows whether it goes on.</summary>
    private async Task AskForReclaimedAsync(LineSession session, PhoneLine line, LegId id, CallId callId)
    {
        var reply = await AskAsync(desk => token => desk.InviteMediaAsync(new CallCommands.InviteMedia(callId, id), token)).ConfigureAwait(false);
        lock (_lock)
        {
            if (!_stopped && line.Session == session && line.Reclaiming == session)
            {
                line.Reclaiming = null;
                Settle(session, line, id, callId, reply);
            }
        }
        _outbox.Deliver();
    }

    private void Settle(LineSession session, PhoneLine line, LegId id, CallId callId, ICallReply? reply)
    {
        if (reply is CallReplies.MediaInvited && line.Call is null && !_legs.ContainsKey(id) && !_calls.ContainsKey(callId))
        {
            Occupy(line, Add(new PhoneLeg(id, callId, LegState.Talking)));
            Tell(session, new LineMessage.Resumed(id.Value, callId.Value));
            return;
        }
        Tell(session, reply switch
        {
            null => new LineMessage.Refused("hello", NoAnswerFromEngine),
            CallReplies.MediaInvited => new LineMessage.Ended(id.Value, AnsweredElsewhere),
            _ => new LineMessage.Ended(id.Value, UnknownCall),
        });
        RingAll();
    }
}
