// The sounds a telephone makes itself: key tones, ringing, and what one hears while it rings at the other end.

const Rows = [697, 770, 852, 941];
const Columns = [1209, 1336, 1477];
const Keys = ['123', '456', '789', '*0#'];
const DigitSeconds = 0.14;

/** The two frequencies of a key (ITU-T Q.23), or null when it has none. */
export function digitFrequencies(digit) {
  for (let row = 0; row < Keys.length; row++) {
    const column = Keys[row].indexOf(digit);
    if (digit.length === 1 && column >= 0) return [Rows[row], Columns[column]];
  }
  return null;
}

/**
 * Cadences: `on` seconds of sound, `off` seconds of silence. `pulse` is the bell's tremble in hertz, 0 for none.
 * The ringback tones are those of the networks (ITU-T E.180 supplement 2).
 */
export const Cadences = {
  northAmerica: {
    ring: { frequencies: [784, 988], pulse: 20, on: 2, off: 4 },
    ringback: { frequencies: [440, 480], pulse: 0, on: 2, off: 4 },
    busy: { frequencies: [480, 620], pulse: 0, on: 0.5, off: 0.5 },
  },
  europe: {
    ring: { frequencies: [659, 831], pulse: 16, on: 1, off: 4 },
    ringback: { frequencies: [425], pulse: 0, on: 1, off: 4 },
    busy: { frequencies: [425], pulse: 0, on: 0.48, off: 0.48 },
  },
};

/** The cadence that people with this language setting have grown up with. */
export function regionOf(language) {
  return /-(US|CA|MX|PR|DO|JM)$/i.test(language) ? 'northAmerica' : 'europe';
}

/** One whole period of a cadence as samples, to be played in a loop: the rhythm is then exact by construction. */
export function renderCadence({ frequencies, pulse, on, off }, sampleRate) {
  const samples = new Float32Array(Math.round((on + off) * sampleRate));
  const sounding = Math.round(on * sampleRate);
  const edge = 0.012 * sampleRate;
  for (let index = 0; index < sounding; index++) {
    const time = index / sampleRate;
    let value = 0;
    for (const frequency of frequencies) value += Math.sin(2 * Math.PI * frequency * time) / frequencies.length;
    const tremble = pulse === 0 ? 1 : 0.6 - 0.4 * Math.cos(2 * Math.PI * pulse * time);
    const fade = Math.min(1, index / edge, (sounding - 1 - index) / edge);
    samples[index] = value * tremble * fade;
  }
  return samples;
}

/** Plays them into an AudioContext. */
export class Tones {
  #context;
  #looping = null;
  #playing = '';

  constructor(context) {
    this.#context = context;
  }

  /** A short key tone. */
  playDigit(digit) {
    const frequencies = digitFrequencies(digit);
    if (frequencies === null) return;
    const context = this.#context;
    const start = context.currentTime;
    const end = start + DigitSeconds;
    const gain = context.createGain();
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(0.09, start + 0.005);
    gain.gain.setValueAtTime(0.09, end - 0.01);
    gain.gain.linearRampToValueAtTime(0, end);
    gain.connect(context.destination);
    for (const frequency of frequencies) {
      const oscillator = new OscillatorNode(context, { frequency });
      oscillator.connect(gain);
      oscillator.start(start);
      oscillator.stop(end);
    }
  }

  /** Plays `ring`, `ringback` or `busy` of a region until another is asked for; `none` is silence. */
  loop(kind, region) {
    const wanted = kind === 'none' ? '' : `${region}/${kind}`;
    if (wanted === this.#playing) return;
    this.#playing = wanted;
    this.#looping?.source.stop();
    this.#looping?.gain.disconnect();
    this.#looping = null;
    if (wanted === '') return;
    const context = this.#context;
    const samples = renderCadence(Cadences[region][kind], context.sampleRate);
    const buffer = new AudioBuffer({ length: samples.length, sampleRate: context.sampleRate });
    buffer.copyToChannel(samples, 0);
    const source = new AudioBufferSourceNode(context, { buffer, loop: true });
    const gain = new GainNode(context, { gain: kind === 'ring' ? 0.22 : 0.1 });
    source.connect(gain).connect(context.destination);
    source.start();
    this.#looping = { source, gain };
  }
}
