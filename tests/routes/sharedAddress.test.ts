import { expect, it } from 'vitest';
import { parseSharedAddress } from '../../src/routes/shared/sharedAddress';

it.each([
  ['#r=1.4.abcd', { kind: 'run', fragment: '1.4.abcd' }],
  ['#c%3D1.4.abcd', { kind: 'comparison', fragment: '1.4.abcd' }],
  ['#src=https%3A%2F%2Fexample.org%2Fa.json', { kind: 'results', url: 'https://example.org/a.json' }],
  ['#src=https://example.org/100%', { kind: 'results', url: 'https://example.org/100%' }],
  ['', { kind: 'none' }],
  ['#', { kind: 'none' }]
] as const)('the hash “%s” is read as what it brings along', (hash, address) => {
  expect(parseSharedAddress(hash)).toEqual(address);
});

it.each(['#1.notalink', '#r', '#x=1.4.abcd', '#.4.abcd'])(
  'the hash “%s”, which begins as no link of ours, is unknown and not empty',
  (hash) => {
    expect(parseSharedAddress(hash)).toEqual({ kind: 'unknown' });
  }
);
