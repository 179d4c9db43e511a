// The line: the telephone's signalling, kept open for as long as the page lives (docs/protocols/softphone-line.md).

const FirstRetryMs = 500;
const LongestRetryMs = 8_000;
const OpenWithinMs = 10_000;
// The gateway's word that the same phone was opened elsewhere. Connecting again would take the line back, and so on.
const Replaced = 4001;

/** How long to wait before connection attempt `attempt` (from 1); `random` of 0…1 spreads many phones apart. */
export function retryDelay(attempt, random) {
  const full = Math.min(FirstRetryMs * 2 ** (attempt - 1), LongestRetryMs);
  return Math.round(full * (0.75 + random * 0.5));
}

/** One WebSocket at a time to the gateway, opened again with growing delay whenever it is lost. */
export class Line {
  #url;
  #onEvent;
  #open;
  #random;
  #socket = null;
  #attempt = 0;
  #timer = 0;
  #stopped = true;

  /**
   * @param {string} url of the gateway's line
   * @param {(event: object) => void} onEvent given `line.connecting`, `line.open`, `line.lost`,
   * `line.message`, and `line.replaced`, after which it rests until started again
   * @param {(url: string) => WebSocket} open
   */
  constructor(url, onEvent, open = (address) => new WebSocket(address), random = Math.random) {
    this.#url = url;
    this.#onEvent = onEvent;
    this.#open = open;
    this.#random = random;
  }

  start() {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#attempt = 0;
    this.#connect();
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#socket?.close(1000);
    this.#socket = null;
  }

  /** Does not wait for the next attempt: the network is back, or the person looks at the page again. */
  retryNow() {
    if (this.#stopped || this.#socket !== null) return;
    this.#connect();
  }

  /** Sends a message. False when the line is not open: the message is gone. */
  send(message) {
    if (this.#socket?.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  #connect() {
    clearTimeout(this.#timer);
    this.#attempt++;
    this.#onEvent({ type: 'line.connecting', attempt: this.#attempt });
    const socket = this.#open(this.#url);
    this.#socket = socket;
    this.#timer = setTimeout(() => socket.close(), OpenWithinMs);
    socket.onopen = () => {
      if (this.#socket !== socket) return;
      clearTimeout(this.#timer);
      this.#onEvent({ type: 'line.open' });
    };
    socket.onmessage = ({ data }) => {
      if (this.#socket === socket) this.#take(data);
    };
    socket.onclose = ({ code, reason }) => {
      if (this.#socket === socket) this.#lost(code, reason);
    };
  }

  #take(data) {
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    if (typeof message?.event !== 'string') return;
    // Only a gateway that knows this phone ends the back-off: a proxy that accepts and drops must not be hammered.
    if (message.event === 'welcome') this.#attempt = 0;
    this.#onEvent({ type: 'line.message', message });
  }

  #lost(code, reason) {
    clearTimeout(this.#timer);
    this.#socket = null;
    if (code === Replaced) {
      this.#stopped = true;
      this.#onEvent({ type: 'line.replaced' });
      return;
    }
    const delay = retryDelay(this.#attempt + 1, this.#random());
    this.#timer = setTimeout(() => this.#connect(), delay);
    this.#onEvent({ type: 'line.lost', reason, retryMs: delay });
  }
}
