import { clock } from './captions.js';
import { stageOf } from './phone-state.js';

const Endings = {
  'agent-ended': 'The agent hung up',
  'hung-up': 'Call ended',
  'no-answer': 'No answer',
  'busy': 'Busy',
  'declined': 'Declined',
  'cancelled': 'The call was cancelled',
  'carrier-failed': 'The call failed',
  'media-lost': 'The connection was lost',
  'shutdown': 'The gateway was stopped',
  'timed-out': 'The call reached its time limit',
  'call-back-wanted': 'You will be called back',
  'voicemail': 'A machine answered',
  'answered-elsewhere': 'Answered on another phone',
  'unknown-call': 'That call is over',
};

const Microphones = {
  denied: 'The browser may not use the microphone, so the agent cannot hear you. Type your words below instead, or allow the microphone in the address bar and call again.',
  missing: 'No microphone was found, so the agent cannot hear you. Type your words below instead.',
  busy: 'Another program is using the microphone. Type your words below, or free it and call again.',
  insecure: 'Browsers allow sound only on https or on this very computer. Open this page by https to speak and hear; captions and typed words work here too.',
};

const QuietTexts = {
  ringing: ['Your agent is calling.', 'Answer, and what both of you say is written here while you talk.'],
  dialling: ['Calling in.', 'What both of you say is written here while you talk.'],
  connecting: ['One moment.', 'What both of you say is written here while you talk.'],
  talking: ['You are connected.', 'Speak, or type below. What both of you say is written here.'],
};
const NobodyTexts = [
  'Nobody on the line.',
  'Call in with your PIN to talk to the agents in your terminals (without one, a sound check answers), or leave this page open and let an agent ring you. What both of you say is written here while you talk.',
];

const element = (id) => document.getElementById(id);

/** Draws the telephone: everything but the captions and the moving meters. */
export class View {
  #title = document.title;

  draw(state, { microphone, soundLocked, elsewhere, keypadOpen, hasCaptions }, now) {
    const stage = stageOf(state);
    const { call, rings, last } = state;
    const ring = call === null ? rings[0] : undefined;
    document.body.dataset.stage = stage;
    document.body.dataset.keypad = keypadOpen ? 'open' : 'closed';
    document.title = titleOf(stage, ring, this.#title);

    this.#line(state.line, elsewhere);
    put('state', stateText(state, stage));
    put('party', ring?.from ?? call?.party ?? last?.party ?? '');
    show('party', stage !== 'idle');
    show('dial', stage === 'idle' || stage === 'ended');
    const number = element('number');
    if (number.value !== state.number) number.value = state.number;
    show('erase', state.number !== '');
    show('call-in', (stage === 'idle' || stage === 'ended') && state.number === '');
    this.drawTimer(state, now);
    show('recorded', call?.recorded === true);
    put('keys', call?.keys ?? '');
    show('keys', call !== null && call.keys !== '');
    this.#controls(state, stage, keypadOpen);

    show('meters', call !== null);
    show('unlock', soundLocked && (call !== null || ring !== undefined));
    put('microphone-notice', Microphones[microphone] ?? '');
    show('microphone-notice', microphone in Microphones && (call !== null || microphone === 'insecure'));
    show('elsewhere', elsewhere);
    this.#waiting(call === null ? undefined : rings[0]);
    put('notice-text', state.notice?.text ?? '');
    show('notice', state.notice !== null);
    this.#words(call);
    const [lead, text] = QuietTexts[stage] ?? NobodyTexts;
    put('empty-lead', lead);
    put('empty-text', text);
    show('empty', !hasCaptions);
    show('captions', hasCaptions);
    show('copy', hasCaptions);
  }

  /** The running time of the call. */
  drawTimer({ call }, now) {
    const since = call?.talkingSince ?? 0;
    if (since !== 0) put('timer', clock(now - since));
    show('timer', since !== 0);
  }

  #line({ status, retryMs, reason }, elsewhere) {
    element('line-state').dataset.status = elsewhere ? 'elsewhere' : status;
    const seconds = Math.max(1, Math.round(retryMs / 1000));
    const lost = `Line lost${reason === '' ? '' : ` (${reason})`}. Trying again in ${seconds} s`;
    const texts = { open: 'Line ready', connecting: 'Connecting the line…', lost };
    put('line-text', elsewhere ? 'In another tab' : texts[status]);
  }

  #controls(state, stage, keypadOpen) {
    const talking = state.call !== null;
    show('call', !talking && stage !== 'ringing');
    element('call').disabled = state.number === '' || state.line.status !== 'open';
    show('answer', stage === 'ringing');
    show('decline', stage === 'ringing');
    show('hangup', talking);
    show('mute', talking);
    show('keys-toggle', talking);
    const mute = element('mute');
    mute.setAttribute('aria-pressed', String(state.muted));
    mute.querySelector('span').textContent = state.muted ? 'Muted' : 'Mute';
    element('keys-toggle').setAttribute('aria-pressed', String(keypadOpen));
  }

  #waiting(ring) {
    show('waiting-call', ring !== undefined);
    if (ring !== undefined) put('waiting-text', `${ring.from} is calling.`);
  }

  #words(call) {
    const able = call !== null && call.leg !== '';
    element('words-text').disabled = !able;
    element('words-send').disabled = !able;
  }
}

function stateText(state, stage) {
  const { call, last } = state;
  switch (stage) {
    case 'ringing':
      return 'Incoming call';
    case 'dialling':
      return 'Calling…';
    case 'connecting':
      return call.talkingSince === 0 ? 'Connecting…' : 'Reconnecting…';
    case 'talking':
      return state.muted ? 'In call, you are muted' : 'In call';
    case 'ended':
      return endingOf(last);
    default:
      return 'Ready';
  }
}

function endingOf({ reason, ms }) {
  if (reason === 'missed:answered-elsewhere') return Endings['answered-elsewhere'];
  if (reason.startsWith('missed:')) return 'Missed call';
  const ending = Endings[reason] ?? 'Call ended';
  return ms === 0 ? ending : `${ending} · ${clock(ms)}`;
}

function titleOf(stage, ring, plain) {
  if (stage === 'ringing') return `☎ ${ring.from} is calling`;
  return stage === 'talking' ? `● In call · ${plain}` : plain;
}

// Text that stays the same must not be set again: screen readers would read it again.
function put(id, text) {
  const target = element(id);
  if (target.textContent !== text) target.textContent = text;
}

function show(id, shown) {
  const target = element(id);
  if (target.hidden === shown) target.hidden = !shown;
}
