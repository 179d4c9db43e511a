// Drives the simulated Telnyx with Telnyx' own client. Arguments: the API's address (without its version), the key, the connection, the
// account's number. Prints what the client saw as one JSON object.
import Telnyx from 'telnyx';

const [address, apiKey, connection, number] = process.argv.slice(2);
const client = new Telnyx({ apiKey, baseURL: address, maxRetries: 0 });
const person = '+15552223333';
const seen = {};
const refusal = async (promise) => promise.then(() => null, (e) => ({ type: e.constructor.name, status: e.status, code: e.error?.errors?.[0]?.code }));

const dial = { connection_id: connection, to: person, from: number, command_id: 'cmd-1', client_state: 'Yw==', timeout_secs: 30 };
const first = await client.calls.dial(dial);
const again = await client.calls.dial(dial);
seen.dialled = first.data;
seen.same = first.data.call_control_id === again.data.call_control_id;
const id = first.data.call_control_id;

seen.early = await refusal(client.calls.actions.startStreaming(id, { stream_url: 'wss://example.com/x' }));
seen.badUrl = await refusal(client.calls.actions.startStreaming(id, { stream_url: 'https://example.com/x' }));
seen.earlySpeech = await refusal(client.calls.actions.speak(id, { payload: 'Nobody is here.', voice: 'female', language: 'en-US' }));
seen.hungUp = (await client.calls.actions.hangup(id, {})).data;
seen.afterEnd = await refusal(client.calls.actions.hangup(id, {}));
seen.unknownCall = await refusal(client.calls.actions.hangup('v3:nobody', {}));
seen.badNumber = await refusal(client.calls.dial({ ...dial, command_id: 'cmd-2', to: '5552223333' }));
seen.badConnection = await refusal(client.calls.dial({ ...dial, command_id: 'cmd-3', connection_id: 'other' }));
seen.badKey = await refusal(new Telnyx({ apiKey: 'KEY-wrong', baseURL: address, maxRetries: 0 }).calls.dial(dial));
seen.message = (await client.messages.send({ from: number, to: person, text: 'Hello ☎' })).data;
seen.application = (await client.callControlApplications.retrieve(connection)).data;
seen.noApplication = await refusal(client.callControlApplications.retrieve('7'));
seen.profile = (await client.outboundVoiceProfiles.retrieve(seen.application.outbound.outbound_voice_profile_id)).data;
const numbers = async (digits) => {
  const found = [];
  for await (const one of client.phoneNumbers.list({ filter: { phone_number: digits } })) found.push(one);
  return found;
};
seen.numbers = await numbers(number.slice(1));
seen.noNumbers = [...(await numbers(number)), ...(await numbers('99')), ...(await numbers('4155550100'))];
seen.balance = (await client.balance.retrieve()).data;

console.log(JSON.stringify(seen));
