// The telephone as a pure state machine: `transition(state, event) → [state, effects]`. No clock, no DOM, no socket:
// events carry their time in `at`, and effects say what the page has to do.
//
// Effects: {do: 'send', message} · {do: 'openMedia', ticket} · {do: 'closeMedia'} · {do: 'digit', digit} ·
// {do: 'remember', call} · {do: 'forget'} · {do: 'timer', id, ms} · {do: 'stopTimer', id} · {do: 'newCall'} ·
// {do: 'caption', message}

import { dialable } from './keypad.js';
import {
  askForMedia, DialWithinMs, idle, inCall, isOpen, isOurs, LongestWords, mediaLater, newCall, notice, over, remember,
  sayHello, send, stopTimer, TicketWithinMs, timer, unchanged,
} from './phone-call.js';
import { messages } from './phone-messages.js';

const CallInNumber = '1';

export const initialState = Object.freeze({
  /** Who this phone is: {key, name}. Known once the line was open. */
  phone: null,
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

const events = {
  'line.connecting': (state) => [{ ...state, line: { status: 'connecting', retryMs: 0, reason: '' } }],

  'line.open': (state, { key, name }) => sayHello({ ...state, phone: { key, name } }),

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
    const next = inCall(state, { media: 'open', mediaAttempt: 0, hellos: 0, stage: 'talking', talkingSince });
    return [{ ...next, notice: null }, remember(next)];
  },

  'media.lost': (state, { leg }) =>
    isOurs(state, leg) && ['opening', 'open'].includes(state.call.media) ? mediaLater(state) : unchanged(state),

  'words': (state, { text, final, source }) => {
    // A tab or a line break that was pasted is a space when it is spoken.
    const said = text.replace(/\p{Cc}+/gu, ' ').trim().slice(0, LongestWords);
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

  'ui.dial': (state) => dial(state, state.number, state.number),

  // Whatever number is dialled, the same switchboard answers: who calls in needs none.
  'ui.callIn': (state) => dial(state, CallInNumber, 'Your agents'),

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

function dial(state, number, party) {
  if (state.call !== null || state.rings.length > 0 || number === '') return unchanged(state);
  if (!isOpen(state)) return [{ ...state, notice: notice('The line is away. It is being connected again.') }];
  const call = { ...newCall, direction: 'out', party, stage: 'dialling' };
  return [
    { ...idle(state), call, muted: false },
    { do: 'newCall' },
    send({ event: 'dial', number }),
    timer('dial', DialWithinMs),
  ];
}

const timers = {
  'dial': (state, at) =>
    state.call?.stage === 'dialling' ? over(state, 'no-answer', 'The gateway did not take the call.', at) : null,
  'hello': (state) => (state.call !== null && isOpen(state) ? sayHello(state) : null),
  'resume': (state, at) => (state.call !== null && isOpen(state) ? over(state, 'unknown-call', null, at) : null),
  'ticket': (state) => (state.call?.media === 'asked' ? mediaLater(state) : null),
  'media': (state) => (state.call?.media === 'waiting' ? askForMedia(state) : null),
  'busy': (state) => [{ ...state, last: state.last === null ? null : { ...state.last, busyTone: false } }],
};
