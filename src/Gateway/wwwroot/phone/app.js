// The page's composition: events from sockets, sound, keys and buttons go into the state machine; its effects and
// its state come out as messages, sound and pixels.

import { Sound, soundIsPossible } from './audio/sound.js';
import { SilentOutlet } from './audio/silent-outlet.js';
import { closeCaptions, noCaptions, reduceCaptions, transcriptOf } from './captions.js';
import { CaptionsView } from './captions-view.js';
import { connectKeyboard, connectSettings, connectTelephone, connectTypedWords } from './controls.js';
import { flashKey } from './keypad.js';
import { Line } from './line.js';
import { LineOwner } from './line-owner.js';
import { MediaStream } from './media.js';
import * as memory from './memory.js';
import { Meter } from './meters.js';
import { initialState, resumingState, stageOf, toneOf, transition } from './phone-state.js';
import { recognitionIsPossible, Recogniser } from './recogniser.js';
import { regionOf, Tones } from './tones.js';
import { View } from './view.js';

const OutputDelayEveryMs = 2_000;
const element = (id) => document.getElementById(id);

const key = memory.lineKey();
const settings = memory.settings({ region: regionOf(navigator.language), shortcuts: true, recognise: false, volume: 80 });
const remembered = memory.rememberedCall();

let state = remembered === null ? initialState : resumingState(remembered, remembered.muted === true);
let captions = remembered === null ? noCaptions : memory.rememberedCaptions();
let captionsSince = remembered?.talkingSince ?? 0;
let microphone = soundIsPossible() ? 'unknown' : 'insecure';
let elsewhere = false;
let keypadOpen = false;
let stream = null;
let tones = null;
let drawAsked = false;
let soundFailed = false;

const timers = new Map();
const view = new View();
const captionsView = new CaptionsView(element('captions'), element('announcer'));
const spokenMeter = new Meter(element('spoken'));
const heardMeter = new Meter(element('heard'));
const sound = new Sound();
const outlet = soundIsPossible() ? sound : new SilentOutlet((name) => stream?.echoMark(name));

const address = new URL('/phone/line', location.href);
address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
const line = new Line(address.href, (event) => {
  if (event.type === 'line.replaced') elsewhere = true;
  dispatch(event.type === 'line.open' ? { ...event, key, name: 'Browser' } : event);
});

const owner = new LineOwner((change) => {
  if (change === 'lost') dispatch({ type: 'ui.hangup' });
  elsewhere = change !== 'owned';
  if (change === 'owned') line.start();
  else line.stop();
  if (change === 'lost') dispatch({ type: 'line.lost', retryMs: 0 });
  draw();
});

const recogniser = new Recogniser(
  (text, final) => dispatch({ type: 'words', text, final, source: 'browser' }),
  (text) => {
    element('recognise').checked = false;
    change({ recognise: false });
    dispatch({ type: 'notice', text });
  },
);

const effects = {
  send: ({ message }) => line.send(message),
  openMedia: ({ ticket }) => openMedia(ticket),
  closeMedia: () => closeMedia(),
  digit: ({ digit }) => {
    flashKey(element('keypad'), digit);
    tones?.playDigit(digit);
    stream?.sendDigit(digit);
  },
  newCall: () => {
    captions = noCaptions;
    captionsSince = 0;
    memory.rememberCaptions(captions);
  },
  remember: ({ call }) => {
    captionsSince = call.talkingSince;
    memory.rememberCall(call);
  },
  forget: () => {
    captions = closeCaptions(captions);
    memory.forgetCall();
  },
  timer: ({ id, ms }) => {
    clearTimeout(timers.get(id));
    timers.set(id, setTimeout(() => dispatch({ type: 'timer', id }), ms));
  },
  stopTimer: ({ id }) => clearTimeout(timers.get(id)),
  caption: ({ message }) => {
    captions = reduceCaptions(captions, message, Date.now());
    memory.rememberCaptions(captions);
  },
};

function dispatch(event) {
  const before = state;
  const [next, asked] = transition(state, { ...event, at: Date.now() });
  state = next;
  for (const effect of asked) effects[effect.do](effect);
  follow(before);
  draw();
}

// What has to be so for as long as the state is so.
function follow(before) {
  tones?.loop(sound.running ? toneOf(state) : 'none', settings.region);
  sound.muted = state.muted;
  recogniser.on = settings.recognise && recognitionIsPossible && stageOf(state) === 'talking' && !state.muted;
  if (state.call !== null && before.call === null) {
    // Who calls in is asked for a PIN.
    keypadOpen = state.call.direction === 'out';
    wantMicrophone();
  }
  if (state.call === null && before.call !== null) letGo();
  if (stageOf(state) === 'ringing' && stageOf(before) !== 'ringing') offerAnswer();
}

