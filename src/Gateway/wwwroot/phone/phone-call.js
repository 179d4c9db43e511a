// What the telephone's rules have in common: a call's record, the effects by name, and the steps that several events take.

export const DialWithinMs = 10_000;
export const ResumeWithinMs = 10_000;
export const TicketWithinMs = 5_000;
export const HelloAgainMs = 1_000;
export const MostHellos = 10;
export const LongestWords = 2_000;
const BusyToneMs = 4_000;
const FirstMediaRetryMs = 300;
const LongestMediaRetryMs = 5_000;

export const newCall = Object.freeze({
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
  /** How often the gateway was asked for this call and did not know yet. */
  hellos: 0,
  talkingSince: 0,
  /** The call is being recorded, as the gateway says. */
  recorded: false,
  /** Keys pressed in the call. */
  keys: '',
});

/** How long to wait before asking for a media socket again. */
export function mediaRetryDelay(attempt) {
  return Math.min(FirstMediaRetryMs * 2 ** (attempt - 1), LongestMediaRetryMs);
}

export const send = (message) => ({ do: 'send', message });
export const timer = (id, ms) => ({ do: 'timer', id, ms });
export const stopTimer = (id) => ({ do: 'stopTimer', id });
export const remember = ({ call, muted }) => ({
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
export const notice = (text) => ({ text });
export const isOpen = (state) => state.line.status === 'open';
export const isOurs = (state, leg) => state.call !== null && state.call.leg === leg;
export const unchanged = (state) => [state];
export const inCall = (state, change) => ({ ...state, call: { ...state.call, ...change } });

export function sayHello(state) {
  const call = state.leaving ?? state.call;
  const resumes = call !== null && call.leg !== '';
  const { key, name } = state.phone;
  return [state, send({ event: 'hello', line: key, name, ...(resumes && { leg: call.leg, callId: call.callId }) })];
}

export function idle(state) {
  return state.last === null && state.notice === null ? state : { ...state, last: null, notice: null };
}

// Without the line there is nobody to ask; `resumed` will ask when it is back.
export function askForMedia(state) {
  if (!isOpen(state)) return [inCall(state, { media: 'none' })];
  return [
    inCall(state, { media: 'asked' }),
    send({ event: 'media', leg: state.call.leg }),
    timer('ticket', TicketWithinMs),
  ];
}

export function adopt(state, leg, callId) {
  const call = { ...newCall, leg, callId, party: 'Call in progress', stage: 'resuming' };
  const [next, ...effects] = askForMedia({ ...idle(state), call });
  return [next, { do: 'newCall' }, ...effects, remember(next)];
}

export function mediaLater(state) {
  const attempt = state.call.mediaAttempt + 1;
  const stage = state.call.stage === 'talking' ? 'connecting' : state.call.stage;
  return [
    inCall(state, { media: 'waiting', mediaAttempt: attempt, stage }),
    stopTimer('ticket'),
    timer('media', mediaRetryDelay(attempt)),
  ];
}

export function over(state, reason, text, at = 0) {
  const { party, talkingSince } = state.call;
  const busyTone = reason === 'busy';
  const last = { party, reason, ms: talkingSince === 0 || at === 0 ? 0 : at - talkingSince, busyTone };
  return [
    { ...state, call: null, number: '', muted: false, last, notice: text === null ? null : notice(text) },
    { do: 'closeMedia' },
    { do: 'forget' },
    ...['dial', 'hello', 'resume', 'ticket', 'media'].map(stopTimer),
    ...(busyTone ? [timer('busy', BusyToneMs)] : []),
  ];
}
