// The telephone as a pure state machine: `transition(state, event) → [state, effects]`. No clock, no DOM, no socket:
// events carry their time in `at`, and effects say what the page has to do.
//
// Effects: {do: 'send', message} · {do: 'openMedia', ticket} · {do: 'closeMedia'} · {do: 'digit', digit} ·
// {do: 'remember', call} · {do: 'forget'} · {do: 'timer', id, ms} · {do: 'stopTimer', id} · {do: 'newCall'} ·
// {do: 'caption', message}

import { dialable } from './keypad.js';

const DialWithinMs = 10_000;
const ResumeWithinMs = 10_000;
const TicketWithinMs = 5_000;
const FirstMediaRetryMs = 300;
const LongestMediaRetryMs = 5_000;
const BusyToneMs = 4_000;
const LongestWords = 2_000;

export const initialState = Object.freeze({
  /** `connecting`, `open` (registered) or `lost`. */
  line: Object.freeze({ status: 'connecting', retryMs: 0, reason: '' }),
  /** What the dial shows. */
  number: '',
  /** Calls that ring here: {leg, callId, from}. */
  rings: Object.freeze([]),
  /** The call this phone is in, or null. */
  call: null,
  /** A call that was hung up while the line was away: the gateway is told as soon as it is back. */
  leaving: null,
  /** How the last call ended: {party, reason, ms, busyTone}, or null. */
  last: null,
  muted: false,
  /** A sentence for the person: {text}, or null. */
  notice: null,
});

/**
 * The state of a page that was reloaded in mid-call: it says so in its `hello`.
 * @param {{leg: string, callId: string, party: string, direction: string, talkingSince: number}} remembered
 */
export function resumingState(remembered, muted = false) {
  const { leg, callId, direction, party, talkingSince } = remembered;
  return { ...initialState, muted, call: { ...newCall, leg, callId, direction, party, talkingSince, stage: 'resuming' } };
}

const newCall = Object.freeze({
  leg: '',
  callId: '',
  direction: 'in',
  party: '',
  /** `dialling`, `calling`, `connecting`, `talking` or `resuming`. */
  stage: 'connecting',
  /** The gateway's own word for where the call stands. */
  phase: '',
  /** `none`, `asked`, `opening`, `open` or `waiting` (to ask again). */
  media: 'none',
  mediaAttempt: 0,
  talkingSince: 0,
  /** Keys pressed in the call. */
  keys: '',
});

/** Takes one event. Events that mean nothing in this state change nothing. */
export function transition(state, event) {
  const isMessage = event.type === 'line.message';
  const handlers = isMessage ? messages : events;
  const name = isMessage ? event.message.event : event.type;
  if (!Object.hasOwn(handlers, name)) return [state, []];
  const [next, ...effects] = handlers[name](state, isMessage ? event.message : event, event.at ?? 0);
  return [next, effects];
}

/** `none`, `ring` (somebody calls), `ringback` (it rings at the other end) or `busy`. */
export function toneOf(state) {
  if (state.call === null) return state.rings.length > 0 ? 'ring' : state.last?.busyTone === true ? 'busy' : 'none';
  const rings = state.call.stage === 'dialling' || state.call.stage === 'calling';
  return rings && state.call.media !== 'open' ? 'ringback' : 'none';
}

/** What the whole page looks like: `idle`, `ringing`, `dialling`, `connecting`, `talking` or `ended`. */
export function stageOf(state) {
  if (state.call === null) return state.rings.length > 0 ? 'ringing' : state.last === null ? 'idle' : 'ended';
  if (state.call.stage === 'talking') return 'talking';
  return state.call.stage === 'dialling' || state.call.stage === 'calling' ? 'dialling' : 'connecting';
}

/** How long to wait before asking for a media socket again. */
export function mediaRetryDelay(attempt) {
  return Math.min(FirstMediaRetryMs * 2 ** (attempt - 1), LongestMediaRetryMs);
}

const send = (message) => ({ do: 'send', message });
const timer = (id, ms) => ({ do: 'timer', id, ms });
const stopTimer = (id) => ({ do: 'stopTimer', id });
const remember = ({ call, muted }) => ({
  do: 'remember',
  call: {
    leg: call.leg,
    callId: call.callId,
    direction: call.direction,
    party: call.party,
    talkingSince: call.talkingSince,
    // A reload must not open the microphone of somebody who had closed it.
    muted,
  },
});
const notice = (text) => ({ text });
const isOpen = (state) => state.line.status === 'open';
const isOurs = (state, leg) => state.call !== null && state.call.leg === leg;
const unchanged = (state) => [state];
const inCall = (state, change) => ({ ...state, call: { ...state.call, ...change } });

