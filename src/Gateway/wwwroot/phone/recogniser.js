// The browser's own speech recognition, where it has one. Whose service hears the voice is the browser maker's choice.

const Recognition = globalThis.SpeechRecognition ?? globalThis.webkitSpeechRecognition;
const RestartMs = 250;
const LongestRestartMs = 8_000;

const Faults = {
  'not-allowed': 'The browser did not allow its speech recognition.',
  'service-not-allowed': 'The browser did not allow its speech recognition.',
  'network': 'The browser’s speech service cannot be reached.',
  'audio-capture': 'The browser’s speech recognition found no microphone.',
  'language-not-supported': 'The browser does not recognise this language.',
};

export const recognitionIsPossible = Recognition !== undefined;

/** Listens for as long as it is on; browsers end a session whenever they like, so it is begun again. */
export class Recogniser {
  #onWords;
  #onFault;
  #session = null;
  #timer = 0;
  #delay = RestartMs;
  #on = false;

  /**
   * @param {(text: string, final: boolean) => void} onWords
   * @param {(text: string) => void} onFault told once why it cannot go on; it is then off
   */
  constructor(onWords, onFault) {
    this.#onWords = onWords;
    this.#onFault = onFault;
  }

  set on(on) {
    if (on === this.#on) return;
    this.#on = on;
    clearTimeout(this.#timer);
    if (on) {
      this.#delay = RestartMs;
      this.#begin();
    } else {
      this.#session?.abort();
      this.#session = null;
    }
  }

  #begin() {
    const session = new Recognition();
    this.#session = session;
    session.continuous = true;
    session.interimResults = true;
    session.lang = navigator.language;
    session.onresult = (event) => {
      if (this.#session !== session) return;
      this.#delay = RestartMs;
      this.#take(event);
    };
    session.onerror = ({ error }) => {
      if (this.#session !== session || Faults[error] === undefined) return;
      this.on = false;
      this.#onFault(Faults[error]);
    };
    session.onend = () => {
      if (this.#session !== session) return;
      this.#session = null;
      this.#timer = setTimeout(() => this.#begin(), this.#delay);
      this.#delay = Math.min(this.#delay * 2, LongestRestartMs);
    };
    session.start();
  }

  #take({ results, resultIndex }) {
    let interim = '';
    for (let index = resultIndex; index < results.length; index++) {
      const text = results[index][0].transcript;
      if (results[index].isFinal) this.#onWords(text, true);
      else interim += text;
    }
    if (interim.trim() !== '') this.#onWords(interim, false);
  }
}
