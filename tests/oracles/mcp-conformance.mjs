// Runs the official conformance suite's server scenarios against a gateway. The suite cannot bear a key, so a proxy on loopback adds it to
// each request and passes everything else on as it comes. What may fail, and why, stands in mcp-expected-failures.yml; the suite itself
// fails when something else does, and when something of the list does no longer.
//
// Arguments: the URL of the gateway's /mcp, the key. Prints the suite's report; its exit code is ours.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [target, key] = process.argv.slice(2);
const { hostname, port, pathname } = new URL(target);

const proxy = createServer((incoming, outgoing) => {
  const onward = request(
    { hostname, port, path: incoming.url, method: incoming.method, headers: { ...incoming.headers, authorization: `Bearer ${key}` } },
    (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
    });
  onward.on('error', () => outgoing.destroy());
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
});
await new Promise((listening) => { proxy.listen(0, '127.0.0.1', listening); });

const results = mkdtempSync(join(tmpdir(), 'mcp-conformance-'));
const suite = spawn(process.execPath, [
  'node_modules/@modelcontextprotocol/conformance/dist/index.js', 'server',
  '--url', `http://localhost:${proxy.address().port}${pathname}`,
  '--suite', 'all',
  '--expected-failures', 'mcp-expected-failures.yml',
  '--output-dir', results,
], { stdio: ['ignore', 'pipe', 'inherit'] });
suite.stdout.pipe(process.stdout);
suite.on('close', (code) => {
  rmSync(results, { recursive: true });
  proxy.close();
  proxy.closeAllConnections();
  process.exitCode = code;
});
