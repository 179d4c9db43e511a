// Orders calls by TeXML from the simulated Telnyx with Telnyx' own client. Arguments: the API's address (without its version), the key, the
// account, the application, the account's number. Reads the id of the ringing call from stdin. Prints what the client saw as one JSON object.
import Telnyx from 'telnyx';
import { readFileSync } from 'node:fs';

const [address, apiKey, account, application, number] = process.argv.slice(2);
const client = new Telnyx({ apiKey, baseURL: address, maxRetries: 0 });
const seen = {};
const refusal = async (promise) => promise.then(() => null, (e) => ({ status: e.status, code: e.error?.errors?.[0]?.code }));
const order = { ApplicationSid: application, To: '+15552223333', From: number, Url: 'http://127.0.0.1:9/nobody', Timeout: 30 };
const place = (changes, at = account) => client.texml.accounts.calls.calls(at, { body: { ...order, ...changes } });

seen.placed = await place({ MachineDetection: 'DetectMessageEnd', DetectionMode: 'Regular', AsyncAmd: true, AsyncAmdStatusCallback: order.Url });
seen.badApplication = await refusal(place({ ApplicationSid: '7' }));
seen.badAccount = await refusal(place({}, 'other'));
seen.badNumber = await refusal(place({ To: '5552223333' }));
seen.badUrl = await refusal(place({ Url: 'ftp://example.com/x' }));
seen.application = (await client.texmlApplications.retrieve(application)).data;
seen.noApplication = await refusal(client.texmlApplications.retrieve('7'));
const id = readFileSync(0, 'utf8').trim();
seen.ended = await client.texml.accounts.calls.update(id, { account_sid: account, Status: 'completed' });
seen.again = await refusal(client.texml.accounts.calls.update(id, { account_sid: account, Status: 'completed' }));

console.log(JSON.stringify(seen));
