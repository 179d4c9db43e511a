// Band-limited resampling between any two whole sample rates: a windowed-sinc low-pass (Kaiser), cut into one
// phase for every position that an output sample can have between two input samples. State is kept, so a signal
// may come in pieces of any length. Nothing is allocated after construction.

const StopBandDecibels = 74;
// Speech on a telephone reaches to 3.4 kHz of the 4 kHz that 8 kHz can carry: the filter falls between the two.
const PassBand = 0.85;

/** Converts a stream of samples from one rate to another. */
export class Resampler {
  #up;
  #down;
  #taps;
  #phases;
  #history;
  #at = 0;
  #position;

  /**
   * @param {number} inputRate whole hertz
   * @param {number} outputRate whole hertz
   */
  constructor(inputRate, outputRate) {
    const divisor = greatestCommonDivisor(inputRate, outputRate);
    this.#up = outputRate / divisor;
    this.#down = inputRate / divisor;
    this.#phases = designPhases(inputRate, outputRate, this.#up);
    this.#taps = this.#phases[0].length;
    // Written twice, a whole length apart, so that the newest samples always lie in one unbroken run.
    this.#history = new Float32Array(2 * this.#taps);
    this.#position = this.#up;
  }

  /** Delay of the filter in input samples. */
  get delay() {
    return (this.#taps - 1) / 2;
  }

  /** How many input samples it takes until `outputs` more output samples are there. */
  inputFor(outputs) {
    return outputs === 0 ? 0 : Math.floor((this.#position + (outputs - 1) * this.#down) / this.#up);
  }

  /** The most output samples that `inputs` input samples can give. */
  outputFor(inputs) {
    return Math.ceil(((inputs + 1) * this.#up) / this.#down) + 1;
  }

  /**
   * Takes `count` samples of `input` (null is silence) and writes what they give to `output`, at most its length.
   * The count must be what `inputFor` says, or the output as long as `outputFor` says: neither then has a rest.
   * @returns {number} samples written
   */
  process(input, count, output) {
    let written = 0;
    let taken = 0;
    while (written < output.length) {
      while (this.#position >= this.#up) {
        if (taken === count) return written;
        this.#push(input === null ? 0 : input[taken]);
        taken++;
        this.#position -= this.#up;
      }
      output[written++] = this.#filter(this.#phases[this.#position]);
      this.#position += this.#down;
    }
    return written;
  }

  #push(sample) {
    this.#at = this.#at === 0 ? this.#taps - 1 : this.#at - 1;
    this.#history[this.#at] = sample;
    this.#history[this.#at + this.#taps] = sample;
  }

  #filter(phase) {
    const history = this.#history;
    const start = this.#at;
    let sum = 0;
    for (let tap = 0; tap < phase.length; tap++) sum += phase[tap] * history[start + tap];
    return sum;
  }
}

function designPhases(inputRate, outputRate, up) {
  const narrow = Math.min(inputRate, outputRate);
  const fastRate = inputRate * up;
  const transition = ((1 - PassBand) * narrow) / 2;
  const cutOff = ((1 + PassBand) * narrow) / 4;
  const beta = 0.1102 * (StopBandDecibels - 8.7);
  const wanted = ((StopBandDecibels - 8) * fastRate) / (2.285 * 2 * Math.PI * transition);
  const taps = Math.ceil(wanted / up);
  const length = taps * up;
  const centre = (length - 1) / 2;
  const phases = Array.from({ length: up }, () => new Float32Array(taps));
  for (let index = 0; index < length; index++) {
    const distance = index - centre;
    const angle = (2 * Math.PI * cutOff * distance) / fastRate;
    const sinc = distance === 0 ? 1 : Math.sin(angle) / angle;
    const window = bessel(beta * Math.sqrt(1 - (distance / (centre + 1)) ** 2)) / bessel(beta);
    phases[index % up][Math.floor(index / up)] = sinc * window;
  }
  for (const phase of phases) normalise(phase);
  return phases;
}

// Every phase passes a constant signal unchanged; without it the differences would be heard as a whistle.
function normalise(phase) {
  const sum = phase.reduce((total, value) => total + value, 0);
  for (let tap = 0; tap < phase.length; tap++) phase[tap] /= sum;
}

// Modified Bessel function of the first kind, order zero, by its power series.
function bessel(x) {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a, b) {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