const events = {
  'line.connecting': (state) => [{ ...state, line: { status: 'connecting', retryMs: 0, reason: '' } }],

  'line.open': (state, { key, name }) => {
    const call = state.leaving ?? state.call;
    const resumes = call !== null && call.leg !== '';
    return [state, send({ event: 'hello', line: key, name, ...(resumes && { leg: call.leg, callId: call.callId }) })];
  },

  'line.lost': (state, { retryMs, reason }) => {
    const lost = { ...state, rings: [], line: { status: 'lost', retryMs, reason: reason ?? '' } };
    // A number that nobody took yet died with the line; a call that has its leg waits for the line to come back.
    if (state.call?.stage === 'dialling') return over(lost, 'carrier-failed', 'The line was lost while dialling.');
    return [lost, stopTimer('resume'), stopTimer('ticket')];
  },

  // The other phone has the line, and with it the call.
  'line.replaced': (state, event, at) => {
    const away = { ...state, rings: [], line: { status: 'lost', retryMs: 0, reason: '' } };
    return state.call === null ? [away] : over(away, 'answered-elsewhere', null, at);
  },

  'timer': (state, { id }, at) => timers[id]?.(state, at) ?? unchanged(state),

  'media.open': (state, { leg }, at) => {
    if (!isOurs(state, leg)) return unchanged(state);
    const talkingSince = state.call.talkingSince || at;
    const next = inCall(state, { media: 'open', mediaAttempt: 0, stage: 'talking', talkingSince });
    return [{ ...next, notice: null }, remember(next)];
  },

  'media.lost': (state, { leg }) =>
    isOurs(state, leg) && ['opening', 'open'].includes(state.call.media) ? mediaLater(state) : unchanged(state),

  'words': (state, { text, final, source }) => {
    const said = text.trim().slice(0, LongestWords);
    if (state.call === null || state.call.leg === '' || said === '') return unchanged(state);
    if (!isOpen(state)) return final ? [{ ...state, notice: notice('Not sent: the line is away.') }] : unchanged(state);
    return [state, send({ event: 'words', leg: state.call.leg, text: said, final, source })];
  },

  'ui.number': (state, { text }) => [{ ...idle(state), number: dialable(text) }],

  'ui.digit': (state, { digit }) => {
    if (state.call === null) return [{ ...idle(state), number: dialable(state.number + digit) }, { do: 'digit', digit }];
    if (digit === '+') return unchanged(state);
    return [inCall(state, { keys: (state.call.keys + digit).slice(-32) }), { do: 'digit', digit }];
  },

  'ui.erase': (state) => (state.call === null ? [{ ...idle(state), number: state.number.slice(0, -1) }] : unchanged(state)),

  'ui.enter': (state, event, at) => {
    if (state.call !== null) return unchanged(state);
    return state.rings.length > 0 ? events['ui.answer'](state, {}, at) : events['ui.dial'](state, {}, at);
  },

  'ui.escape': (state, event, at) => {
    if (state.rings.length > 0) return events['ui.decline'](state, {}, at);
    return state.call === null ? [{ ...idle(state), number: '' }] : events['ui.hangup'](state, {}, at);
  },

  'ui.dial': (state) => {
    if (state.call !== null || state.rings.length > 0 || state.number === '') return unchanged(state);
    if (!isOpen(state)) return [{ ...state, notice: notice('The line is away. It is being connected again.') }];
    const call = { ...newCall, direction: 'out', party: state.number, stage: 'dialling' };
    return [
      { ...idle(state), call, muted: false },
      { do: 'newCall' },
      send({ event: 'dial', number: state.number }),
      timer('dial', DialWithinMs),
    ];
  },

  // Answering while in a call puts that one down: this phone has one ear.
  'ui.answer': (state, { leg }, at) => {
    const ring = state.rings.find((candidate) => leg === undefined || candidate.leg === leg);
    if (ring === undefined || !isOpen(state)) return unchanged(state);
    const [free, ...leaving] = state.call === null ? [state] : events['ui.hangup'](state, {}, at);
    const call = { ...newCall, leg: ring.leg, callId: ring.callId, party: ring.from, media: 'asked' };
    const rings = free.rings.filter((other) => other.leg !== ring.leg);
    return [
      { ...idle(free), call, rings, muted: false },
      ...leaving,
      { do: 'newCall' },
      send({ event: 'answer', leg: ring.leg }),
      send({ event: 'media', leg: ring.leg }),
      timer('ticket', TicketWithinMs),
      remember({ call, muted: false }),
    ];
  },

  'ui.decline': (state, { leg }) => {
    const ring = state.rings.find((candidate) => leg === undefined || candidate.leg === leg);
    if (ring === undefined) return unchanged(state);
    const rings = state.rings.filter((other) => other !== ring);
    const last = state.call === null ? { party: ring.from, reason: 'declined', ms: 0, busyTone: false } : state.last;
    return [{ ...state, rings, last }, send({ event: 'decline', leg: ring.leg })];
  },

  'ui.hangup': (state, event, at) => {
    const call = state.call;
    if (call === null) return unchanged(state);
    const [next, ...effects] = over(state, 'hung-up', null, at);
    if (call.leg === '') return [next, ...effects];
    if (isOpen(state)) return [next, send({ event: 'hangup', leg: call.leg }), ...effects];
    return [{ ...next, leaving: { leg: call.leg, callId: call.callId } }, ...effects];
  },

  'ui.mute': (state) => {
    if (state.call === null) return unchanged(state);
    const next = { ...state, muted: !state.muted };
    return state.call.leg === '' ? [next] : [next, remember(next)];
  },

  'ui.dismiss': (state) => [{ ...state, notice: null }],

  'notice': (state, { text }) => [{ ...state, notice: notice(text) }],
};

