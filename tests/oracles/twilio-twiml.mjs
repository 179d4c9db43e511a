// Writes TwiML with Twilio's own package. Standard input is a JSON array of documents; a document is an array of verbs
//   {verb, attributes, text?, children?: [verb, ...]}
// It prints the array of the documents written.
import twilio from 'twilio';

let text = '';
for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk;

const { VoiceResponse, MessagingResponse } = twilio.twiml;

const write = (parent, { verb, attributes, text: content, children = [] }) => {
  switch (verb) {
    case 'connect': case 'gather': {
      const element = parent[verb](attributes);
      for (const child of children) write(element, child);
      return;
    }
    case 'stream': {
      const element = parent.stream(attributes);
      for (const child of children) element.parameter(child.attributes);
      return;
    }
    case 'redirect': case 'say': case 'play': case 'message':
      parent[verb](attributes, content);
      return;
    default:
      parent[verb](attributes);
  }
};

console.log(JSON.stringify(JSON.parse(text).map((document) => {
  const response = document.some(({ verb }) => verb === 'message') ? new MessagingResponse() : new VoiceResponse();
  for (const verb of document) write(response, verb);
  return response.toString();
})));
