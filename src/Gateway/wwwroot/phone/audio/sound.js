// The page's sound: one AudioContext with the microphone's way in and the line's way out.

const BufferLength = 160;
// Enough for the lead that a gateway sends ahead; beyond, buffers are made anew.
const MostFree = 32;
// A device that claims more than this is not believed: marks would come back absurdly late.
const LongestOutputDelay = 0.5;
const Microphone = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };

/** Whether this page may have sound at all. Browsers allow it on https and on this very computer only. */
export function soundIsPossible() {
  return globalThis.isSecureContext === true && typeof AudioWorkletNode === 'function';
}

/** The microphone, the loudspeaker, and what is measured on their way. */
export class Sound {
  /** Given each 20 ms frame of the microphone and its number. The array is taken back afterwards. */
  onFrame = () => {};

  /** Given the name of each mark that was played or cleared. */
  onMark = () => {};

  /** Told when sound starts or stops being allowed to run. */
  onState = () => {};

  /** Told when the microphone is unplugged. */
  onMicrophoneLost = () => {};

  #context = null;
  #capture = null;
  #playback = null;
  #volume = null;
  #spoken = null;
  #heard = null;
  #source = null;
  #stream = null;
  #free = [];
  #level = 1;
  #muted = false;

  get context() {
    return this.#context;
  }

  get running() {
    return this.#context?.state === 'running';
  }

  /** Measures of what the person says and of what the line plays; null before `open`. */
  get meters() {
    return { spoken: this.#spoken, heard: this.#heard };
  }

  /** Makes the context and its worklets. It may still be silent until `unlock` was called in a gesture. */
  async open() {
    const context = new AudioContext({ latencyHint: 'interactive' });
    this.#context = context;
    context.onstatechange = () => this.onState(context.state);
    await Promise.all([
      context.audioWorklet.addModule(new URL('capture-worklet.js', import.meta.url)),
      context.audioWorklet.addModule(new URL('playback-worklet.js', import.meta.url)),
    ]);
    this.#openPlayback(context);
    this.#openCapture(context);
    this.onState(context.state);
  }

  /** Call from a click or a key press: until one, browsers keep a page silent. */
  async unlock() {
    if (this.#context !== null && this.#context.state !== 'running') await this.#context.resume();
  }

  /**
   * Asks for the microphone.
   * @returns {Promise<'granted' | 'denied' | 'missing' | 'busy'>}
   */
  async openMicrophone() {
    if (this.#stream !== null) return 'granted';
    if (navigator.mediaDevices?.getUserMedia === undefined) return 'missing';
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({ audio: Microphone });
    } catch (error) {
      if (error.name === 'NotAllowedError' || error.name === 'SecurityError') return 'denied';
      return error.name === 'NotReadableError' ? 'busy' : 'missing';
    }
    this.#source = this.#context.createMediaStreamSource(this.#stream);
    this.#source.connect(this.#spoken);
    this.#source.connect(this.#capture);
    this.#stream.getAudioTracks()[0].onended = () => {
      this.closeMicrophone();
      this.onMicrophoneLost();
    };
    return 'granted';
  }

  /** Lets go of the microphone, so that the browser's sign for it goes out. */
  closeMicrophone() {
    this.#source?.disconnect();
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#source = null;
    this.#stream = null;
  }

  set muted(muted) {
    if (muted === this.#muted) return;
    this.#muted = muted;
    this.#capture?.port.postMessage({ kind: 'muted', muted });
  }

  /** Loudness of the line, 0…1, with the ear's curve. */
  set volume(level) {
    this.#level = level;
    this.#volume?.gain.setTargetAtTime(level * level, this.#context.currentTime, 0.01);
  }

  /** An array of at least `length` bytes to fill for `play`. */
  borrow(length) {
    const bytes = this.#free.pop();
    return bytes !== undefined && bytes.length >= length ? bytes : new Uint8Array(Math.max(length, BufferLength));
  }

  play(bytes, count) {
    this.#playback?.port.postMessage({ kind: 'audio', bytes, count }, [bytes.buffer]);
  }

  mark(name) {
    if (this.#playback === null) this.onMark(name);
    else this.#playback.port.postMessage({ kind: 'mark', name });
  }

  clear() {
    this.#playback?.port.postMessage({ kind: 'clear' });
  }

  /** Tells the queue how far the loudspeaker is behind it; known only once sound runs, and changing with the device. */
  refreshOutputDelay() {
    if (!this.running) return;
    const seconds = Math.min(this.#context.outputLatency || this.#context.baseLatency || 0, LongestOutputDelay);
    this.#playback?.port.postMessage({ kind: 'outputDelay', frames: Math.round(seconds * this.#context.sampleRate) });
  }

  #openPlayback(context) {
    this.#playback = new AudioWorkletNode(context, 'playback', { numberOfInputs: 0, outputChannelCount: [1] });
    this.#playback.port.onmessage = ({ data }) => {
      if (data.kind === 'mark') this.onMark(data.name);
      else if (data.kind === 'return' && this.#free.length < MostFree) this.#free.push(data.bytes);
    };
    this.#heard = measure(context);
    this.#volume = context.createGain();
    this.volume = this.#level;
    this.#playback.connect(this.#heard).connect(this.#volume).connect(context.destination);
  }

  #openCapture(context) {
    this.#capture = new AudioWorkletNode(context, 'capture', {
      channelCount: 1,
      channelCountMode: 'explicit',
      outputChannelCount: [1],
    });
    this.#capture.port.onmessage = ({ data }) => {
      if (data.kind !== 'frame') return;
      this.onFrame(data.bytes, data.number);
      this.#capture.port.postMessage({ kind: 'return', bytes: data.bytes }, [data.bytes.buffer]);
    };
    // Its output is silent; being connected is what makes every browser keep it running.
    this.#capture.connect(context.destination);
    this.#spoken = measure(context);
    this.#capture.port.postMessage({ kind: 'muted', muted: this.#muted });
  }
}

function measure(context) {
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  return analyser;
}
