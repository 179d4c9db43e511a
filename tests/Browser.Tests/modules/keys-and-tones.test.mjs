import assert from 'node:assert/strict';
import test from 'node:test';
import { commandOf, dialable } from '../../../src/Gateway/wwwroot/phone/keypad.js';
import { levelOf, settle } from '../../../src/Gateway/wwwroot/phone/meters.js';
import { Cadences, digitFrequencies, regionOf, renderCadence } from '../../../src/Gateway/wwwroot/phone/tones.js';

test('every key has the two frequencies of Q.23', () => {
  assert.deepEqual(digitFrequencies('1'), [697, 1209]);
  assert.deepEqual(digitFrequencies('5'), [770, 1336]);
  assert.deepEqual(digitFrequencies('*'), [941, 1209]);
  assert.deepEqual(digitFrequencies('0'), [941, 1336]);
  assert.deepEqual(digitFrequencies('#'), [941, 1477]);
  assert.equal(digitFrequencies('+'), null);
  assert.equal(digitFrequencies(''), null);
  assert.equal(digitFrequencies('12'), null);
});

test('a cadence sounds for its time, is silent for its time, and begins and ends without a click', () => {
  for (const { ring, ringback } of Object.values(Cadences)) {
    for (const spec of [ring, ringback]) {
      const samples = renderCadence(spec, 8000);
      assert.equal(samples.length, (spec.on + spec.off) * 8000);
      const sounding = samples.subarray(0, spec.on * 8000);
      assert.ok(sounding.some((value) => Math.abs(value) > 0.5));
      assert.ok(samples.subarray(spec.on * 8000).every((value) => value === 0));
      assert.ok(Math.abs(samples[0]) < 0.02 && Math.abs(sounding.at(-1)) < 0.02);
    }
  }
});

test('the ring tone follows the language of the browser', () => {
  assert.equal(regionOf('en-US'), 'northAmerica');
  assert.equal(regionOf('fr-CA'), 'northAmerica');
  assert.equal(regionOf('en-GB'), 'europe');
  assert.equal(regionOf('de'), 'europe');
});

test('only what can be dialled is dialled', () => {
  assert.equal(dialable('+1 (555) 010-9*#x'), '+15550109*#');
  assert.equal(dialable('1'.repeat(99)).length, 32);
});

test('keys mean what the page says they mean', () => {
  const press = (key, where = 'page', more = {}) => commandOf({ key, ...more }, where, true)?.type ?? null;
  assert.equal(press('7'), 'ui.digit');
  assert.equal(press('#', 'control'), 'ui.digit');
  assert.equal(press('Enter'), 'ui.enter');
  assert.equal(press('Enter', 'control'), null);
  assert.equal(press('Enter', 'dial'), 'ui.enter');
  assert.equal(press('7', 'dial'), null);
  assert.equal(press('Escape', 'control'), 'ui.escape');
  assert.equal(press('m'), 'ui.mute');
  assert.equal(press('M'), 'ui.mute');
  assert.equal(press('m', 'text'), null);
  assert.equal(press('1', 'page', { ctrlKey: true }), null);
  assert.equal(press('Escape', 'page', { repeat: true }), null);
  assert.equal(commandOf({ key: 'm' }, 'page', false), null);
  assert.equal(commandOf({ key: 'Escape' }, 'page', false).type, 'ui.escape');
});

test('the meter reads decibels', () => {
  const square = (level) => new Float32Array(256).fill(level);
  assert.equal(levelOf(square(0)), 0);
  assert.equal(levelOf(square(1)), 1);
  assert.ok(Math.abs(levelOf(square(0.0316)) - 0.5) < 0.01);
  assert.equal(settle(0.2, 0.9, 0.016), 0.9);
  assert.ok(settle(0.9, 0, 0.1) > 0.8 && settle(0.9, 0, 0.1) < 0.9);
});
