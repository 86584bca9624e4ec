import { expect, it } from 'vitest';
import { describeError } from '../../src/lib/core/describeError';

it.each([
  [new Error('the reason'), 'the reason'],
  [new TypeError(''), 'TypeError'],
  ['thrown', 'thrown'],
  [null, 'null']
])('an error is told in its own words: %s', (error, text) => {
  expect(describeError(error)).toBe(text);
});

it.each([
  'Failed to fetch dynamically imported module: https://x/_app/immutable/chunks/a.js',
  'error loading dynamically imported module: https://x/a.js',
  'Importing a module script failed.'
])('a script that a deploy took away is told as that: %s', (message) => {
  expect(describeError(new TypeError(message))).toContain('a newer version is out. Reload the page.');
});
