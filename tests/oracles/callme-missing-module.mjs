// Call-Me Cloud's npm package 1.3.1 imports a module that its publisher left out, ./circuit-breaker.js, and cannot start without it. This
// gives it one; the package's own files stay as they are. What is given repeats a failed request as a careful client may: everything but
// a status of 4xx, twice.
import { registerHooks } from 'node:module';

const url = new URL('callme-circuit-breaker.mjs', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier.includes('circuit-breaker.') && context.parentURL?.includes('call-me-cloud-mcp/index.ts')
      ? { url, format: 'module', shortCircuit: true }
      : next(specifier, context),
});
