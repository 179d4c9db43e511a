import assert from 'node:assert/strict';
import test from 'node:test';
import { mediaRetryDelay } from '../../../src/Gateway/wwwroot/phone/phone-call.js';
import { initialState, resumingState, stageOf, toneOf, transition } from '../../../src/Gateway/wwwroot/phone/phone-state.js';

const key = 'k'.repeat(32);
const message = (event, fields = {}) => ({ type: 'line.message', message: { event, ...fields } });
const ring = message('ringing', { leg: 'leg-1', callId: 'call-1', from: 'Agent' });
const ticket = { leg: 'leg-1', callId: 'call-1', url: 'ws://gateway/media-stream', token: 't', validSeconds: 30 };

/** A telephone driven by events at a clock of the test's own. */
function phone(state = initialState) {
  const self = {
    state,
    effects: [],
    at: 1_000,
    do(event, ms = 0) {
      self.at += ms;
      [self.state, self.effects] = transition(self.state, { ...event, at: self.at });
      return self;
    },
    sent: () => self.effects.filter((effect) => effect.do === 'send').map((effect) => effect.message),
    timers: () => self.effects.filter((effect) => effect.do === 'timer').map(({ id, ms }) => [id, ms]),
    did: (name) => self.effects.some((effect) => effect.do === name),
  };
  return self;
}

const ready = () => phone().do({ type: 'line.open', key, name: 'Browser' }).do(message('welcome', { line: key }));
const talking = () =>
  ready().do(ring).do({ type: 'ui.answer' }).do(message('ticket', ticket)).do({ type: 'media.open', leg: 'leg-1' });

test('a new line says hello with its key alone', () => {
  const page = phone().do({ type: 'line.open', key, name: 'Browser' });
  assert.deepEqual(page.sent(), [{ event: 'hello', line: key, name: 'Browser' }]);
  assert.equal(page.state.line.status, 'connecting');
  assert.equal(page.do(message('welcome')).state.line.status, 'open');
});

test('a call rings, is answered, gets its ticket, opens its media and talks', () => {
  const page = ready().do(ring);
  assert.equal(stageOf(page.state), 'ringing');
  assert.equal(toneOf(page.state), 'ring');
  page.do({ type: 'ui.enter' });
  assert.deepEqual(page.sent(), [{ event: 'answer', leg: 'leg-1' }, { event: 'media', leg: 'leg-1' }]);
  assert.equal(stageOf(page.state), 'connecting');
  assert.equal(toneOf(page.state), 'none');
  assert.ok(page.did('newCall'));
  page.do(message('ticket', ticket));
  assert.deepEqual(page.effects.find((effect) => effect.do === 'openMedia').ticket.token, 't');
  page.do({ type: 'media.open', leg: 'leg-1' }, 200);
  assert.equal(stageOf(page.state), 'talking');
  assert.equal(page.state.call.talkingSince, page.at);
  assert.equal(page.effects.find((effect) => effect.do === 'remember').call.talkingSince, page.at);
});

test('a ring that is told twice is one ring', () => {
  assert.equal(ready().do(ring).do(ring).state.rings.length, 1);
});

test('declining stops the ring and says so', () => {
  const page = ready().do(ring).do({ type: 'ui.escape' });
  assert.deepEqual(page.sent(), [{ event: 'decline', leg: 'leg-1' }]);
  assert.equal(stageOf(page.state), 'ended');
  assert.equal(page.state.last.reason, 'declined');
  assert.equal(toneOf(page.state), 'none');
});

test('a caller who gives up leaves a missed call', () => {
  const page = ready().do(ring).do(message('ended', { leg: 'leg-1', reason: 'no-answer' }));
  assert.equal(page.state.last.reason, 'missed:no-answer');
  assert.equal(toneOf(page.state), 'none');
});

test('a call that was answered elsewhere is put down here', () => {
  const page = ready().do(ring).do({ type: 'ui.answer' }).do(message('ended', { leg: 'leg-1', reason: 'answered-elsewhere' }));
  assert.equal(page.state.call, null);
  assert.equal(page.state.last.reason, 'answered-elsewhere');
  assert.ok(page.did('closeMedia') && page.did('forget'));
});

