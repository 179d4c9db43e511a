// Base64 over byte arrays that the caller keeps: no string of raw bytes in between, no garbage but the text itself.

const Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const codes = Uint8Array.from(Alphabet, (letter) => letter.charCodeAt(0));
const values = new Int16Array(128).fill(-1);
for (let value = 0; value < 64; value++) values[codes[value]] = value;
const Padding = '='.charCodeAt(0);

const ascii = new TextDecoder('latin1');
let scratch = new Uint8Array(256);

/** The base64 text of the first `count` bytes. */
export function encode(bytes, count = bytes.length) {
  const length = Math.ceil(count / 3) * 4;
  if (scratch.length < length) scratch = new Uint8Array(length);
  let out = 0;
  for (let index = 0; index < count; index += 3) {
    const left = count - index;
    const group = (bytes[index] << 16) | ((left > 1 ? bytes[index + 1] : 0) << 8) | (left > 2 ? bytes[index + 2] : 0);
    scratch[out++] = codes[group >> 18];
    scratch[out++] = codes[(group >> 12) & 63];
    scratch[out++] = left > 1 ? codes[(group >> 6) & 63] : Padding;
    scratch[out++] = left > 2 ? codes[group & 63] : Padding;
  }
  return ascii.decode(scratch.subarray(0, length));
}

/** How many bytes a base64 text holds at most. */
export function decodedLength(text) {
  return Math.floor((text.length * 3) / 4);
}

/**
 * Decodes `text` into `target`.
 * @returns {number} bytes written, or −1 when the text is not base64 or does not fit
 */
export function decode(text, target) {
  let end = text.length;
  while (end > 0 && text.length - end < 2 && text.charCodeAt(end - 1) === Padding) end--;
  if (end % 4 === 1 || Math.floor((end * 3) / 4) > target.length) return -1;
  let group = 0;
  let bits = 0;
  let out = 0;
  for (let index = 0; index < end; index++) {
    const code = text.charCodeAt(index);
    const value = code < 128 ? values[code] : -1;
    if (value < 0) return -1;
    group = ((group << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      target[out++] = (group >> bits) & 0xff;
    }
  }
  return out;
}
