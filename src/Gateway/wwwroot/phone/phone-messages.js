// What the gateway says on the line, as rules: one entry a message of docs/protocols/softphone-line.md.

import {
  adopt, askForMedia, HelloAgainMs, inCall, isOpen, isOurs, mediaLater, MostHellos, notice, over, remember, ResumeWithinMs,
  send, stopTimer, TicketWithinMs, timer, unchanged,
} from './phone-call.js';

export const messages = {
  'welcome': (state) => {
    const open = { ...state, line: { status: 'open', retryMs: 0, reason: '' } };
    return state.call !== null && state.call.leg !== '' ? [open, timer('resume', ResumeWithinMs)] : [open];
  },

  'ringing': (state, { leg, callId, from }) => {
    if (isOurs(state, leg) || state.rings.some((ring) => ring.leg === leg)) return unchanged(state);
    return [{ ...state, last: null, rings: [...state.rings, { leg, callId, from: from || 'Unknown caller' }] }];
  },

  'calling': (state, { leg, callId }) => {
    if (state.call?.stage !== 'dialling') return [state, send({ event: 'hangup', leg })];
    const next = inCall(state, { leg, callId, stage: 'calling', media: 'asked' });
    return [
      next,
      stopTimer('dial'),
      send({ event: 'media', leg }),
      timer('ticket', TicketWithinMs),
      remember(next),
    ];
  },

  'resumed': (state, { leg, callId }) => {
    if (state.leaving?.leg === leg) return [{ ...state, leaving: null }, send({ event: 'hangup', leg })];
    // This phone's call from before the tab was closed, not just reloaded.
    if (state.call === null) return adopt(state, leg, callId);
    if (!isOurs(state, leg)) return unchanged(state);
    if (state.call.media === 'open' || state.call.media === 'opening') return [state, stopTimer('resume')];
    const [next, ...effects] = askForMedia(state);
    return [next, stopTimer('resume'), ...effects];
  },

  'ticket': (state, ticket) => {
    if (!isOurs(state, ticket.leg) || state.call.media !== 'asked') return unchanged(state);
    return [inCall(state, { media: 'opening' }), stopTimer('ticket'), { do: 'openMedia', ticket }];
  },

  'ended': (state, { leg, reason }, at) => {
    if (state.leaving?.leg === leg) return [{ ...state, leaving: null }];
    if (isOurs(state, leg)) return over(state, reason, null, at);
    const ring = state.rings.find((candidate) => candidate.leg === leg);
    if (ring === undefined) return unchanged(state);
    const rings = state.rings.filter((other) => other !== ring);
    const last = state.call === null ? { party: ring.from, reason: `missed:${reason}`, ms: 0, busyTone: false } : state.last;
    return [{ ...state, rings, last }];
  },

  'phase': (state, { leg, phase }) => (isOurs(state, leg) ? [inCall(state, { phase })] : unchanged(state)),

  'recording': (state, { leg, on }) => (isOurs(state, leg) ? [inCall(state, { recorded: on === true })] : unchanged(state)),

  'agent': caption,
  'person': caption,
  'barge-in': caption,

  'refused': (state, { what, reason }, at) => {
    const said = reason || 'no reason given';
    if (what === 'dial' && state.call?.stage === 'dialling') return over(state, 'carrier-failed', `Not dialled: ${said}`, at);
    if (what === 'answer' && state.call?.media !== 'open' && state.call?.direction === 'in')
      return over(state, 'carrier-failed', `Not answered: ${said}`, at);
    if (what === 'media' && state.call?.media === 'asked') return mediaLater(state);
    // A gateway that has just started may still be looking for the call.
    if (what === 'hello' && state.call !== null && state.call.hellos < MostHellos)
      return [inCall(state, { hellos: state.call.hellos + 1 }), timer('hello', HelloAgainMs)];
    return what === 'hangup' || what === 'decline' ? unchanged(state) : [{ ...state, notice: notice(`Refused: ${said}`) }];
  },
};

function caption(state, message) {
  return isOurs(state, message.leg) ? [state, { do: 'caption', message }] : unchanged(state);
}
