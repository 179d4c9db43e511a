// Signs and checks with Twilio's own package. Standard input is a JSON array of questions:
//   {token, url, fields: [[name, value], ...], signature?, body?}
// For each it prints the signature it would send and, when the question bears one, whether it accepts it.
import twilio from 'twilio';
import { getExpectedTwilioSignature, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks.js';

let text = '';
for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk;

// What a form parser makes of repeated fields.
const grouped = (fields) => {
  const params = {};
  for (const [name, value] of fields) {
    if (!Object.hasOwn(params, name)) params[name] = value;
    else params[name] = [].concat(params[name], value);
  }
  return params;
};

const judged = ({ token, url, fields, signature, body }) => {
  try {
    return body === undefined || body === null
      ? twilio.validateRequest(token, signature, url, grouped(fields))
      : validateRequestWithBody(token, signature, url, body);
  } catch {
    return false;
  }
};

console.log(JSON.stringify(JSON.parse(text).map((asked) => ({
  signature: getExpectedTwilioSignature(asked.token, asked.url, grouped(asked.fields)),
  accepted: asked.signature === undefined || asked.signature === null ? null : judged(asked),
}))));