function letGo() {
  sound.closeMicrophone();
  keypadOpen = false;
  if (microphone !== 'insecure') microphone = 'unknown';
  if (document.activeElement === document.body || document.activeElement?.hidden) element('number').focus();
}

// Enter then answers by itself; whoever is typing or choosing something is left alone.
function offerAnswer() {
  drawNow();
  const focused = document.activeElement;
  if (focused === document.body || focused?.hidden || focused?.closest('[hidden]')) element('answer').focus();
}

async function wantMicrophone() {
  if (!soundIsPossible()) return;
  await soundReady;
  if (soundFailed || state.call === null) return;
  microphone = 'asking';
  const result = await sound.openMicrophone();
  if (state.call === null) sound.closeMicrophone();
  else microphone = result;
  draw();
}

function openMedia(ticket) {
  closeMedia();
  const url = new URL(ticket.url, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  const opened = new MediaStream({ ...ticket, url: url.href }, outlet, (event) => stream === opened && dispatch(event));
  stream = opened;
}

function closeMedia() {
  stream?.stop();
  stream = null;
  outlet.clear();
}

function change(values) {
  Object.assign(settings, values);
  memory.rememberSettings(settings);
  sound.volume = settings.volume / 100;
  follow(state);
}

function draw() {
  if (drawAsked) return;
  drawAsked = true;
  // Not requestAnimationFrame: a ring in a tab that is not looked at must still change the tab's title.
  queueMicrotask(drawNow);
}

function drawNow() {
  drawAsked = false;
  const soundLocked = soundIsPossible() && !soundFailed && !sound.running;
  const hasCaptions = captions.length > 0;
  view.draw(state, { microphone, soundLocked, elsewhere, keypadOpen, hasCaptions }, Date.now());
  captionsView.draw(captions, captionsSince);
}

async function openSound() {
  if (!soundIsPossible()) return;
  sound.onFrame = (frame, number) => stream?.sendFrame(frame, number);
  sound.onMark = (name) => stream?.echoMark(name);
  sound.onState = () => {
    sound.refreshOutputDelay();
    follow(state);
    draw();
  };
  sound.onMicrophoneLost = () => {
    microphone = 'missing';
    draw();
  };
  await sound.open();
  tones = new Tones(sound.context);
  sound.volume = settings.volume / 100;
  setInterval(() => sound.refreshOutputDelay(), OutputDelayEveryMs);
  follow(state);
  draw();
}

function meterFrame(previous) {
  return (now) => {
    const { spoken, heard } = sound.meters;
    const seconds = (now - previous) / 1000;
    spokenMeter.update(state.call === null || state.muted ? null : spoken, seconds, now);
    heardMeter.update(state.call === null ? null : heard, seconds, now);
    requestAnimationFrame(meterFrame(now));
  };
}

function listen() {
  const on = (target, type, handler) => target.addEventListener(type, handler);
  connectTelephone(dispatch, (digit) => tones?.playDigit(digit));
  connectTypedWords(sayTyped);
  connectSettings(settings, change);
  connectKeyboard(dispatch, () => settings.shortcuts);
  on(element('take-over'), 'click', () => owner.take());
  on(element('copy'), 'click', () => copyTranscript());
  on(element('keys-toggle'), 'click', () => {
    keypadOpen = !keypadOpen;
    draw();
  });
  for (const gesture of ['pointerdown', 'keydown']) document.addEventListener(gesture, () => sound.unlock(), true);
  on(window, 'online', () => line.retryNow());
  on(document, 'visibilitychange', () => document.hidden || line.retryNow());
}

function sayTyped(text) {
  const open = state.line.status === 'open';
  dispatch(open ? { type: 'words', text, final: true, source: 'typed' } : { type: 'notice', text: 'Not sent: the line is away.' });
  return open;
}

async function copyTranscript() {
  const text = transcriptOf(captions, captionsSince || captions[0].at);
  try {
    await navigator.clipboard.writeText(text);
    element('copy').textContent = 'Copied';
    setTimeout(() => (element('copy').textContent = 'Copy transcript'), 2_000);
  } catch {
    dispatch({ type: 'notice', text: 'The browser did not allow copying.' });
  }
}

listen();
const soundReady = openSound().catch((error) => {
  soundFailed = true;
  dispatch({ type: 'notice', text: `Sound could not be started (${error.message}). Reload the page to try again.` });
});
captionsView.restore(captions, captionsSince);
owner.start();
if (state.call !== null) wantMicrophone();
setInterval(() => view.drawTimer(state, Date.now()), 250);
requestAnimationFrame(meterFrame(performance.now()));
draw();
