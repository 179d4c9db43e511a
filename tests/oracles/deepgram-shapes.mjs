// Whether a message has the shape that @deepgram/sdk declares for it: every field that must be there, of its type, and none that the
// package does not know. The declarations are read as they are; types that are not numbers, strings or truth values are looked into only
// where they are declared in the same file.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const root = join(dirname(createRequire(import.meta.url).resolve('@deepgram/sdk')), 'api', 'resources');

// The interfaces of a declaration file by their full names, each with its fields.
function read(file) {
  const interfaces = {};
  const aliases = {};
  const scope = [];
  for (const line of readFileSync(join(root, file), 'utf8').split('\n')) {
    const opened = line.match(/(interface|namespace) (\w+) \{$/);
    const field = line.match(/^\s+(\w+)(\??): (.+);$/);
    const alias = line.match(/type (\w+) = (.+);$/);
    const here = scope.map((level) => level.name).join('.');
    if (opened) scope.push({ kind: opened[1], name: opened[2] });
    else if (line.trim() === '}' || line.trim() === '};') scope.pop();
    else if (line.trim().endsWith('{')) scope.push({ kind: 'other', name: '' });
    else if (alias) aliases[`${here}.${alias[1]}`] = alias[2];
    else if (field && scope.at(-1)?.kind === 'interface') (interfaces[here] ??= {})[field[1]] = { optional: field[2] === '?', type: field[3] };
  }
  return { interfaces, aliases };
}

export function faultsOf(message, file) {
  const { interfaces, aliases } = read(file);
  const root = Object.keys(interfaces)[0];
  const faults = [];

  const resolve = (type, at) => {
    for (let scope = at; ; scope = scope.includes('.') ? scope.slice(0, scope.lastIndexOf('.')) : '') {
      const name = scope ? `${scope}.${type}` : type;
      if (interfaces[name] || aliases[name]) return name;
      if (!scope) return null;
    }
  };

  const check = (value, type, at, path) => {
    type = type.replace(/ \| undefined$/, '');
    if (type.startsWith('"')) return value === JSON.parse(type) || faults.push(`${path} is no ${type}`);
    if (['string', 'number', 'boolean'].includes(type)) return typeof value === type || faults.push(`${path} is no ${type}`);
    if (type.endsWith('[]')) {
      if (!Array.isArray(value)) return faults.push(`${path} is no list`);
      return value.forEach((item, i) => check(item, type.slice(0, -2), at, `${path}[${i}]`));
    }
    const name = resolve(type, at);
    if (!name) return;
    if (interfaces[name]) checkObject(value, name, path);
    else if (aliases[name].endsWith('[]')) check(value, aliases[name], name, path);
  };

  const checkObject = (value, name, path) => {
    const fields = interfaces[name];
    for (const [field, { optional, type }] of Object.entries(fields)) {
      if (value?.[field] === undefined) optional || faults.push(`${path}.${field} is missing`);
      else check(value[field], type, name, `${path}.${field}`);
    }
    for (const field of Object.keys(value ?? {})) if (!fields[field]) faults.push(`${path}.${field} is unknown`);
  };

  checkObject(message, root, message.type);
  return faults;
}
