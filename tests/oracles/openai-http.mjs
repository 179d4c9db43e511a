// Asks a server by the vendor's own client: models, speech (bytes, events), transcription (whole, streamed), and what is refused.
// Prints one JSON object with what it got; the test that starts it judges.
//
// Arguments: the base address with /v1, the key. Standard input: a WAV file as base64.
import { readFileSync } from 'node:fs';
import OpenAI, { toFile } from 'openai';

const [baseURL, apiKey] = process.argv.slice(2);
const wav = Buffer.from(readFileSync(0, 'utf8'), 'base64');
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const seen = {};

seen.models = [];
for await (const model of client.models.list()) seen.models.push(model.id);

const say = { model: 'gpt-4o-mini-tts', voice: 'coral', input: 'Good morning.', response_format: 'pcm' };
const pcm = Buffer.from(await (await client.audio.speech.create(say)).arrayBuffer());
seen.pcmBytes = pcm.length;

const wavBack = Buffer.from(await (await client.audio.speech.create({ ...say, response_format: 'wav' })).arrayBuffer());
seen.wavHead = wavBack.subarray(0, 4).toString();

const events = await client.audio.speech.create({ ...say, stream_format: 'sse' });
const lines = (await events.text()).split('\n').filter((line) => line.startsWith('data: ')).map((line) => JSON.parse(line.slice(6)));
seen.eventTypes = [...new Set(lines.map((line) => line.type))];
seen.eventBytes = lines.filter((line) => line.audio).reduce((sum, line) => sum + Buffer.from(line.audio, 'base64').length, 0);

const file = async (name = 'segment.wav') => await toFile(wav, name);
seen.text = (await client.audio.transcriptions.create({ model: 'gpt-4o-transcribe', file: await file() })).text;
seen.plain = await client.audio.transcriptions.create({ model: 'whisper-1', file: await file(), response_format: 'text' });
seen.deltas = [];
for await (const event of await client.audio.transcriptions.create({ model: 'gpt-4o-transcribe', file: await file(), stream: true })) {
  if (event.type === 'transcript.text.delta') seen.deltas.push(event.delta);
  if (event.type === 'transcript.text.done') seen.done = event.text;
}

const refusal = async (ask) => {
  try {
    await ask();
    return null;
  } catch (error) {
    return { kind: error.constructor.name, status: error.status, code: error.code ?? null, param: error.param ?? null, request: error.requestID ?? null };
  }
};
seen.wrongKey = await refusal(() => new OpenAI({ baseURL, apiKey: 'sk-wrong', maxRetries: 0 }).models.list());
seen.tooLong = await refusal(() => client.audio.speech.create({ ...say, input: 'a'.repeat(4097) }));
seen.unknownField = await refusal(() => client.audio.speech.create({ ...say, pitch: 3 }));
seen.oldModelInstructed = await refusal(() => client.audio.speech.create({ ...say, model: 'tts-1', instructions: 'Whisper.' }));
seen.oldModelEvents = await refusal(() => client.audio.speech.create({ ...say, model: 'tts-1', stream_format: 'sse' }));
seen.language = await refusal(async () => client.audio.transcriptions.create({ model: 'gpt-4o-transcribe', file: await file(), language: 'english' }));
seen.noAudio = await refusal(async () => client.audio.transcriptions.create({ model: 'gpt-4o-transcribe', file: await toFile(Buffer.from('nothing'), 'a.wav') }));
seen.throttled = await refusal(() => client.audio.speech.create(say));
seen.failed = await refusal(() => client.audio.speech.create(say));

console.log(JSON.stringify(seen));
