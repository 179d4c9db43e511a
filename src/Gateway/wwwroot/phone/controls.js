// Buttons, fields, switches and keys: what the person does becomes events of the telephone.

import { buildKeypad, commandOf, flashKey } from './keypad.js';
import { recognitionIsPossible } from './recogniser.js';

const element = (id) => document.getElementById(id);
const on = (id, type, handler) => element(id).addEventListener(type, handler);

/**
 * Connects the telephone's own controls.
 * @param {(event: object) => void} dispatch
 * @param {(digit: string) => void} playTone a key that was typed into the dial's field
 */
export function connectTelephone(dispatch, playTone) {
  buildKeypad(element('keypad'), (digit) => dispatch({ type: 'ui.digit', digit }));
  on('dial', 'submit', (event) => {
    event.preventDefault();
    dispatch({ type: 'ui.dial' });
  });
  on('number', 'input', ({ target, data }) => {
    const typed = data?.length === 1 ? data : '';
    dispatch({ type: 'ui.number', text: target.value });
    flashKey(element('keypad'), typed);
    playTone(typed);
  });
  for (const id of ['erase', 'answer', 'decline', 'hangup', 'mute', 'dismiss'])
    on(id, 'click', () => dispatch({ type: `ui.${id}` }));
  on('call-in', 'click', () => dispatch({ type: 'ui.callIn' }));
  on('waiting-answer', 'click', () => dispatch({ type: 'ui.answer' }));
  on('waiting-decline', 'click', () => dispatch({ type: 'ui.decline' }));
}

/**
 * Connects the box for typed words.
 * @param {(text: string) => boolean} say false when it could not be sent: the words then stay in the box
 */
export function connectTypedWords(say) {
  on('words', 'submit', (event) => {
    event.preventDefault();
    const field = element('words-text');
    if (say(field.value)) field.value = '';
  });
}

/**
 * Shows the settings and tells of each change.
 * @param {{region: string, shortcuts: boolean, recognise: boolean, volume: number}} settings
 * @param {(values: object) => void} change
 */
export function connectSettings(settings, change) {
  element('region').value = settings.region;
  element('shortcuts').checked = settings.shortcuts;
  element('recognise').checked = settings.recognise;
  element('volume').value = String(settings.volume);
  element('recognise-setting').hidden = !recognitionIsPossible;
  on('region', 'change', ({ target }) => change({ region: target.value }));
  on('shortcuts', 'change', ({ target }) => change({ shortcuts: target.checked }));
  on('recognise', 'change', ({ target }) => change({ recognise: target.checked }));
  on('volume', 'input', ({ target }) => change({ volume: Number(target.value) }));
  document.addEventListener('pointerdown', ({ target }) => {
    if (!element('settings').contains(target)) element('settings').open = false;
  });
}

/** Connects the keyboard; `shortcuts()` says whether single keys work the telephone. */
export function connectKeyboard(dispatch, shortcuts) {
  document.addEventListener('keydown', (event) => {
    const { target, key } = event;
    if (key === 'Escape' && element('settings').open) {
      element('settings').open = false;
      element('settings').querySelector('summary').focus();
      return;
    }
    // The first Escape in a field leaves the field: nobody hangs up by clearing what they typed.
    if (key === 'Escape' && target.id === 'words-text') {
      target.blur();
      return;
    }
    const command = commandOf(event, whereIs(target), shortcuts());
    if (command === null) return;
    event.preventDefault();
    dispatch(command);
  });
}

function whereIs(target) {
  if (target.id === 'words-text' || target.matches?.('select')) return 'text';
  // Digits typed into the dial are the dial's own; its Escape and Enter are the telephone's.
  if (target.id === 'number') return 'dial';
  return target.matches?.('button, summary, a, input') ? 'control' : 'page';
}
