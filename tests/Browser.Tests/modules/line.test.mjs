import assert from 'node:assert/strict';
import test from 'node:test';
import { Line, retryDelay } from '../../../src/Gateway/wwwroot/phone/line.js';

function lineWithSockets(context) {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const sockets = [];
  const events = [];
  const open = () => {
    const socket = { readyState: 1, sent: [], send(text) { this.sent.push(text); }, close() {} };
    sockets.push(socket);
    return socket;
  };
  const line = new Line('ws://gateway/phone/line', (event) => events.push(event), open, () => 0.5);
  line.start();
  return { line, sockets, events, tick: (ms) => context.mock.timers.tick(ms) };
}

test('delays double up to eight seconds and are spread by a quarter', () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6, 20].map((attempt) => retryDelay(attempt, 0.5)), [500, 1000, 2000, 4000, 8000, 8000, 8000]);
  assert.equal(retryDelay(1, 0), 375);
  assert.equal(retryDelay(1, 1), 625);
});

test('a lost line is opened again with a growing delay', (context) => {
  const { sockets, events, tick } = lineWithSockets(context);
  sockets[0].onclose({ reason: 'restart' });
  assert.deepEqual(events.at(-1), { type: 'line.lost', reason: 'restart', retryMs: 1000 });
  tick(999);
  assert.equal(sockets.length, 1);
  tick(1);
  assert.equal(sockets.length, 2);
  sockets[1].onclose({ reason: '' });
  assert.equal(events.at(-1).retryMs, 2000);
});

test('a welcome begins the delays anew; an accepted connection alone does not', (context) => {
  const { sockets, events, tick } = lineWithSockets(context);
  sockets[0].onopen();
  sockets[0].onclose({ reason: '' });
  assert.equal(events.at(-1).retryMs, 1000);
  tick(1000);
  sockets[1].onopen();
  sockets[1].onmessage({ data: '{"event":"welcome"}' });
  sockets[1].onclose({ reason: '' });
  assert.equal(events.at(-1).retryMs, 500);
});

test('messages that are not JSON or have no event are ignored', (context) => {
  const { sockets, events } = lineWithSockets(context);
  sockets[0].onopen();
  const before = events.length;
  for (const data of ['{', '[]', 'null', '{"event":7}']) sockets[0].onmessage({ data });
  assert.equal(events.length, before);
});

test('a socket of before says nothing any more', (context) => {
  const { sockets, events, tick } = lineWithSockets(context);
  sockets[0].onclose({ reason: '' });
  tick(1000);
  const before = events.length;
  sockets[0].onmessage({ data: '{"event":"welcome"}' });
  sockets[0].onclose({ reason: '' });
  assert.equal(events.length, before);
});

test('a stopped line stays stopped', (context) => {
  const { line, sockets, tick } = lineWithSockets(context);
  line.stop();
  sockets[0].onclose({ reason: '' });
  tick(60_000);
  line.retryNow();
  assert.equal(sockets.length, 1);
});

test('a phone that was opened elsewhere rests until it is started again', (context) => {
  const { line, sockets, events, tick } = lineWithSockets(context);
  sockets[0].onclose({ code: 4001, reason: 'this phone was opened elsewhere' });
  tick(60_000);
  line.retryNow();
  assert.equal(sockets.length, 1);
  assert.equal(events.at(-1).type, 'line.replaced');
  line.start();
  assert.equal(sockets.length, 2);
});
