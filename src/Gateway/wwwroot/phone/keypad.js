// The keys of the telephone, and what a key of the keyboard means to it.

const Letters = ['', 'ABC', 'DEF', 'GHI', 'JKL', 'MNO', 'PQRS', 'TUV', 'WXYZ', '', '+', ''];
const Digits = '123456789*0#';
const Spoken = { '*': 'star', '#': 'hash' };

/** What may be dialled: digits, star, hash and plus, at most 32. */
export function dialable(text) {
  return text.replace(/[^0-9*#+]/g, '').slice(0, 32);
}

/**
 * What a key press asks for, or null. `where` is `text` (a field is being typed in, or arrows choose in it), `dial`
 * (the number's own field), `control` (a button or the like has the focus and takes Enter itself) or `page`.
 */
export function commandOf({ key, ctrlKey, metaKey, altKey, repeat }, where, shortcuts) {
  if (ctrlKey || metaKey || altKey || repeat) return null;
  if (where === 'text') return null;
  if (key === 'Escape') return { type: 'ui.escape' };
  if (key === 'Enter') return where === 'control' ? null : { type: 'ui.enter' };
  if (!shortcuts || where === 'dial') return null;
  if (/^[0-9*#+]$/.test(key)) return { type: 'ui.digit', digit: key };
  if (key === 'Backspace') return { type: 'ui.erase' };
  if (key === 'm' || key === 'M') return { type: 'ui.mute' };
  return null;
}

/** Builds the twelve keys into `container`; `onDigit` is told of each press, with + for a long press on 0. */
export function buildKeypad(container, onDigit) {
  for (let index = 0; index < Digits.length; index++) {
    const digit = Digits[index];
    const key = document.createElement('button');
    key.type = 'button';
    key.className = 'key';
    key.dataset.digit = digit;
    const name = Spoken[digit] ?? digit;
    key.setAttribute('aria-label', Letters[index] === '' ? name : `${name}, ${Letters[index]}`);
    key.append(part('key-digit', digit === '*' ? '∗' : digit), part('key-letters', Letters[index]));
    if (digit === '0') pressLong(key, () => onDigit('+'), () => onDigit('0'));
    else key.addEventListener('click', () => onDigit(digit));
    container.append(key);
  }
}

/** Lets the key that stands for `digit` light up as if it were pressed. */
export function flashKey(container, digit) {
  const key = container.querySelector(`[data-digit="${digit === '+' ? '0' : CSS.escape(digit)}"]`);
  if (key === null) return;
  key.classList.add('pressed');
  setTimeout(() => key.classList.remove('pressed'), 140);
}

const LongPressMs = 550;

function pressLong(key, onLong, onShort) {
  let timer = 0;
  let wasLong = false;
  key.addEventListener('pointerdown', () => {
    wasLong = false;
    timer = setTimeout(() => {
      wasLong = true;
      onLong();
    }, LongPressMs);
  });
  for (const end of ['pointerup', 'pointerleave', 'pointercancel']) key.addEventListener(end, () => clearTimeout(timer));
  key.addEventListener('click', () => {
    if (!wasLong) onShort();
    wasLong = false;
  });
}

function part(className, text) {
  const span = document.createElement('span');
  span.className = className;
  span.setAttribute('aria-hidden', 'true');
  span.textContent = text;
  return span;
}