test('a number is dialled, rings at the other end and connects', () => {
  const page = ready();
  for (const digit of '42#') page.do({ type: 'ui.digit', digit });
  assert.equal(page.state.number, '42#');
  page.do({ type: 'ui.erase' }).do({ type: 'ui.dial' });
  assert.deepEqual(page.sent(), [{ event: 'dial', number: '42' }]);
  assert.equal(toneOf(page.state), 'ringback');
  page.do(message('calling', { leg: 'leg-2', callId: 'call-2' }));
  assert.deepEqual(page.sent(), [{ event: 'media', leg: 'leg-2' }]);
  page.do(message('ticket', { ...ticket, leg: 'leg-2' })).do({ type: 'media.open', leg: 'leg-2' });
  assert.equal(stageOf(page.state), 'talking');
  assert.equal(toneOf(page.state), 'none');
});

test('who calls in needs no number', () => {
  const page = ready().do({ type: 'ui.callIn' });
  assert.deepEqual(page.sent(), [{ event: 'dial', number: '1' }]);
  assert.deepEqual([page.state.call.party, page.state.call.direction, page.state.number], ['Your agents', 'out', '']);
});

test('nobody calls in over another call or without the line', () => {
  const page = ready().do({ type: 'ui.callIn' });
  page.sent();
  assert.deepEqual(page.do({ type: 'ui.callIn' }).sent(), []);
  const away = phone().do({ type: 'ui.callIn' });
  assert.equal(away.state.call, null);
  assert.match(away.state.notice.text, /line is away/);
});

test('nothing is dialled without a number or without the line', () => {
  assert.deepEqual(ready().do({ type: 'ui.dial' }).sent(), []);
  const page = phone().do({ type: 'ui.digit', digit: '1' }).do({ type: 'ui.dial' });
  assert.deepEqual(page.sent(), []);
  assert.match(page.state.notice.text, /line is away/);
});

test('a dialled call that nobody takes ends by its deadline', () => {
  const page = ready().do({ type: 'ui.digit', digit: '1' }).do({ type: 'ui.dial' });
  assert.deepEqual(page.timers(), [['dial', 10_000]]);
  page.do({ type: 'timer', id: 'dial' }, 10_000);
  assert.equal(page.state.call, null);
  page.do(message('calling', { leg: 'late', callId: 'c' }));
  assert.deepEqual(page.sent(), [{ event: 'hangup', leg: 'late' }]);
});

test('a refused dial says why', () => {
  const page = ready().do({ type: 'ui.digit', digit: '1' }).do({ type: 'ui.dial' });
  page.do(message('refused', { what: 'dial', reason: 'no agent' }));
  assert.equal(page.state.call, null);
  assert.match(page.state.notice.text, /no agent/);
});

test('keys in a call are sent and shown, plus is not a key of the line', () => {
  const page = talking().do({ type: 'ui.digit', digit: '5' });
  assert.deepEqual(page.effects, [{ do: 'digit', digit: '5' }]);
  assert.equal(page.state.call.keys, '5');
  assert.deepEqual(page.do({ type: 'ui.digit', digit: '+' }).effects, []);
  assert.equal(page.state.number, '');
});

test('hanging up tells the gateway, closes the media and keeps the duration', () => {
  const page = talking().do({ type: 'ui.escape' }, 65_000);
  assert.deepEqual(page.sent(), [{ event: 'hangup', leg: 'leg-1' }]);
  assert.ok(page.did('closeMedia') && page.did('forget'));
  assert.deepEqual([page.state.last.reason, page.state.last.ms], ['hung-up', 65_000]);
});

test('a call hung up while the line is away is hung up when it is back', () => {
  const page = talking().do({ type: 'line.lost', retryMs: 500 }).do({ type: 'ui.hangup' });
  assert.deepEqual(page.sent(), []);
  page.do({ type: 'line.open', key, name: 'Browser' });
  assert.deepEqual(page.sent(), [{ event: 'hello', line: key, name: 'Browser', leg: 'leg-1', callId: 'call-1' }]);
  page.do(message('welcome')).do(message('resumed', { leg: 'leg-1', callId: 'call-1' }));
  assert.deepEqual(page.sent(), [{ event: 'hangup', leg: 'leg-1' }]);
  assert.equal(page.state.leaving, null);
});

