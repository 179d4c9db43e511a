import assert from 'node:assert/strict';
import test from 'node:test';
import { clock, closeCaptions, noCaptions, partsOf, reduceCaptions, transcriptOf } from '../../../src/Gateway/wwwroot/phone/captions.js';

const agent = (text, heardLength, more = {}) =>
  ({ event: 'agent', leg: 'l', utterance: 'u1', text, heardLength, finished: false, interrupted: false, ...more });
const person = (text, final) => ({ event: 'person', leg: 'l', text, final });
const after = (...messages) => messages.reduce((lines, message, index) => reduceCaptions(lines, message, index * 1000), noCaptions);

test('an utterance is one line that grows and is heard little by little', () => {
  const lines = after(agent('Hello.', 0), agent('Hello. How are you?', 6), agent('Hello. How are you?', 12));
  assert.equal(lines.length, 1);
  assert.deepEqual(partsOf(lines[0]), { heard: 'Hello. How a', pending: 're you?', lost: '' });
  assert.equal(lines[0].at, 0);
});

test('what was not heard before an interruption is lost', () => {
  const [line] = after(agent('The tests passed.', 9, { interrupted: true, finished: true }));
  assert.deepEqual(partsOf(line), { heard: 'The tests', pending: '', lost: ' passed.' });
});

test('interim words are replaced until they are final', () => {
  const lines = after(person('run the', false), person('run the test', false), person('Run the tests.', true), person('now', false));
  assert.deepEqual(lines.map(({ text, final }) => [text, final]), [['Run the tests.', true], ['now', false]]);
});

test('interim words that come to nothing disappear', () => {
  assert.deepEqual(after(agent('Hi', 2), person('mhm', false), person('', true)).map(({ who }) => who), ['agent']);
});

test('a voice over the agent pauses the line; a false alarm lets it go on', () => {
  const onset = after(agent('One. Two.', 3), { event: 'barge-in', leg: 'l', step: 'onset' });
  assert.equal(onset[0].paused, true);
  assert.equal(reduceCaptions(onset, { event: 'barge-in', leg: 'l', step: 'false-alarm' }, 0)[0].paused, false);
  assert.equal(reduceCaptions(onset, agent('One. Two.', 4), 0)[0].paused, true);
  assert.equal(reduceCaptions(onset, agent('One. Two.', 4, { interrupted: true }), 0)[0].paused, false);
});

test('lines that did not change stay the same object', () => {
  const lines = after(agent('Hi', 2, { finished: true }), person('Hello', true));
  assert.equal(reduceCaptions(lines, person('there', false), 9)[0], lines[0]);
  assert.equal(reduceCaptions(lines, { event: 'phase', phase: 'talking' }, 9), lines);
});

test('beyond four hundred lines the oldest go', () => {
  let lines = noCaptions;
  for (let index = 0; index < 450; index++) lines = reduceCaptions(lines, person(String(index), true), index);
  assert.equal(lines.length, 400);
  assert.equal(lines[0].text, '50');
});

test('a heard length that makes no sense stays within the text', () => {
  assert.equal(after(agent('Hi', 99))[0].heardLength, 2);
  assert.equal(after(agent('Hi', -1))[0].heardLength, 0);
  assert.equal(after(agent('Hi', undefined))[0].heardLength, 0);
});

test('the transcript tells what was heard and where it was interrupted', () => {
  const lines = after(agent('Two tests failed.', 9, { interrupted: true }), person('Which ones?', true));
  assert.equal(transcriptOf(lines, 0), '[0:00] Agent: Two tests — (interrupted)\n[0:01] You: Which ones?');
});

test('times read as on a clock', () => {
  assert.deepEqual([0, 7_900, 754_000, 3_723_000].map(clock), ['0:00', '0:07', '12:34', '1:02:03']);
});

test('the end of the call closes what was open', () => {
  const lines = closeCaptions(after(agent('Hello.', 6), person('and tell', false), { ...agent('One. Two.', 4), utterance: 'u2' }));
  assert.deepEqual(lines.map(({ finished, interrupted, final }) => finished || interrupted || final), [true, true, true]);
  assert.deepEqual(lines.map(({ interrupted }) => interrupted === true), [false, false, true]);
});
