// Judges requests with Twilio's own validator. Reads {token, requests: [{url, params, signature}]} and prints [true, …].
import twilio from 'twilio';

let text = '';
for await (const chunk of process.stdin) text += chunk;
const { token, requests } = JSON.parse(text);
console.log(JSON.stringify(requests.map(({ url, params, signature }) => twilio.validateRequest(token, signature, url, params))));
