import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/lib/core/json';
import type { SystemPredictions } from '../../src/lib/predictions/drop';
import { identifySource } from '../../src/lib/predictions/identifySource';

const systemOf = (records: readonly (JsonObject | null)[]): SystemPredictions =>
  ({ rows: records.map((record) => ({ status: 'unscored', record })) }) as unknown as SystemPredictions;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the identity of prediction files', () => {
  it.each([
    ['no records', []],
    ['one', [{ response: 'größer' }]],
    ['one that could not be read', [null, { a: 1 }]],
    ['many pieces', Array.from({ length: 3000 }, (_, i) => ({ i, response: 'x'.repeat(500) }))]
  ])('is the hash of their JSON: %s', async (_, records) => {
    expect(await identifySource(systemOf(records))).toBe(sha256(JSON.stringify(records)));
  });

  it('is of the whole where it is hashed in blocks', { timeout: 60_000 }, async () => {
    const response = 'x'.repeat(2 ** 20);
    const records = Array.from({ length: 70 }, (_, i) => ({ i, response }));
    // A block is whole with the record that makes it 64 MiB.
    const block = JSON.stringify(records.slice(0, 64)).slice(0, -1);
    const rest = JSON.stringify(records).slice(block.length);
    expect(await identifySource(systemOf(records))).toBe(sha256([sha256(block), sha256(rest)].join()));
  });

  it('is that of the records of its predictions', async () => {
    const record = { response: 'B' };
    const rows = [{ status: 'ready', prediction: { record } }];
    expect(await identifySource({ rows } as unknown as SystemPredictions)).toBe(
      sha256(JSON.stringify([record]))
    );
  });
});
