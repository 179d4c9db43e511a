// Drives the edge with the protocol's own TypeScript client, which validates every structured result against the tool's output
// schema. Prints one JSON object with what it saw; the test that starts it judges.
//
// Arguments: the edge's executable, the gateway's address, the key, the id of the call that the gateway knows.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const [executable, gateway, key, callId] = process.argv.slice(2);
const transport = new StdioClientTransport({
  command: executable,
  args: ['--progress', '0.25'],
  env: { ...process.env, CALLME_CLOUD_URL: gateway, CALLME_API_KEY: key },
  stderr: 'pipe',
});
const client = new Client({ name: 'oracle', version: '1.0.0' });
const faults = [];
client.onerror = (error) => faults.push(String(error));
await client.connect(transport);

const seen = { server: client.getServerVersion(), instructions: client.getInstructions() };
seen.tools = (await client.listTools()).tools.map((tool) => tool.name);

const call = async (name, args, options) => {
  const result = await client.callTool({ name, arguments: args }, undefined, options);
  return { text: result.content.map((block) => block.text), structured: result.structuredContent, isError: result.isError ?? false };
};
const refused = async (name, args) => {
  try {
    await call(name, args);
    return null;
  } catch (error) {
    return error.code;
  }
};

const progress = [];
seen.initiate = await call('initiate_call', { message: 'Hi', expect: 'yes-no' }, { onprogress: (told) => progress.push(told) });
seen.progress = progress;
seen.continue = await call('continue_call', { call_id: callId, message: 'And now?' });
seen.speak = await call('speak_to_user', { call_id: callId, message: 'One moment.' });
seen.listen = await call('listen', { call_id: callId });
seen.progressTold = await call('report_progress', { call_id: callId, line: 'Building.' });
seen.message = await call('send_message', { message: 'Shall I deploy?', wait_seconds: 60 });
seen.status = await call('call_status', { call_id: callId });
seen.list = await call('call_status', {});
seen.end = await call('end_call', { call_id: callId, message: 'Goodbye.' });
seen.unknownCall = await call('continue_call', { call_id: 'call-nobody-knows', message: 'Hello?' });
seen.unknownTool = await refused('no_such_tool', {});
seen.missingArgument = await refused('continue_call', { call_id: callId });

// The gateway never answers this one: only the cancellation ends it.
const abort = new AbortController();
let told = 0;
const waiting = client.callTool({ name: 'initiate_call', arguments: { message: 'wait for ever' } }, undefined, {
  signal: abort.signal,
  // The first is told as soon as the tool is called, the third half a second later: by then the gateway has the request.
  onprogress: () => { if (++told === 3) abort.abort('enough'); },
});
seen.cancelled = await waiting.then(() => false, () => true);
seen.afterwards = await call('speak_to_user', { call_id: callId, message: 'Still here.' });

await client.close();
seen.faults = faults;
console.log(JSON.stringify(seen));
