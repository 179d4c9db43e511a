// What Twilio's own client would send. Standard input is a JSON array of questions:
//   {do: 'call' | 'update' | 'fetch' | 'calls' | 'message' | 'messages', account, user, secret, region?, edge?, sid?, params}
// It prints for each {method, url, user, secret, form: [[name, value], ...]}.
import twilio from 'twilio';

let text = '';
for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk;

const answers = [];
for (const asked of JSON.parse(text)) {
  let seen;
  const httpClient = {
    request: async (request) => {
      seen = request;
      return { statusCode: asked.do === 'call' || asked.do === 'message' ? 201 : 200, body: JSON.stringify({ calls: [], messages: [] }) };
    },
  };
  const client = twilio(asked.user, asked.secret, { accountSid: asked.account, region: asked.region, edge: asked.edge, httpClient });
  switch (asked.do) {
    case 'call': await client.calls.create(asked.params); break;
    case 'update': await client.calls(asked.sid).update(asked.params); break;
    case 'fetch': await client.calls(asked.sid).fetch(); break;
    case 'calls': await client.calls.page(asked.params); break;
    case 'message': await client.messages.create(asked.params); break;
    case 'messages': await client.messages.page(asked.params); break;
    default: throw new Error(asked.do);
  }
  const url = new URL(seen.uri);
  const query = Object.entries(seen.params ?? {}).map(([name, value]) => [name, String(value)]);
  for (const [name, value] of query) url.searchParams.append(name, value);
  const form = Object.entries(seen.data ?? {}).flatMap(([name, value]) => [].concat(value).map((one) => [name, String(one)]));
  answers.push({ method: seen.method.toUpperCase(), url: url.href, user: seen.username, secret: seen.password, form });
}
console.log(JSON.stringify(answers));
