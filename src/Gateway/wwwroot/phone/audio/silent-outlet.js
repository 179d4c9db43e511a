import { PlaybackQueue } from './playback-queue.js';

const Rate = 8000;
const StepMs = 20;

/**
 * Stands in for the loudspeaker where the browser allows no sound: speech passes in its own time, so that captions
 * go on and marks come back as they would from a phone.
 */
export class SilentOutlet {
  #queue;
  #samples = new Float32Array((Rate * StepMs) / 1000);
  #rendered = 0;
  #since = performance.now();

  /** @param {(name: string) => void} onMark told of each mark that was passed or cleared */
  constructor(onMark) {
    this.#queue = new PlaybackQueue(Rate, onMark);
    setInterval(() => this.#advance(), StepMs);
  }

  borrow(length) {
    return new Uint8Array(length);
  }

  play(bytes, count) {
    this.#queue.push(bytes, count);
  }

  mark(name) {
    this.#queue.mark(name);
  }

  clear() {
    this.#queue.clear();
  }

  #advance() {
    const due = Math.floor(((performance.now() - this.#since) * Rate) / 1000);
    while (this.#rendered + this.#samples.length <= due) {
      this.#queue.render(this.#samples);
      this.#rendered += this.#samples.length;
    }
  }
}
