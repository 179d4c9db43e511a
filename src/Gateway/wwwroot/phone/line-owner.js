const LockName = 'callactors-line';

/**
 * One tab owns the line: two with the same key would answer for each other. Where the browser has no locks, every
 * tab believes that it is the one.
 */
export class LineOwner {
  #tell;
  #owns = false;
  #waiting = new AbortController();

  /** @param {(change: 'owned' | 'waiting' | 'lost') => void} tell `waiting`: another tab has it; `lost`: it took it */
  constructor(tell) {
    this.#tell = tell;
  }

  async start() {
    if (navigator.locks === undefined) {
      this.#tell('owned');
      return;
    }
    this.#request({ signal: this.#waiting.signal });
    const { held } = await navigator.locks.query();
    if (!this.#owns && held.some(({ name }) => name === LockName)) this.#tell('waiting');
  }

  /** Takes the line away from the other tab. */
  take() {
    if (this.#owns) {
      this.#tell('owned');
      return;
    }
    this.#waiting.abort();
    this.#request({ steal: true });
  }

  async #request(options) {
    let granted = false;
    const keepForEver = () => {
      granted = true;
      this.#owns = true;
      this.#tell('owned');
      return new Promise(() => {});
    };
    try {
      await navigator.locks.request(LockName, options, keepForEver);
    } catch {
      // Either the wait was given up in favour of `take`, or another tab took what this one had.
      if (!granted) return;
      this.#owns = false;
      this.#tell('lost');
    }
  }
}
