// An MCP client that does what it is told: the tests' hands on a server that shares no code with ours. Reads one JSON command a line and
// prints one JSON answer a line, in the order of the answers; the id of a command comes back with its answer.
//
// Arguments: which SDK (sdk: @modelcontextprotocol/sdk, the stateful era; client: @modelcontextprotocol/client, which speaks both eras),
// stdio or http, NAME=VALUE… for the environment of the server (CLIENT_MODE tells the second SDK its era: legacy, auto, or a version to
// insist on), then COMMAND ARGUMENT… (the command node is the node that runs this) or URL KEY.
//
// Commands: {"id", "do": "connect" | "list" | "call" | "session" | "terminate" | "close", "name", "arguments", "progress"}.
import { createInterface } from 'node:readline';

const [library, kind, ...rest] = process.argv.slice(2);
const env = { ...process.env };
while (/^[A-Z_]+=/.test(rest[0] ?? '')) {
  const [name, ...value] = rest.shift().split('=');
  env[name] = value.join('=');
}
const sdk = library === 'sdk'
  ? {
      ...(await import('@modelcontextprotocol/sdk/client/index.js')),
      ...(await import('@modelcontextprotocol/sdk/client/stdio.js')),
      ...(await import('@modelcontextprotocol/sdk/client/streamableHttp.js')),
    }
  : { ...(await import('@modelcontextprotocol/client')), ...(await import('@modelcontextprotocol/client/stdio')) };

const mode = env.CLIENT_MODE;
const negotiation = mode === undefined ? undefined : { mode: ['legacy', 'auto'].includes(mode) ? mode : { pin: mode } };
const client = new sdk.Client({ name: 'oracle', version: '1.0.0' }, { versionNegotiation: negotiation });
const faults = [];
client.onerror = (error) => faults.push(String(error));
const transport = kind === 'stdio'
  ? new sdk.StdioClientTransport({ command: rest[0] === 'node' ? process.execPath : rest[0], args: rest.slice(1), env, stderr: 'inherit' })
  : new sdk.StreamableHTTPClientTransport(new URL(rest[0]), { requestInit: { headers: { Authorization: `Bearer ${rest[1]}` } } });

const deeds = {
  connect: async () => {
    await client.connect(transport);
    return { server: client.getServerVersion(), version: client.getNegotiatedProtocolVersion?.() ?? transport.protocolVersion };
  },
  list: async () => (await client.listTools()).tools.map((tool) => tool.name),
  call: async ({ name, arguments: given, progress }) => {
    const told = [];
    const options = progress ? { onprogress: (value) => told.push(value.message) } : {};
    const request = { name, arguments: given ?? {} };
    const result = library === 'sdk' ? await client.callTool(request, undefined, options) : await client.callTool(request, options);
    return { text: result.content.map((block) => block.text).join('\n'), structured: result.structuredContent, isError: result.isError ?? false, told };
  },
  session: async () => ({ id: transport.sessionId }),
  terminate: async () => { await transport.terminateSession(); return {}; },
  close: async () => { await client.close(); return { faults }; },
};

const tell = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  // Not awaited here: a person is asked while other commands come.
  const done = deeds[command.do](command).then(
    (result) => tell({ id: command.id, result }),
    (error) => tell({ id: command.id, error: String(error.message ?? error), code: error.code }));
  if (command.do === 'close') { await done; process.exit(0); }
}
