// Asks Telnyx' own webhook verifier. Standard input: a JSON array of { key, now, timestamp, signature, body }, where a header that is null is
// not sent. Prints a JSON array of booleans: whether it takes the webhook.
import { TelnyxWebhook } from 'telnyx/lib/webhooks';

let input = '';
for await (const piece of process.stdin) input += piece;
const verdicts = [];
const clock = Date.now;
for (const { key, now, timestamp, signature, body } of JSON.parse(input)) {
  Date.now = () => now * 1000;
  const headers = {};
  if (timestamp !== null) headers['Telnyx-Timestamp'] = timestamp;
  if (signature !== null) headers['Telnyx-Signature-Ed25519'] = signature;
  verdicts.push(await new TelnyxWebhook(key).verify(body, headers).then(() => true, () => false));
}
Date.now = clock;
console.log(JSON.stringify(verdicts));
