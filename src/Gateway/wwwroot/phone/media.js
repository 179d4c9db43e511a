// The media socket: Twilio Media Streams' own messages, with this page in Twilio's place. Numbers are text where
// Twilio has them as text (sequenceNumber, chunk, timestamp) and numbers where it has numbers (sampleRate, channels).

import { decode, decodedLength, encode } from './audio/base64.js';

const FrameMs = 20;
const OpenWithinMs = 8_000;
// 3 s of frames as JSON. A voice that is later than that is of no use to anybody: frames beyond are dropped.
const MostBuffered = 64 * 1024;
const AccountSid = 'softphone';

/** The stream's id as Twilio makes them: MZ and 32 hexadecimal digits. */
export function newStreamSid(random = crypto.getRandomValues(new Uint8Array(16))) {
  return 'MZ' + Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function connectedMessage() {
  return { event: 'connected', protocol: 'Call', version: '1.0.0' };
}

export function startMessage(streamSid, { leg, callId, token }) {
  return {
    event: 'start',
    sequenceNumber: '1',
    start: {
      accountSid: AccountSid,
      streamSid,
      callSid: leg,
      tracks: ['inbound'],
      mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
      customParameters: { callId, token },
    },
    streamSid,
  };
}

/** One stream of one call, from the ticket until either side ends it. */
export class MediaStream {
  /** Frames that were not sent because the network was behind. */
  dropped = 0;

  #socket;
  #leg;
  #streamSid = newStreamSid();
  #sequence = 1;
  #chunk = 0;
  #firstFrame = -1;
  #started = false;
  #over = false;
  #outlet;
  #onEvent;
  #timer;

  /**
   * @param {{leg: string, callId: string, token: string, url: string}} ticket
   * @param {{borrow(length: number): Uint8Array, play(bytes: Uint8Array, count: number): void, mark(name: string): void, clear(): void}} outlet
   * @param {(event: object) => void} onEvent given `media.open` once, and `media.lost` when it was not ended here
   * @param {(url: string) => WebSocket} open
   */
  constructor(ticket, outlet, onEvent, open = (address) => new WebSocket(address)) {
    this.#leg = ticket.leg;
    this.#outlet = outlet;
    this.#onEvent = onEvent;
    const socket = open(ticket.url);
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#lost('time-out'), OpenWithinMs);
    socket.onopen = () => {
      clearTimeout(this.#timer);
      this.#send(connectedMessage());
      this.#send(startMessage(this.#streamSid, ticket));
      this.#started = true;
      this.#onEvent({ type: 'media.open', leg: this.#leg });
    };
    socket.onmessage = ({ data }) => this.#take(data);
    socket.onclose = ({ reason }) => this.#lost(reason);
  }

  /** Sends one 20 ms frame; `number` counts the microphone's frames, so that a lost one leaves a gap in time. */
  sendFrame(frame, number) {
    if (!this.#started || this.#over) return;
    if (this.#firstFrame < 0) this.#firstFrame = number;
    if (this.#socket.bufferedAmount > MostBuffered) {
      this.dropped++;
      return;
    }
    this.#chunk++;
    this.#send({
      event: 'media',
      sequenceNumber: this.#nextNumber(),
      media: {
        track: 'inbound',
        chunk: String(this.#chunk),
        timestamp: String((number - this.#firstFrame) * FrameMs),
        payload: encode(frame),
      },
      streamSid: this.#streamSid,
    });
  }

  /** Tells that the mark was played, or made void by `clear`. */
  echoMark(name) {
    if (!this.#started || this.#over) return;
    this.#send({ event: 'mark', sequenceNumber: this.#nextNumber(), streamSid: this.#streamSid, mark: { name } });
  }

  /** Sends a pressed key. */
  sendDigit(digit) {
    if (!this.#started || this.#over) return false;
    this.#send({
      event: 'dtmf',
      streamSid: this.#streamSid,
      sequenceNumber: this.#nextNumber(),
      dtmf: { track: 'inbound_track', digit },
    });
    return true;
  }

  /** Ends the stream from this side: `stop`, then the close. */
  stop() {
    if (this.#over) return;
    if (this.#started) {
      this.#send({
        event: 'stop',
        sequenceNumber: this.#nextNumber(),
        stop: { accountSid: AccountSid, callSid: this.#leg },
        streamSid: this.#streamSid,
      });
    }
    this.#finish();
  }

  #take(data) {
    if (this.#over) return;
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    switch (message?.event) {
      case 'media':
        this.#play(message.media?.payload);
        break;
      case 'mark':
        if (typeof message.mark?.name === 'string') this.#outlet.mark(message.mark.name);
        break;
      case 'clear':
        this.#outlet.clear();
        break;
    }
  }

  #play(payload) {
    if (typeof payload !== 'string') return;
    const bytes = this.#outlet.borrow(decodedLength(payload));
    const count = decode(payload, bytes);
    if (count > 0) this.#outlet.play(bytes, count);
  }

  #nextNumber() {
    this.#sequence++;
    return String(this.#sequence);
  }

  #send(message) {
    if (this.#socket.readyState === 1) this.#socket.send(JSON.stringify(message));
  }

  #lost(reason) {
    if (this.#over) return;
    this.#finish();
    this.#onEvent({ type: 'media.lost', leg: this.#leg, reason });
  }

  #finish() {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#socket.close(1000);
  }
}
