// The vendor's own table of the sockets' wire names, asked about messages of either direction.
//
// Input: { "sent": [message…], "received": [message…], "isMulti": bool }. Prints for each message the name of the first of the vendor's
// schemas that it fits, with what it read; what fits none is told as null. Nothing that is sent may hold a field that a schema does not
// know; what is received may hold more.
import serialization from '@elevenlabs/elevenlabs-js/serialization/index.js';

let input = '';
for await (const piece of process.stdin) input += piece;
const { sent, received, isMulti } = JSON.parse(input);

const read = async (message, names, unrecognizedObjectKeys) => {
  for (const name of names) {
    const result = await serialization[name].parse(message, { unrecognizedObjectKeys });
    if (result.ok) return { schema: name, value: result.value };
  }
  return null;
};

const sends = isMulti
  ? ['InitializeConnectionMulti', 'KeepContextAlive', 'SendTextMulti', 'FlushContext', 'CloseContext', 'CloseSocket']
  : ['InitializeConnection', 'CloseConnection', 'SendText'];
const receives = isMulti ? ['FinalOutputMulti', 'AudioOutputMulti'] : ['AudioOutput', 'FinalOutput'];
console.log(JSON.stringify({
  sent: await Promise.all(sent.map((message) => read(message, sends, 'fail'))),
  received: await Promise.all(received.map((message) => read(message, receives, 'strip'))),
}));
