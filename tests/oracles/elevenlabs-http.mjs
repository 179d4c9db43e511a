// The vendor's own client against a server: speaks one text by both HTTP streams, then asks for what is refused. Prints one JSON object.
//
// Arguments: the server's address, the key, a voice's id, the text.
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js';

const [address, key, voice, text] = process.argv.slice(2);
const clientWith = (apiKey) => new ElevenLabsClient({ apiKey, baseUrl: address, maxRetries: 0 });
const client = clientWith(key);
const settings = {
  text, modelId: 'eleven_flash_v2_5', outputFormat: 'ulaw_8000', languageCode: 'en',
  voiceSettings: { stability: 0.5, similarityBoost: 0.75, useSpeakerBoost: true, speed: 1 },
};

const bytes = [];
for await (const piece of await client.textToSpeech.stream(voice, settings)) bytes.push(Buffer.from(piece));

const pieces = [];
for await (const piece of await client.textToSpeech.streamWithTimestamps(voice, settings)) pieces.push(piece);

const refusal = async (attempt) => {
  try {
    for await (const piece of await attempt()) void piece;
    return null;
  } catch (error) {
    return { type: error.constructor.name, status: error.statusCode ?? null, detail: error.body?.detail ?? null };
  }
};

console.log(JSON.stringify({
  stream: Buffer.concat(bytes).toString('base64'),
  pieces,
  wrongKey: await refusal(() => clientWith('wrong').textToSpeech.stream(voice, settings)),
  wrongSpeed: await refusal(() => client.textToSpeech.streamWithTimestamps(voice, { ...settings, voiceSettings: { speed: 2 } })),
  noVoice: await refusal(() => client.textToSpeech.stream('nobody', settings)),
  noModel: await refusal(() => client.textToSpeech.stream(voice, { ...settings, modelId: 'no_such_model' })),
  noLanguage: await refusal(() => client.textToSpeech.stream(voice, { ...settings, modelId: 'eleven_multilingual_v2' })),
}));
