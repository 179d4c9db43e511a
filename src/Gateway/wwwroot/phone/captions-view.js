import { clock, partsOf } from './captions.js';

/** Draws captions into a list, touching only the lines that changed, and reads the finished ones to screen readers. */
export class CaptionsView {
  #list;
  #announcer;
  #drawn = [];
  #announced = new Set();
  #startedAt = 0;
  #follows = true;

  /**
   * @param {HTMLElement} list the visible lines
   * @param {HTMLElement} announcer a polite live region. Apart from the list, where every heard word is a change
   * and would be read again and again.
   */
  constructor(list, announcer) {
    this.#list = list;
    this.#announcer = announcer;
    list.addEventListener('scroll', () => (this.#follows = this.#isAtEnd()), { passive: true });
    new ResizeObserver(() => this.#follow()).observe(list);
  }

  draw(lines, startedAt) {
    while (this.#drawn.length > lines.length) this.#drawn.pop().element.remove();
    if (lines.length === 0) this.#announced.clear();
    const moved = startedAt !== this.#startedAt;
    this.#startedAt = startedAt;
    lines.forEach((line, index) => this.#drawLine(line, index, moved));
    this.#follow();
  }

  /** Draws lines of before a reload, which were read aloud then. */
  restore(lines, startedAt) {
    for (const line of lines) if (isOver(line)) this.#announced.add(nameOf(line));
    this.draw(lines, startedAt);
  }

  #drawLine(line, index, moved) {
    let drawn = this.#drawn[index];
    if (drawn?.line === line && !moved) return;
    if (drawn === undefined) {
      drawn = { element: newLine(), line: null };
      this.#drawn.push(drawn);
      this.#list.append(drawn.element);
    }
    drawn.line = line;
    show(drawn.element, line, this.#startedAt);
    this.#announce(line);
  }

  #announce(line) {
    if (!isOver(line) || this.#announced.has(nameOf(line))) return;
    this.#announced.add(nameOf(line));
    if (line.who === 'person') this.#say(`You: ${line.text}`);
    else this.#say(line.interrupted ? `Agent, interrupted: ${partsOf(line).heard}` : `Agent: ${line.text}`);
  }

  #say(text) {
    const sentence = document.createElement('p');
    sentence.textContent = text;
    this.#announcer.append(sentence);
    while (this.#announcer.childElementCount > 20) this.#announcer.firstElementChild.remove();
  }

  // Whoever has scrolled back to read something is left there.
  #follow() {
    if (this.#follows) this.#list.scrollTop = this.#list.scrollHeight;
  }

  #isAtEnd() {
    return this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < 80;
  }
}

function isOver(line) {
  return line.who === 'person' ? line.final : line.finished || line.interrupted;
}

function nameOf(line) {
  return `${line.who}/${line.id ?? ''}/${line.at}`;
}

function newLine() {
  const element = document.createElement('li');
  element.innerHTML =
    '<p class="line-head"><span class="line-who"></span><time class="line-time"></time><span class="line-note"></span></p>' +
    '<p class="line-text"><span class="heard"></span><span class="pending"></span><s class="lost"></s></p>';
  return element;
}

function show(element, line, startedAt) {
  const agent = line.who === 'agent';
  const parts = agent ? partsOf(line) : { heard: line.text, pending: '', lost: '' };
  element.className = `line ${line.who}`;
  element.classList.toggle('interim', !agent && !line.final);
  element.classList.toggle('paused', agent && line.paused);
  element.classList.toggle('interrupted', agent && line.interrupted);
  element.querySelector('.line-who').textContent = agent ? 'Agent' : 'You';
  element.querySelector('.line-time').textContent = startedAt === 0 ? '' : clock(line.at - startedAt);
  element.querySelector('.line-note').textContent = noteOf(line);
  for (const part of ['heard', 'pending', 'lost']) element.querySelector(`.${part}`).textContent = parts[part];
  // A space in front of what is underlined or crossed out belongs to what was heard, or the line would begin in the air.
  for (const part of ['pending', 'lost']) moveLeadingSpace(element.querySelector(`.${part}`), element.querySelector('.heard'));
}

function moveLeadingSpace(from, to) {
  const text = from.textContent.trimStart();
  if (text === from.textContent) return;
  from.textContent = text;
  to.textContent += ' ';
}

function noteOf(line) {
  if (line.interrupted) return 'interrupted';
  if (line.paused) return 'listening';
  return line.who === 'person' && !line.final ? 'speaking' : '';
}
