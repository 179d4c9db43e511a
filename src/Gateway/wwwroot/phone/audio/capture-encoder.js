import { encodeFloat, Silence } from '../g711.js';
import { Resampler } from '../resample.js';

const LineRate = 8000;

/** Samples, and bytes, of one 20 ms frame on the line. */
export const FrameLength = 160;

/** Turns what a microphone gives at the context's rate into µ-law frames of 20 ms. */
export class CaptureEncoder {
  /** While muted, frames go on and hold silence: the line stays alive, the voice does not leave. */
  muted = false;

  #resampler;
  #resampled;
  #frame = new Uint8Array(FrameLength);
  #filled = 0;
  #onFrame;

  /**
   * @param {number} contextRate rate of the samples that come, in hertz
   * @param {(frame: Uint8Array) => void} onFrame given each frame; the array is used again for the next
   */
  constructor(contextRate, onFrame) {
    this.#resampler = new Resampler(contextRate, LineRate);
    this.#resampled = new Float32Array(this.#resampler.outputFor(4096));
    this.#onFrame = onFrame;
  }

  /** Takes `count` samples; null is silence, as when no microphone is there. */
  take(samples, count) {
    const produced = this.#resampler.process(samples, count, this.#resampled);
    for (let index = 0; index < produced; index++) {
      this.#frame[this.#filled++] = this.muted ? Silence : encodeFloat(this.#resampled[index]);
      if (this.#filled < FrameLength) continue;
      this.#filled = 0;
      this.#onFrame(this.#frame);
    }
  }
}
