import assert from 'node:assert/strict';
import test from 'node:test';
import { Resampler } from '../../../src/Gateway/wwwroot/phone/resample.js';

const tone = (frequency, rate, seconds) =>
  Float32Array.from({ length: rate * seconds }, (_, index) => Math.sin((2 * Math.PI * frequency * index) / rate));
const convert = (input, from, to) => {
  const resampler = new Resampler(from, to);
  const output = new Float32Array(resampler.outputFor(input.length));
  return output.subarray(0, resampler.process(input, input.length, output));
};
// The ends hold the filter's run-in; the middle is what a long signal looks like.
const decibels = (samples) => {
  const middle = samples.subarray(samples.length >> 2, (3 * samples.length) >> 2);
  return 10 * Math.log10((2 * middle.reduce((sum, value) => sum + value * value, 0)) / middle.length);
};

for (const rate of [16000, 44100, 48000, 96000]) {
  test(`a 5 kHz tone does not fold into the telephone band from ${rate} Hz`, () => {
    assert.ok(decibels(convert(tone(5000, rate, 0.5), rate, 8000)) < -65);
  });

  test(`speech frequencies keep their level from ${rate} Hz to 8 kHz and back`, () => {
    for (const frequency of [300, 1000, 3000, 3400]) {
      const narrow = convert(tone(frequency, rate, 0.5), rate, 8000);
      assert.ok(Math.abs(decibels(narrow)) < 0.1, `${frequency} Hz down: ${decibels(narrow)} dB`);
      const wide = convert(tone(frequency, 8000, 0.5), 8000, rate);
      assert.ok(Math.abs(decibels(wide)) < 0.1, `${frequency} Hz up: ${decibels(wide)} dB`);
    }
  });

  test(`raising a tone to ${rate} Hz leaves no image of it above 4 kHz`, () => {
    const wide = convert(tone(3000, 8000, 0.5), 8000, rate);
    // What remains when the tone itself is taken out by correlation is image and noise.
    let sine = 0;
    let cosine = 0;
    const start = wide.length >> 2;
    const length = Math.floor(rate / 4 / (rate / 100)) * (rate / 100);
    for (let index = 0; index < length; index++) {
      sine += (2 / length) * wide[start + index] * Math.sin((2 * Math.PI * 3000 * index) / rate);
      cosine += (2 / length) * wide[start + index] * Math.cos((2 * Math.PI * 3000 * index) / rate);
    }
    const rest = Float32Array.from({ length }, (_, index) =>
      wide[start + index]
        - sine * Math.sin((2 * Math.PI * 3000 * index) / rate)
        - cosine * Math.cos((2 * Math.PI * 3000 * index) / rate));
    assert.ok(decibels(rest) < -60, `${decibels(rest)} dB`);
  });
}

test('a signal in uneven pieces gives the same samples as in one', () => {
  const input = tone(700, 44100, 0.3);
  const whole = convert(input, 44100, 8000);
  const resampler = new Resampler(44100, 8000);
  const pieces = [];
  const output = new Float32Array(resampler.outputFor(1000));
  for (let at = 0, size = 1; at < input.length; at += size, size = (size * 7) % 997) {
    const piece = input.subarray(at, at + size);
    pieces.push(...output.subarray(0, resampler.process(piece, piece.length, output)));
  }
  assert.deepEqual(Float32Array.from(pieces), whole);
});

test('the number of samples to bring for a quantum is exact', () => {
  for (const rate of [44100, 48000]) {
    const resampler = new Resampler(8000, rate);
    const output = new Float32Array(128);
    let brought = 0;
    for (let quantum = 0; quantum < 1000; quantum++) {
      const needed = resampler.inputFor(128);
      brought += needed;
      assert.equal(resampler.process(null, needed, output), 128);
    }
    assert.ok(Math.abs(brought - (128000 * 8000) / rate) <= 1);
  }
});
