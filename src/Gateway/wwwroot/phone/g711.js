// G.711 µ-law (ITU-T G.711, bias 132, clip 32635), by table: one look-up a sample in either direction.

const Bias = 132;
const Clip = 32635;

/** The µ-law byte of digital silence. */
export const Silence = 0xff;

/** Encodes one signed 16-bit sample. */
export function encodeSample(sample) {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(sign ? -sample : sample, Clip) + Bias;
  const exponent = 24 - Math.clz32(magnitude);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

/** Decodes one µ-law byte to a signed 16-bit sample. */
export function decodeSample(byte) {
  const code = ~byte & 0xff;
  const exponent = (code >> 4) & 0x07;
  const magnitude = ((((code & 0x0f) << 3) + Bias) << exponent) - Bias;
  return code & 0x80 ? 0 - magnitude : magnitude;
}

const encodeTable = new Uint8Array(65536);
for (let sample = -32768; sample <= 32767; sample++) encodeTable[sample + 32768] = encodeSample(sample);

const decodeTable = new Float32Array(256);
for (let byte = 0; byte < 256; byte++) decodeTable[byte] = decodeSample(byte) / 32768;

/** Encodes a sample of −1…1; what lies outside is clipped. */
export function encodeFloat(value) {
  const sample = Math.round(value * 32768);
  return encodeTable[(sample > 32767 ? 32767 : sample < -32768 ? -32768 : sample) + 32768];
}

/** Decodes one µ-law byte to a sample of −1…1. */
export function decodeFloat(byte) {
  return decodeTable[byte];
}
