import { PlaybackQueue } from './playback-queue.js';

/** Plays what the port brings: `audio` (µ-law bytes), `mark`, `clear`, `outputDelay`. Reports `mark` and `return`s buffers. */
class PlaybackProcessor extends AudioWorkletProcessor {
  constructor() {
    super();
    this.queue = new PlaybackQueue(sampleRate, (name) => this.port.postMessage({ kind: 'mark', name }));
    this.port.onmessage = ({ data }) => this.take(data);
  }

  take(message) {
    switch (message.kind) {
      case 'audio':
        this.queue.push(message.bytes, message.count);
        this.port.postMessage({ kind: 'return', bytes: message.bytes }, [message.bytes.buffer]);
        break;
      case 'mark':
        this.queue.mark(message.name);
        break;
      case 'clear':
        this.queue.clear();
        break;
      case 'outputDelay':
        this.queue.outputDelay = message.frames;
        break;
    }
  }

  process(_inputs, outputs) {
    this.queue.render(outputs[0][0]);
    return true;
  }
}

registerProcessor('playback', PlaybackProcessor);
