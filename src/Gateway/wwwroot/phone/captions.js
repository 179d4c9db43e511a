// What was said in a call, as captions: which words of the agent reached the person's ear, and which did not.

const MostLines = 400;

export const noCaptions = Object.freeze([]);

/**
 * Takes one message of the line (`agent`, `person`, `barge-in`) into the captions. Lines are never changed in place:
 * one that is the same object needs no drawing. Beyond 400 lines the oldest go.
 */
export function reduceCaptions(lines, message, at) {
  switch (message.event) {
    case 'agent':
      return takeAgent(lines, message, at);
    case 'person':
      return takePerson(lines, message, at);
    case 'barge-in':
      return takeBargeIn(lines, message);
    default:
      return lines;
  }
}

/** Closes what was open when the call ended: nobody will hear the rest, nobody will finish the sentence. */
export function closeCaptions(lines) {
  return lines.map((line) => {
    if (line.who === 'person') return line.final ? line : { ...line, final: true };
    const isWhole = line.finished || line.interrupted || line.heardLength === line.text.length;
    if (isWhole) return line.finished || line.interrupted ? line : { ...line, finished: true, paused: false };
    return { ...line, interrupted: true, paused: false };
  });
}

/** The parts of an agent's line: heard, still to be heard, and never to be heard. */
export function partsOf(line) {
  const heard = line.text.slice(0, line.heardLength);
  const rest = line.text.slice(line.heardLength);
  return line.interrupted ? { heard, pending: '', lost: rest } : { heard, pending: rest, lost: '' };
}

/** The captions as plain text, one line a turn, with the time since `startedAt`. */
export function transcriptOf(lines, startedAt) {
  return lines
    .map((line) => {
      const who = line.who === 'agent' ? 'Agent' : 'You';
      const { heard, lost } = line.who === 'agent' ? partsOf(line) : { heard: line.text, lost: '' };
      const text = line.who === 'agent' && !line.interrupted ? line.text : heard.trimEnd();
      return `[${clock(line.at - startedAt)}] ${who}: ${text}${lost.trim() === '' ? '' : ' — (interrupted)'}`;
    })
    .join('\n');
}

/** Milliseconds as 0:07, 12:34 or 1:02:03. */
export function clock(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

function takeAgent(lines, message, at) {
  const index = lines.findLastIndex((line) => line.who === 'agent' && line.id === message.utterance);
  const previous = index < 0 ? null : lines[index];
  const text = String(message.text ?? '');
  const next = {
    who: 'agent',
    id: message.utterance,
    text,
    heardLength: Math.min(Math.max(Number(message.heardLength) || 0, 0), text.length),
    finished: message.finished === true,
    interrupted: message.interrupted === true,
    paused: message.interrupted === true || message.finished === true ? false : (previous?.paused ?? false),
    at: previous?.at ?? at,
  };
  return previous === null ? append(lines, next) : replace(lines, index, next);
}

function takePerson(lines, message, at) {
  const text = String(message.text ?? '');
  const index = lines.findLastIndex((line) => line.who === 'person' && !line.final);
  if (index < 0) return text === '' ? lines : append(lines, { who: 'person', text, final: message.final === true, at });
  // Interim words that came to nothing: a cough was taken for speech.
  if (text === '' && message.final === true) return lines.filter((_, place) => place !== index);
  return replace(lines, index, { ...lines[index], text, final: message.final === true });
}

function takeBargeIn(lines, message) {
  const index = lines.findLastIndex((line) => line.who === 'agent' && !line.finished && !line.interrupted);
  if (index < 0) return lines;
  return replace(lines, index, { ...lines[index], paused: message.step === 'onset' });
}

function append(lines, line) {
  return [...lines.slice(-(MostLines - 1)), line];
}

function replace(lines, index, line) {
  return lines.map((old, place) => (place === index ? line : old));
}
