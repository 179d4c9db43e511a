import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import { decodeFloat, decodeSample, encodeFloat, encodeSample } from '../../../src/Gateway/wwwroot/phone/g711.js';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

test('every byte decodes to the value of G.711', () => {
  const values = Int16Array.from({ length: 256 }, (_, byte) => decodeSample(byte));
  assert.equal(sha256(new Uint8Array(values.buffer)), '3dab54339e520bb2c924826e3b72a917a2b612e9fd12fc867500f1d983a75827');
});

test('every 16-bit sample encodes as with bias 132 and clip 32635', () => {
  const bytes = Uint8Array.from({ length: 65536 }, (_, index) => encodeSample(index - 32768));
  assert.equal(sha256(bytes), '5ee7cf5f273f842d2234121e4cb0c98d6b20a99ac29026f94e05b36955b195be');
});

test('encoding what was decoded gives the same value', () => {
  for (let byte = 0; byte < 256; byte++) assert.equal(decodeSample(encodeSample(decodeSample(byte))), decodeSample(byte));
});

test('floating samples beyond full scale are clipped and not wrapped', () => {
  assert.equal(encodeFloat(1.7), 0x80);
  assert.equal(encodeFloat(-1.7), 0x00);
  assert.equal(encodeFloat(0), 0xff);
  assert.equal(decodeFloat(0x80), 32124 / 32768);
});