const messages = {
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

  'agent': caption,
  'person': caption,
  'barge-in': caption,

  'refused': (state, { what, reason }, at) => {
    const said = reason || 'no reason given';
    if (what === 'dial' && state.call?.stage === 'dialling') return over(state, 'carrier-failed', `Not dialled: ${said}`, at);
    if (what === 'answer' && state.call?.media !== 'open' && state.call?.direction === 'in')
      return over(state, 'carrier-failed', `Not answered: ${said}`, at);
    if (what === 'media' && state.call?.media === 'asked') return mediaLater(state);
    return what === 'hangup' || what === 'decline' ? unchanged(state) : [{ ...state, notice: notice(`Refused: ${said}`) }];
  },
};

const timers = {
  'dial': (state, at) =>
    state.call?.stage === 'dialling' ? over(state, 'no-answer', 'The gateway did not take the call.', at) : null,
  'resume': (state, at) => (state.call !== null && isOpen(state) ? over(state, 'unknown-call', null, at) : null),
  'ticket': (state) => (state.call?.media === 'asked' ? mediaLater(state) : null),
  'media': (state) => (state.call?.media === 'waiting' ? askForMedia(state) : null),
  'busy': (state) => [{ ...state, last: state.last === null ? null : { ...state.last, busyTone: false } }],
};

function caption(state, message) {
  return isOurs(state, message.leg) ? [state, { do: 'caption', message }] : unchanged(state);
}

function idle(state) {
  return state.last === null && state.notice === null ? state : { ...state, last: null, notice: null };
}

// Without the line there is nobody to ask; `resumed` will ask when it is back.
function askForMedia(state) {
  if (!isOpen(state)) return [inCall(state, { media: 'none' })];
  return [
    inCall(state, { media: 'asked' }),
    send({ event: 'media', leg: state.call.leg }),
    timer('ticket', TicketWithinMs),
  ];
}

function adopt(state, leg, callId) {
  const call = { ...newCall, leg, callId, party: 'Call in progress', stage: 'resuming' };
  const [next, ...effects] = askForMedia({ ...idle(state), call });
  return [next, { do: 'newCall' }, ...effects, remember(next)];
}

function mediaLater(state) {
  const attempt = state.call.mediaAttempt + 1;
  const stage = state.call.stage === 'talking' ? 'connecting' : state.call.stage;
  return [
    inCall(state, { media: 'waiting', mediaAttempt: attempt, stage }),
    stopTimer('ticket'),
    timer('media', mediaRetryDelay(attempt)),
  ];
}

function over(state, reason, text, at = 0) {
  const { party, talkingSince } = state.call;
  const busyTone = reason === 'busy';
  const last = { party, reason, ms: talkingSince === 0 || at === 0 ? 0 : at - talkingSince, busyTone };
  return [
    { ...state, call: null, number: '', muted: false, last, notice: text === null ? null : notice(text) },
    { do: 'closeMedia' },
    { do: 'forget' },
    ...['dial', 'resume', 'ticket', 'media'].map(stopTimer),
    ...(busyTone ? [timer('busy', BusyToneMs)] : []),
  ];
}
