// Opens a realtime transcription session by the vendor's own client, sends audio, and prints every event that came as a JSON array.
//
// Arguments: the base address with /v1 (http), the key, and the script as JSON: an array of messages, where {"pause":"TYPE"} waits until
// an event of that type has come that no pause before has waited for.
import net from 'node:net';
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';

const [baseURL, apiKey, script] = process.argv.slice(2);
const { hostname, port } = new URL(baseURL);
const client = new OpenAI({ baseURL, apiKey });
// The client opens sockets by TLS alone; the simulator on loopback has none.
const options = { createConnection: () => net.connect(Number(port), hostname) };
const realtime = new OpenAIRealtimeWS({ intent: 'transcription', options }, client);
const events = [];
const unseen = [];
let wake = () => {};
const note = (event) => {
  events.push(event);
  unseen.push(event.type);
  wake();
};
realtime.on('event', note);
// Errors of the server come as events too; what the client itself finds wrong is an event of no type that exists.
realtime.on('error', (error) => { if (!error.error) note({ type: 'client.fault', message: error.message }); });
realtime.socket.on('close', (code, reason) => note({ type: 'client.closed', code, reason: String(reason) }));
const pause = async (type) => {
  while (!unseen.includes(type)) {
    if (unseen.includes('client.fault') || unseen.includes('client.closed')) return;
    await new Promise((done) => { wake = done; });
  }

  unseen.splice(0, unseen.indexOf(type) + 1);
};

if (realtime.socket.readyState === 0) await new Promise((done) => { for (const way of ['open', 'close']) realtime.socket.once(way, done); });
for (const step of JSON.parse(script)) {
  if (step.pause) await pause(step.pause);
  else realtime.send(step);
}

console.log(JSON.stringify(events));
realtime.close();
