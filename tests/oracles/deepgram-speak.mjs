// Speaks through a server with Deepgram's own client, over a socket and by a request, and prints one JSON object with what it saw; the
// test that starts it judges.
//
// Arguments: the server's address, the key, a text.
import { DeepgramClient } from '@deepgram/sdk';
import { faultsOf } from './deepgram-shapes.mjs';

const [address, key, text] = process.argv.slice(2);
const environment = { base: address, production: address.replace(/^http/, 'ws'), agent: address, agentRest: address };
const client = new DeepgramClient({ apiKey: key, environment });
const seen = {};

const connection = await client.speak.v1.connect({ model: 'aura-2-thalia-en', encoding: 'mulaw', sample_rate: 8000, reconnectAttempts: 0 });
const messages = [];
const sound = [];
let told = () => {};
connection.on('message', async (message) => {
  if (message?.type) messages.push(message);
  else sound.push(Buffer.from(message instanceof Blob ? await message.arrayBuffer() : message));
  told();
});
const closed = new Promise((resolve) => connection.on('close', (event) => resolve(event.code)));
const until = async (type) => {
  while (!messages.some((message) => message.type === type)) await new Promise((resolve) => (told = resolve));
};
connection.connect();
await connection.waitForOpen();
connection.sendText({ type: 'Speak', text });
connection.sendFlush({ type: 'Flush' });
await until('Flushed');
seen.sound = Buffer.concat(sound).toString('base64');
connection.sendText({ type: 'Speak', text: 'never heard' });
connection.sendClear({ type: 'Clear' });
await until('Cleared');
connection.sendClose({ type: 'Close' });
seen.code = await closed;
seen.order = messages.map((message) => message.type);
seen.faults = messages.flatMap((message) => faultsOf(message, `speak/resources/v1/types/SpeakV1${message.type}.d.ts`));

// The endpoint that speaks by turns: one to its end, one that is interrupted after some of it was heard.
const turns = await client.speak.v2.connect({ model: 'flux-haley-en', encoding: 'mulaw', sample_rate: 8000, reconnectAttempts: 0 });
const events = [];
let heard = 0;
let turned = () => {};
turns.on('message', async (message) => {
  if (message?.type) events.push(message);
  else heard += message instanceof Blob ? message.size : message.byteLength;
  turned();
});
const turnsClosed = new Promise((resolve) => turns.on('close', (event) => resolve(event.code)));
const when = async (is) => {
  while (!is()) await new Promise((resolve) => (turned = resolve));
};
turns.connect();
await turns.waitForOpen();
turns.sendSpeak({ type: 'Speak', text });
turns.sendFlush({ type: 'Flush' });
await when(() => events.some((message) => message.type === 'SpeechMetadata'));
const before = heard;
turns.sendInterrupt({ type: 'Interrupt', playback_offset: { type: 'time_ms', value: Math.floor(before / 8) } });
await when(() => events.some((message) => message.type === 'Warning'));
turns.sendSpeak({ type: 'Speak', text: 'x'.repeat(1000) });
turns.sendFlush({ type: 'Flush' });
await when(() => heard > before);
turns.sendInterrupt({ type: 'Interrupt', playback_offset: { type: 'time_ms', value: Math.floor(before / 8) + 20 } });
await when(() => events.some((message) => message.type === 'SpeechInterrupted'));
turns.sendClose({ type: 'Close' });
seen.turnsCode = await turnsClosed;
seen.turns = events.map((message) => message.code ?? message.type);
seen.turnsHeard = before;
seen.spoken = events.find((message) => message.type === 'SpeechInterrupted').text_spoken;
seen.faults.push(...events.flatMap((message) => faultsOf(message, `speak/resources/v2/types/SpeakV2${message.type}.d.ts`)));

const response = await client.speak.v1.audio.generate({ text, model: 'aura-2-thalia-en', encoding: 'mulaw', sample_rate: 8000, container: 'none' });
seen.file = Buffer.from(await response.arrayBuffer()).toString('base64');

const refused = async (options, request) => {
  try {
    await new DeepgramClient({ apiKey: key, environment, ...options }).speak.v1.audio.generate(request, { maxRetries: 0 });
    return null;
  } catch (error) {
    return error.statusCode;
  }
};
seen.wrongKey = await refused({ apiKey: 'wrong' }, { text, model: 'aura-2-thalia-en', encoding: 'mulaw', sample_rate: 8000, container: 'none' });
seen.wrongModel = await refused({}, { text, model: 'no-such-voice', encoding: 'mulaw', sample_rate: 8000, container: 'none' });
seen.tooLong = await refused({}, { text: 'x'.repeat(2001), model: 'aura-2-thalia-en', encoding: 'mulaw', sample_rate: 8000, container: 'none' });
console.log(JSON.stringify(seen));
process.exit(0);
