// Streams audio to a server with Deepgram's own client and prints one JSON object with what it saw; the test that starts it judges.
//
// Arguments: the server's address, the key, the generation (v1 or v2), seconds of audio.
import { DeepgramClient } from '@deepgram/sdk';
import { faultsOf } from './deepgram-shapes.mjs';

const [address, key, generation, seconds] = process.argv.slice(2);
const client = new DeepgramClient({
  apiKey: key,
  environment: { base: address, production: address.replace(/^http/, 'ws'), agent: address, agentRest: address },
});
const isFlux = generation === 'v2';
const common = { encoding: 'mulaw', sample_rate: 8000, keyterm: ['CallActors', 'deploy'], reconnectAttempts: 0 };
const connection = isFlux
  ? await client.listen.v2.connect({ ...common, model: 'flux-general-en', eager_eot_threshold: 0.5 })
  : await client.listen.v1.connect({
      ...common, model: 'nova-3', language: 'en-US', interim_results: 'true', utterance_end_ms: 1000, vad_events: 'true', endpointing: 300,
    });

const messages = [];
const errors = [];
let told = () => {};
connection.on('message', (message) => {
  messages.push(message);
  told();
});
connection.on('error', (error) => errors.push(error.message));
const closed = new Promise((resolve) => connection.on('close', (event) => resolve(event.code)));
const until = async (condition) => {
  while (!messages.some(condition)) await new Promise((resolve) => (told = resolve));
};

connection.connect();
await connection.waitForOpen();
const send = (time) => {
  for (let at = 0; at < time; at += 0.08) connection.sendMedia(new Uint8Array(640).fill(0xff));
};
send(Number(seconds));
if (isFlux) {
  await until((message) => message.event === 'EndOfTurn');
  connection.sendConfigure({ type: 'Configure', thresholds: { eot_threshold: 0.8 }, keyterms: ['main'] });
  await until((message) => message.type === 'ConfigureSuccess');
  connection.sendConfigure({ type: 'Configure', thresholds: { eot_threshold: 0.2 } });
  await until((message) => message.type === 'ConfigureFailure');
} else {
  connection.sendKeepAlive({ type: 'KeepAlive' });
  connection.sendFinalize({ type: 'Finalize' });
  await until((message) => message.from_finalize);
}
connection.sendCloseStream({ type: 'CloseStream' });
const code = await closed;

const files = {
  Results: 'listen/resources/v1/types/ListenV1Results.d.ts',
  SpeechStarted: 'listen/resources/v1/types/ListenV1SpeechStarted.d.ts',
  UtteranceEnd: 'listen/resources/v1/types/ListenV1UtteranceEnd.d.ts',
  Metadata: 'listen/resources/v1/types/ListenV1Metadata.d.ts',
  Connected: 'listen/resources/v2/types/ListenV2Connected.d.ts',
  TurnInfo: 'listen/resources/v2/types/ListenV2TurnInfo.d.ts',
  ConfigureSuccess: 'listen/resources/v2/types/ListenV2ConfigureSuccess.d.ts',
  ConfigureFailure: 'listen/resources/v2/types/ListenV2ConfigureFailure.d.ts',
};
console.log(JSON.stringify({
  code,
  errors,
  order: messages.map((message) => message.event ?? message.type),
  texts: messages.filter((message) => message.is_final).map((message) => message.channel.alternatives[0].transcript),
  turns: messages.filter((message) => message.event === 'EndOfTurn').map((message) => `${message.turn_index} ${message.trigger} ${message.transcript}`),
  sequence: messages.map((message) => message.sequence_id ?? null),
  faults: messages.flatMap((message) => faultsOf(message, files[message.type])),
}));
process.exit(0);