test('a reloaded page finds its call again', () => {
  const remembered = { leg: 'leg-1', callId: 'call-1', direction: 'in', party: 'Agent', talkingSince: 500 };
  const page = phone(resumingState(remembered, true));
  assert.equal(stageOf(page.state), 'connecting');
  assert.equal(page.state.muted, true);
  page.do({ type: 'line.open', key, name: 'Browser' });
  assert.deepEqual(page.sent(), [{ event: 'hello', line: key, name: 'Browser', leg: 'leg-1', callId: 'call-1' }]);
  page.do(message('welcome'));
  assert.deepEqual(page.timers(), [['resume', 10_000]]);
  page.do(message('resumed', { leg: 'leg-1', callId: 'call-1' }));
  assert.deepEqual(page.sent(), [{ event: 'media', leg: 'leg-1' }]);
  page.do(message('ticket', ticket)).do({ type: 'media.open', leg: 'leg-1' });
  assert.equal(stageOf(page.state), 'talking');
  assert.equal(page.state.call.talkingSince, 500);
});

test('a reloaded page whose call is over says so', () => {
  const page = phone(resumingState({ leg: 'leg-1', callId: 'call-1', direction: 'in', party: 'Agent', talkingSince: 0 }));
  page.do({ type: 'line.open', key }).do(message('welcome')).do(message('ended', { leg: 'leg-1', reason: 'unknown-call' }));
  assert.equal(stageOf(page.state), 'ended');
  assert.ok(page.did('forget'));
});

test('a call that is neither resumed nor ended is given up by its deadline', () => {
  const page = talking().do({ type: 'line.lost', retryMs: 500 }).do({ type: 'line.open', key }).do(message('welcome'));
  page.do({ type: 'timer', id: 'resume' }, 10_000);
  assert.equal(page.state.last.reason, 'unknown-call');
});

test('a call that goes on for a page that forgot it is taken up', () => {
  const page = ready().do(message('resumed', { leg: 'leg-7', callId: 'call-7' }));
  assert.deepEqual(page.sent(), [{ event: 'media', leg: 'leg-7' }]);
  assert.equal(stageOf(page.state), 'connecting');
});

test('a phone that was opened elsewhere gives its call away', () => {
  const page = talking().do({ type: 'line.replaced' });
  assert.equal(page.state.last.reason, 'answered-elsewhere');
  assert.deepEqual(page.sent(), []);
});

test('a gateway that does not know the call yet is asked again, ten times at most', () => {
  const page = talking().do({ type: 'line.lost', retryMs: 500 }).do({ type: 'line.open', key }).do(message('welcome'));
  for (let attempt = 0; attempt < 10; attempt++) {
    page.do(message('refused', { what: 'hello', reason: 'The call did not answer in time: try again.' }));
    assert.deepEqual(page.timers(), [['hello', 1_000]]);
    page.do({ type: 'timer', id: 'hello' });
    assert.deepEqual(page.sent().map(({ event, leg }) => [event, leg]), [['hello', 'leg-1']]);
  }
  page.do(message('refused', { what: 'hello', reason: 'no' }));
  assert.deepEqual(page.timers(), []);
});

test('pasted tabs and line breaks are spoken as spaces', () => {
  const page = talking().do({ type: 'words', text: 'run\tthe\r\ntests', final: true, source: 'typed' });
  assert.equal(page.sent()[0].text, 'run the tests');
});

test('media that outlived the line is kept when the call is resumed', () => {
  const page = talking().do({ type: 'line.lost', retryMs: 500 });
  assert.equal(stageOf(page.state), 'talking');
  page.do({ type: 'line.open', key }).do(message('welcome')).do(message('resumed', { leg: 'leg-1', callId: 'call-1' }));
  assert.deepEqual(page.sent(), []);
  assert.equal(stageOf(page.state), 'talking');
});

test('lost media asks for a new ticket with growing delays', () => {
  const page = talking().do({ type: 'media.lost', leg: 'leg-1' });
  assert.equal(stageOf(page.state), 'connecting');
  assert.deepEqual(page.timers(), [['media', 300]]);
  page.do({ type: 'timer', id: 'media' });
  assert.deepEqual(page.sent(), [{ event: 'media', leg: 'leg-1' }]);
  page.do({ type: 'timer', id: 'ticket' });
  assert.deepEqual(page.timers(), [['media', 600]]);
  page.do({ type: 'timer', id: 'media' }).do(message('refused', { what: 'media', reason: 'not yet' }));
  assert.deepEqual(page.timers(), [['media', 1200]]);
  page.do({ type: 'timer', id: 'media' }).do(message('ticket', ticket)).do({ type: 'media.open', leg: 'leg-1' });
  assert.equal(page.state.call.mediaAttempt, 0);
  assert.equal(mediaRetryDelay(20), 5_000);
});

