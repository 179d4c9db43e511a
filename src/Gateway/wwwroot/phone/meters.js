// Level meters: what the microphone takes up and what the line plays, in decibels below full scale.

const Floor = -60;
// Fast up, slow down, as on any mixing desk: a syllable is seen and does not flicker.
const FallPerSecond = 40;
const SpokenEveryMs = 1_000;

/** Root mean square of samples as a place on the meter: 0 at −60 dB and below, 1 at full scale. */
export function levelOf(samples) {
  let sum = 0;
  for (let index = 0; index < samples.length; index++) sum += samples[index] * samples[index];
  const decibels = 10 * Math.log10(sum / samples.length + 1e-12);
  return Math.min(1, Math.max(0, 1 - decibels / Floor));
}

/** Moves a shown level towards a measured one in `seconds`. */
export function settle(shown, measured, seconds) {
  return Math.max(measured, shown - (FallPerSecond / -Floor) * seconds, 0);
}

/** Shows one analyser in one element: `--level` for the eye, `aria-valuenow` once a second for assistive technology. */
export class Meter {
  #element;
  #samples = null;
  #shown = 0;
  #spokenAt = 0;

  constructor(element) {
    this.#element = element;
  }

  update(analyser, seconds, now) {
    let measured = 0;
    if (analyser !== null) {
      this.#samples ??= new Float32Array(analyser.fftSize);
      analyser.getFloatTimeDomainData(this.#samples);
      measured = levelOf(this.#samples);
    }
    const next = settle(this.#shown, measured, seconds);
    if (next !== this.#shown) this.#element.style.setProperty('--level', next.toFixed(3));
    this.#shown = next;
    if (now - this.#spokenAt < SpokenEveryMs) return;
    this.#spokenAt = now;
    this.#element.setAttribute('aria-valuenow', String(Math.round(next * 100)));
  }
}
