import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

const css = readFileSync(new URL('../../../src/Gateway/wwwroot/phone/phone.css', import.meta.url), 'utf8');
const [light, dark] = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, body]) =>
  Object.fromEntries([...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [name, colour])));

function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [dim, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
}

// Text and what it stands on; disabled controls are left out, as WCAG does.
const pairs = [
  ['ink', 'ground'], ['ink', 'paper'], ['ink', 'raised'], ['ink', 'amber-wash'], ['ink', 'go-wash'],
  ['ink-soft', 'ground'], ['ink-soft', 'paper'], ['ink-soft', 'raised'], ['ink-soft', 'go-wash'],
  ['ink-faint', 'ground'], ['ink-faint', 'paper'], ['ink-faint', 'raised'],
  ['amber', 'ground'], ['amber', 'go-wash'], ['end', 'ground'], ['go-deep', 'ground'], ['go-deep', 'amber-wash'],
  ['go-deep', 'go-wash'], ['on-signal', 'go'], ['on-signal', 'end'], ['paper', 'ink'],
];

for (const [name, colours] of Object.entries({ light, dark: { ...light, ...dark } })) {
  test(`text can be read in the ${name} theme`, () => {
    for (const [text, ground] of pairs) {
      const ratio = contrast(colours[text], colours[ground]);
      assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`);
    }
  });

  test(`the focus ring can be seen in the ${name} theme`, () => {
    for (const ground of ['ground', 'paper', 'raised']) assert.ok(contrast(colours.go, colours[ground]) >= 3);
  });
}