test('media lost together with the line waits for the call to be resumed', () => {
  const page = talking().do({ type: 'line.lost', retryMs: 500 }).do({ type: 'media.lost', leg: 'leg-1' });
  page.do({ type: 'timer', id: 'media' });
  assert.deepEqual(page.sent(), []);
  page.do({ type: 'line.open', key }).do(message('welcome')).do(message('resumed', { leg: 'leg-1', callId: 'call-1' }));
  assert.deepEqual(page.sent(), [{ event: 'media', leg: 'leg-1' }]);
});

test('a ticket that nobody asked for opens nothing', () => {
  assert.deepEqual(ready().do(message('ticket', ticket)).effects, []);
  assert.deepEqual(talking().do(message('ticket', ticket)).effects, []);
});

test('a second call waits; answering it puts the first one down', () => {
  const second = message('ringing', { leg: 'leg-2', callId: 'call-2', from: 'Other' });
  const page = talking().do(second);
  assert.equal(stageOf(page.state), 'talking');
  assert.equal(toneOf(page.state), 'none');
  page.do({ type: 'ui.answer' });
  assert.deepEqual(page.sent().map(({ event, leg }) => [event, leg]), [['hangup', 'leg-1'], ['answer', 'leg-2'], ['media', 'leg-2']]);
  assert.equal(page.state.call.leg, 'leg-2');
});

test('a line that is lost stops ringing until it is told anew', () => {
  assert.equal(stageOf(ready().do(ring).do({ type: 'line.lost', retryMs: 500 }).state), 'idle');
});

test('typed and recognised words are sent with where they come from', () => {
  const page = talking().do({ type: 'words', text: '  yes please ', final: true, source: 'typed' });
  assert.deepEqual(page.sent(), [{ event: 'words', leg: 'leg-1', text: 'yes please', final: true, source: 'typed' }]);
  page.do({ type: 'words', text: 'ye', final: false, source: 'browser' });
  assert.deepEqual(page.sent(), [{ event: 'words', leg: 'leg-1', text: 'ye', final: false, source: 'browser' }]);
  assert.deepEqual(page.do({ type: 'words', text: '   ', final: true, source: 'typed' }).sent(), []);
  assert.equal(page.do({ type: 'words', text: 'x'.repeat(9_000), final: true, source: 'typed' }).sent()[0].text.length, 2_000);
});

test('mute belongs to a call and ends with it', () => {
  assert.equal(ready().do({ type: 'ui.mute' }).state.muted, false);
  const page = talking().do({ type: 'ui.mute' });
  assert.equal(page.state.muted, true);
  assert.equal(page.effects.find((effect) => effect.do === 'remember').call.muted, true);
  assert.equal(page.do({ type: 'ui.hangup' }).state.muted, false);
});

test('captions of another call are not shown', () => {
  const page = talking();
  assert.ok(page.do(message('agent', { leg: 'leg-1', utterance: 'u' })).did('caption'));
  assert.ok(!page.do(message('person', { leg: 'other', text: 'x' })).did('caption'));
});

test('a busy line sounds busy for a while', () => {
  const page = ready().do({ type: 'ui.digit', digit: '1' }).do({ type: 'ui.dial' });
  page.do(message('calling', { leg: 'leg-2', callId: 'c' })).do(message('ended', { leg: 'leg-2', reason: 'busy' }));
  assert.equal(toneOf(page.state), 'busy');
  page.do({ type: 'timer', id: 'busy' });
  assert.equal(toneOf(page.state), 'none');
});

test('unknown events and messages change nothing', () => {
  const page = talking();
  const before = page.state;
  page.do({ type: 'unheard-of' }).do(message('toString')).do(message('unheard-of'));
  assert.equal(page.state, before);
});

test('a call is shown as recorded while the gateway says so, and the next one is not', () => {
  const page = talking();
  assert.equal(page.state.call.recorded, false);
  assert.equal(page.do(message('recording', { leg: 'leg-9', on: true })).state.call.recorded, false);
  assert.equal(page.do(message('recording', { leg: 'leg-1', on: true })).state.call.recorded, true);
  assert.equal(page.do(message('recording', { leg: 'leg-1', on: false })).state.call.recorded, false);
  page.do(message('recording', { leg: 'leg-1', on: true })).do(message('ended', { leg: 'leg-1', reason: 'hung-up' }));
  assert.equal(page.do(message('ringing', { leg: 'leg-2', callId: 'call-2', from: 'Agent' })).do({ type: 'ui.answer' }).state.call.recorded, false);
});
