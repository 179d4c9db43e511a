import { CaptureEncoder, FrameLength } from './capture-encoder.js';

// Buffers travel to the page and come back; 16 of them cover 320 ms in which the page is too busy to return any.
const MostBuffers = 16;

/** Sends `frame`s of 160 µ-law bytes, numbered from 0. Takes `muted`, and `return`ed buffers. */
class CaptureProcessor extends AudioWorkletProcessor {
  constructor() {
    super();
    this.free = Array.from({ length: MostBuffers }, () => new Uint8Array(FrameLength));
    this.number = 0;
    this.encoder = new CaptureEncoder(sampleRate, (frame) => this.send(frame));
    this.port.onmessage = ({ data }) => {
      if (data.kind === 'muted') this.encoder.muted = data.muted;
      else if (data.kind === 'return' && this.free.length < MostBuffers) this.free.push(data.bytes);
    };
  }

  send(frame) {
    const number = this.number++;
    const bytes = this.free.pop();
    // The page has not returned any buffer for 320 ms: this frame is lost, and its number shows the gap.
    if (bytes === undefined) return;
    bytes.set(frame);
    this.port.postMessage({ kind: 'frame', number, bytes }, [bytes.buffer]);
  }

  process(inputs, outputs) {
    const channel = inputs[0].length > 0 ? inputs[0][0] : null;
    this.encoder.take(channel, outputs[0][0].length);
    return true;
  }
}

registerProcessor('capture', CaptureProcessor);
