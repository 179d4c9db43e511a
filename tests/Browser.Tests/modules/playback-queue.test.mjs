import assert from 'node:assert/strict';
import test from 'node:test';
import { PlaybackQueue } from '../../../src/Gateway/wwwroot/phone/audio/playback-queue.js';
import { CaptureEncoder } from '../../../src/Gateway/wwwroot/phone/audio/capture-encoder.js';
import { decodeSample, encodeFloat } from '../../../src/Gateway/wwwroot/phone/g711.js';

const Rate = 48000;
const quantum = new Float32Array(128);

function speaker() {
  const marks = [];
  let quanta = 0;
  const queue = new PlaybackQueue(Rate, (name) => marks.push({ name, ms: (quanta * 128 * 1000) / Rate }));
  const render = (ms) => {
    let loudest = 0;
    for (const end = quanta + (ms * Rate) / 128 / 1000; quanta < end; ) {
      quanta++;
      queue.render(quantum);
      for (const sample of quantum) loudest = Math.max(loudest, Math.abs(sample));
    }
    return loudest;
  };
  return { queue, marks, render };
}

const speech = (ms) => Uint8Array.from({ length: ms * 8 }, (_, index) => encodeFloat(Math.sin(index / 2) / 2));

test('a mark comes back when the sound before it was played and not sooner', () => {
  const { queue, marks, render } = speaker();
  queue.push(speech(500));
  queue.mark('after');
  render(490);
  assert.deepEqual(marks, []);
  render(40);
  assert.equal(marks.length, 1);
  assert.ok(marks[0].ms >= 500 && marks[0].ms < 512, `${marks[0].ms} ms`);
});

test('a mark waits for the loudspeaker as well', () => {
  const { queue, marks, render } = speaker();
  queue.outputDelay = Rate / 10;
  queue.push(speech(200));
  queue.mark('late');
  render(290);
  assert.deepEqual(marks, []);
  render(25);
  assert.equal(marks.length, 1);
});

test('a mark with nothing before it comes back at once', () => {
  const { queue, marks } = speaker();
  queue.mark('empty');
  assert.deepEqual(marks.map(({ name }) => name), ['empty']);
});

test('marks stay in the order they were set among the sound', () => {
  const { queue, marks, render } = speaker();
  for (const name of ['a', 'b', 'c']) {
    queue.push(speech(100));
    queue.mark(name);
  }
  render(400);
  assert.deepEqual(marks.map(({ name }) => name), ['a', 'b', 'c']);
  assert.ok(marks[1].ms - marks[0].ms > 97 && marks[1].ms - marks[0].ms < 103);
});

test('clear gives every unreached mark back at once and is silent after one quantum', () => {
  const { queue, marks, render } = speaker();
  queue.push(speech(300));
  queue.mark('played');
  queue.push(speech(3000));
  queue.mark('first');
  queue.mark('second');
  assert.ok(render(400) > 0.4);
  queue.clear();
  assert.deepEqual(marks.map(({ name }) => name), ['played', 'first', 'second']);
  render(8);
  assert.ok(render(200) < 0.001);
  assert.equal(queue.waitingMs, 0);
});

test('sound after a clear is played from its own beginning', () => {
  const { queue, marks, render } = speaker();
  queue.push(speech(2000));
  render(300);
  queue.clear();
  render(20);
  queue.push(speech(200));
  queue.mark('new');
  render(150);
  assert.deepEqual(marks, []);
  render(120);
  assert.deepEqual(marks.map(({ name }) => name), ['new']);
});

test('one short frame is not held back for a lead that never comes', () => {
  const { queue, render } = speaker();
  queue.push(speech(20));
  assert.ok(render(50) < 0.001);
  assert.ok(render(60) > 0.3);
});

test('running dry gives silence, and frames that prove late raise the lead', () => {
  const { queue, render } = speaker();
  queue.push(speech(100));
  render(160);
  assert.ok(render(30) < 0.001);
  const before = queue.leadMs;
  queue.push(speech(20));
  assert.equal(queue.leadMs, before + 20);
});

test('more than the queue holds is dropped and counted', () => {
  const { queue } = speaker();
  queue.push(new Uint8Array(1 << 20));
  queue.push(new Uint8Array(160));
  assert.equal(queue.dropped, 160);
});

test('the microphone gives fifty frames a second, and silence while muted', () => {
  const frames = [];
  const encoder = new CaptureEncoder(Rate, (frame) => frames.push(frame.slice()));
  const block = Float32Array.from({ length: 128 }, (_, index) => Math.sin((2 * Math.PI * 3 * index) / 128) / 2);
  for (let at = 0; at < Rate; at += 128) encoder.take(block, 128);
  assert.equal(frames.length, 49 + 1);
  assert.ok(frames[20].some((byte) => Math.abs(decodeSample(byte)) > 8000));
  encoder.muted = true;
  frames.length = 0;
  for (let at = 0; at < Rate; at += 128) encoder.take(block, 128);
  assert.ok(frames.slice(1).every((frame) => frame.every((byte) => byte === 0xff)));
});

test('without a microphone frames of silence go on', () => {
  let frames = 0;
  const encoder = new CaptureEncoder(44100, (frame) => {
    frames++;
    assert.ok(frame.every((byte) => byte === 0xff));
  });
  for (let at = 0; at < 44100; at += 128) encoder.take(null, 128);
  assert.equal(frames, 50);
});
