// What the page remembers: the line's key and settings for good, the current call until the tab is closed.

const KeyName = 'callactors.line';
const SettingsName = 'callactors.settings';
const CallName = 'callactors.call';
const CaptionsName = 'callactors.captions';

/** The line's key: 32 random letters and digits, made once. */
export function lineKey(storage = localStorage) {
  const known = read(storage, KeyName);
  if (typeof known === 'string' && /^[A-Za-z0-9_-]{22,64}$/.test(known)) return known;
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const made = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  write(storage, KeyName, made);
  return made;
}

export function settings(defaults) {
  return { ...defaults, ...read(localStorage, SettingsName) };
}

export function rememberSettings(values) {
  write(localStorage, SettingsName, values);
}

/** The call that this tab was in before it was reloaded, or null. */
export function rememberedCall() {
  const call = read(sessionStorage, CallName);
  return typeof call?.leg === 'string' && call.leg !== '' && typeof call.callId === 'string' ? call : null;
}

export function rememberCall(call) {
  write(sessionStorage, CallName, call);
}

export function rememberedCaptions() {
  const lines = read(sessionStorage, CaptionsName);
  return Array.isArray(lines) ? lines : [];
}

export function rememberCaptions(lines) {
  write(sessionStorage, CaptionsName, lines);
}

export function forgetCall() {
  sessionStorage.removeItem(CallName);
  sessionStorage.removeItem(CaptionsName);
}

function read(storage, name) {
  try {
    return JSON.parse(storage.getItem(name) ?? 'null');
  } catch {
    return null;
  }
}

// A full or forbidden storage costs the memory of a reload, never the call.
function write(storage, name, value) {
  try {
    storage.setItem(name, JSON.stringify(value));
  } catch (error) {
    console.warn(`Not remembered: ${name} (${error.name})`);
  }
}
