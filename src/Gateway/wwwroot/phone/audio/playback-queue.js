import { decodeFloat } from '../g711.js';
import { Resampler } from '../resample.js';

const LineRate = 8000;
// 131 s of µ-law. More than a stream that is paced in real time can ever hold; what comes beyond is dropped and counted.
const Capacity = 1 << 20;
const MostMarks = 1024;
const ShortestLeadMs = 60;
const LongestLeadMs = 160;
const LeadStepMs = 20;
// Sound that comes back sooner than this after running dry was late, not a new sentence.
const LateWithinMs = 250;
const CalmMs = 10_000;
// One millisecond of fading, so that clearing does not click: shorter than a render quantum.
const FadeSamples = 8;

/**
 * What a phone has yet to play: µ-law and, between its samples, marks. Rendered one quantum at a time at the
 * context's rate. After silence it waits for a small lead, so that unevenly arriving frames do not tear; the lead
 * grows when frames prove late and shrinks when they prove even.
 */
export class PlaybackQueue {
  /** Frames at the context's rate between rendering and the loudspeaker. Marks wait for them. */
  outputDelay = 0;

  /** Bytes that were dropped because the queue was full. */
  dropped = 0;

  #rate;
  #onMark;
  #ring = new Uint8Array(Capacity);
  #resampler;
  #scratch;
  #filterDelay;
  #read = 0;
  #written = 0;
  #marks = [];
  #frame = 0;
  #lastSampleFrame = -Infinity;
  #lastLateFrame = 0;
  #waitingSince = -1;
  #playing = false;
  #fade = 0;
  #leadMs = ShortestLeadMs;

  /**
   * @param {number} contextRate rate at which `render` is asked for samples, in hertz
   * @param {(name: string) => void} onMark told of each mark when it was played, or when clearing made it void
   */
  constructor(contextRate, onMark) {
    this.#rate = contextRate;
    this.#onMark = onMark;
    this.#resampler = new Resampler(LineRate, contextRate);
    this.#scratch = new Float32Array(this.#resampler.inputFor(4096) + 2);
    this.#filterDelay = Math.round((this.#resampler.delay * contextRate) / LineRate);
  }

  /** Milliseconds of sound that wait. */
  get waitingMs() {
    return ((this.#written - this.#read) * 1000) / LineRate;
  }

  /** The lead that is gathered after silence, in milliseconds. */
  get leadMs() {
    return this.#leadMs;
  }

  /** Appends µ-law; what does not fit is dropped. */
  push(bytes, count = bytes.length) {
    const taken = Math.min(count, Capacity - (this.#written - this.#read));
    this.dropped += count - taken;
    for (let index = 0; index < taken; index++) this.#ring[(this.#written + index) & (Capacity - 1)] = bytes[index];
    this.#written += taken;
    if (taken === 0 || this.#playing || this.#waitingSince >= 0) return;
    this.#waitingSince = this.#frame;
    this.#adaptLead();
  }

  /** Sets a mark behind all that was pushed so far. When nothing waits it is played at once. */
  mark(name) {
    // The oldest mark is given back early rather than lost: whoever set it waits for its echo.
    if (this.#marks.length === MostMarks) this.#onMark(this.#marks.shift().name);
    this.#marks.push({ name, position: this.#written, due: -1 });
    this.#settleMarks();
  }

  /** Forgets all that waits and gives every unreached mark back at once. */
  clear() {
    this.#fade = this.#playing ? Math.min(FadeSamples, this.#written - this.#read) : 0;
    this.#written = this.#read + this.#fade;
    this.#waitingSince = -1;
    if (this.#fade === 0) this.#playing = false;
    const marks = this.#marks;
    this.#marks = [];
    for (const mark of marks) this.#onMark(mark.name);
  }

  /** Fills `output` with what is due now; where nothing is, with silence. */
  render(output) {
    this.#startWhenLeadIsThere();
    const needed = this.#resampler.inputFor(output.length);
    const readBefore = this.#read;
    for (let index = 0; index < needed; index++) this.#scratch[index] = this.#playing ? this.#next() : 0;
    this.#resampler.process(this.#scratch, needed, output);
    this.#frame += output.length;
    if (this.#read > readBefore) this.#lastSampleFrame = this.#frame;
    this.#settleMarks();
  }

  #startWhenLeadIsThere() {
    if (this.#playing || this.#waitingSince < 0) return;
    const waited = ((this.#frame - this.#waitingSince) * 1000) / this.#rate;
    if (this.waitingMs < this.#leadMs && waited < this.#leadMs) return;
    this.#playing = true;
    this.#waitingSince = -1;
  }

  #next() {
    let sample = decodeFloat(this.#ring[this.#read & (Capacity - 1)]);
    this.#read++;
    if (this.#fade > 0) {
      sample *= this.#fade / (FadeSamples + 1);
      this.#fade--;
    }
    if (this.#read === this.#written) this.#playing = false;
    return sample;
  }

  #adaptLead() {
    const sinceSound = ((this.#frame - this.#lastSampleFrame) * 1000) / this.#rate;
    const sinceLate = ((this.#frame - this.#lastLateFrame) * 1000) / this.#rate;
    if (sinceSound < LateWithinMs) {
      this.#leadMs = Math.min(this.#leadMs + LeadStepMs, LongestLeadMs);
      this.#lastLateFrame = this.#frame;
    } else if (sinceLate > CalmMs) {
      this.#leadMs = Math.max(this.#leadMs - LeadStepMs, ShortestLeadMs);
      this.#lastLateFrame = this.#frame;
    }
  }

  // A mark is played when the last sample before it has left the loudspeaker: through the filter and the device.
  #settleMarks() {
    while (this.#marks.length > 0) {
      const mark = this.#marks[0];
      if (mark.position > this.#read) return;
      if (mark.due < 0) mark.due = this.#lastSampleFrame + this.#filterDelay + this.outputDelay;
      if (mark.due > this.#frame) return;
      this.#marks.shift();
      this.#onMark(mark.name);
    }
  }
}
